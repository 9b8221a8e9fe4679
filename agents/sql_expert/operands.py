"""Reading what a noun is compared with: numbers, values, lists of them, aggregates."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from agents.sql_expert.cursor import Cursor
from agents.sql_expert.draft import Filter, Noun, Operand
from agents.sql_expert.fields import is_orderable
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.vocabulary import UNIT_WORDS
from core.model import Dimension
from core.plan import AggregateFunction

_NAMED = 0.95
TIMES = "times"
"""“More than 3 times” tells how often, and is no amount of anything."""


def read_operand(cursor: Cursor, *, any_text: bool) -> Operand | None:
    """What a noun is compared with; None (and nothing taken) where no operand stands here."""
    start, used = cursor.at, len(cursor.draft.used)
    cursor.skip("both")
    lexeme = cursor.peek()
    if lexeme is None:
        return None
    function = cursor.cue("aggregate")
    if function and lexeme.text.casefold() == "on average":
        return None
    if function:
        return _aggregate_operand(cursor, function.value)
    if lexeme.number is not None:
        cursor.take("number")
        return Operand(number=lexeme.number, lexeme=lexeme, unit=_pass_unit(cursor))
    if lexeme.kind == "quoted" or lexeme.values:
        cursor.take("value")
        return Operand(lexeme=lexeme)
    if any_text and lexeme.kind == "unknown":
        cursor.take("value")
        return Operand(lexeme=lexeme)
    cursor.at = start
    del cursor.draft.used[used:]
    return None


def _pass_unit(cursor: Cursor) -> str:
    """“60 minutes”, “5 kg”: a unit behind a number names no column, unless it is one that has only its name."""
    lexeme = cursor.peek()
    if lexeme is not None and lexeme.text.casefold() == TIMES and not lexeme.names:
        cursor.take("filler")
        return TIMES
    if lexeme is None or lexeme.text.casefold() not in UNIT_WORDS or cursor.cue("comparison", ahead=1):
        return ""
    if not any(is_orderable(link.field) and link.score >= _NAMED for link in lexeme.fields) or _is_clock(lexeme):
        cursor.take("filler")
        return lexeme.text.casefold()
    return ""


def _is_clock(lexeme: Lexeme) -> bool:
    """Columns that hold a part of a date are not what a length of time is compared with."""
    return all(isinstance(link.field, Dimension) for link in lexeme.fields if link.score >= _NAMED)


def _aggregate_operand(cursor: Cursor, function: str) -> Operand:
    cursor.take("function")
    cursor.skip("preposition")
    scope = Noun()
    mention = cursor.mention()
    if mention is not None:
        cursor.take("field")
        scope = Noun(lexeme=mention)
    cursor.skip("preposition")
    owner = cursor.mention()
    if owner is not None and owner.entities:
        cursor.take("entity")
        scope = Noun(lexeme=scope.lexeme, owner=owner)
    return Operand(function=cast(AggregateFunction, function), scope=scope, among=_among(cursor))


def scope_of(cursor: Cursor, scope: Noun) -> tuple[Noun, tuple[Lexeme, ...]]:
    """“The average salary of the instructors in the Physics department”: whose average, and among which."""
    start, used = cursor.at, len(cursor.draft.used)
    cursor.skip("preposition")
    owner = cursor.mention()
    if owner is None or not owner.entities or owner.values:
        cursor.at = start
        del cursor.draft.used[used:]
        return scope, ()
    cursor.take("entity")
    return Noun(lexeme=scope.lexeme, owner=owner), _among(cursor)


def typical_among(cursor: Cursor) -> tuple[Lexeme, ...]:
    """“Cheaper than the average van”: those that the average is taken over."""
    lexeme = cursor.peek()
    if lexeme is None or not lexeme.only_value:
        return ()
    cursor.take("value")
    noun = cursor.mention()
    if noun is not None and {link.entity.name for link in noun.entities} & {one.entity.name for one in lexeme.values}:
        cursor.take("filler")
    return (lexeme,)


def _among(cursor: Cursor) -> tuple[Lexeme, ...]:
    """“The average salary of instructors in the Physics department”."""
    found: list[Lexeme] = []
    while True:
        start, used = cursor.at, len(cursor.draft.used)
        cursor.skip("preposition")
        lexeme = cursor.peek()
        if lexeme is None or not lexeme.only_value:
            cursor.at = start
            del cursor.draft.used[used:]
            return tuple(found)
        found.append(cursor.take("value"))
        if (noun := cursor.mention()) is not None and not cursor.cue("comparison", "be", ahead=1):
            named = {link.entity.name for link in noun.entities} | {link.entity.name for link in noun.fields}
            if named & {link.entity.name for link in lexeme.values}:
                cursor.take("filler")


_TEXTS = ("contains", "starts_with", "ends_with")
_WITH_LISTS = ("=", "!=", *_TEXTS)
_LISTED = {"or": "or", "and": "and", "versus": "or"}


def more_operands(cursor: Cursor, found: Filter) -> Filter:
    """Further values of a list: "Marketing, Finance or Sales"."""
    if found.operator not in _WITH_LISTS or not found.operands or found.operands[0].lexeme is None:
        return found
    if found.operator == "=" and (high := _upper_end(cursor, found.operands[0])) is not None:
        return replace(found, operator="between", operands=(found.operands[0], high))
    operands, listed_with = list(found.operands), ""
    while True:
        start, used = cursor.at, len(cursor.draft.used)
        joined = False
        while (joint := cursor.cue("or", "and", "versus")) or _comma(cursor):
            listed_with = _LISTED.get(joint.kind, "") if joint is not None else listed_with
            cursor.draft.versus = cursor.draft.versus or (joint is not None and joint.kind == "versus")
            cursor.take("filler")
            joined = True
        while joined and (article := cursor.peek()) is not None and article.text.casefold() in ("a", "an", "the"):
            cursor.take("filler")
        lexeme = cursor.peek()
        quoted = found.operator not in _TEXTS or (lexeme is not None and lexeme.kind == "quoted")
        if not joined or lexeme is None or not quoted or not _same_kind(lexeme, operands[0]):
            cursor.at = start
            del cursor.draft.used[used:]
            break
        operands.append(Operand(lexeme=cursor.take("value"), number=lexeme.number))
    return replace(found, operands=tuple(operands), listed_with=listed_with if len(operands) > 1 else "")  # type: ignore[arg-type]


def _upper_end(cursor: Cursor, low: Operand) -> Operand | None:
    """“Aged 18 to 25”."""
    joint, following = cursor.peek(), cursor.peek(1)
    if low.number is None or joint is None or following is None or joint.text.casefold() not in ("to", "–", "until"):
        return None
    if following.number is None or following.kind == "date" or following.number <= low.number:
        return None
    cursor.take("comparison")
    return Operand(number=following.number, lexeme=cursor.take("number"), unit=_pass_unit(cursor))


def _comma(cursor: Cursor) -> bool:
    cue = cursor.cue("punctuation")
    return cue is not None and cue.value == ","


def _same_kind(lexeme: Lexeme, first: Operand) -> bool:
    if first.number is not None:
        return lexeme.number is not None and lexeme.kind != "date"
    if lexeme.kind == "quoted":
        return True
    if first.lexeme is None or not lexeme.values or lexeme.names:
        return False
    known = {(link.entity.name, link.field.name) for link in first.lexeme.values}
    return not known or any((link.entity.name, link.field.name) in known for link in lexeme.values)
