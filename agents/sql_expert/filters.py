"""Reading conditions: a noun, an operator, what it is compared with."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from agents.sql_expert.cursor import Cursor
from agents.sql_expert.draft import Filter, FilterOperator, Noun, Operand
from agents.sql_expert.fields import is_identifier, is_orderable, is_temporal, is_year
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.named_in_full import compares_as_number, introduces, pass_light_word
from agents.sql_expert.operands import more_operands, read_operand, scope_of, typical_among
from agents.sql_expert.qualities import LESS, MORE, VERBS, quality
from agents.sql_expert.units_told import is_met_by_all
from agents.sql_expert.what_is_compared import is_done_to, is_held_elsewhere, searched
from core.model import Measure
from semantic_layer.words import full_words

Joiner = Literal["and", "or"]
_NAMED, _CLEAR = 0.95, 0.9


def read_filter_of(cursor: Cursor, noun: Noun, *, joiner: Joiner, negated: bool, bare: bool = True) -> Filter | None:
    """The condition on `noun` that starts here; leaves the cursor where it was if there is none.

    `bare` allows an operand without any operator or verb before it ("room 107", "major is 600").
    """
    start, used = cursor.at, len(cursor.draft.used)
    if noun.lexeme is not None and noun.lexeme.fields:
        pass_light_word(cursor)
    cursor.skip("be", "have")
    verb = cursor.at > start
    negated = _negation(cursor) or negated
    cursor.skip("be", "have")
    if cursor.cue("preposition") and cursor.cue("comparison", "comparative", "between", ahead=1):
        cursor.take("filler")
    found = _operated(cursor, noun, joiner, negated)
    if found is None and (bare or verb or negated):
        while introduces(cursor):
            cursor.take("filler")
        operand = read_operand(cursor, any_text=False)
        if operand and _may_hold(noun, operand):
            found = _with_suffix(
                cursor, Filter(operator="=", noun=noun, operands=(operand,), joiner=joiner, negated=negated)
            )
    if found is None:
        cursor.at = start
        del cursor.draft.used[used:]
        return None
    return more_operands(cursor, found)


def _may_hold(noun: Noun, operand: Operand) -> bool:
    """Whether a field of the noun holds the value that stands behind it."""
    lexeme = operand.lexeme
    if noun.lexeme is not None and lexeme is not None and lexeme.kind == "date":
        entity = max((link.score for link in noun.lexeme.entities), default=0.0)
        inside = lexeme.last - lexeme.first > 1  # “fees in 2024” are those of that year, “wattage 2024” is a number
        holding = [link for link in noun.lexeme.fields if not (inside and isinstance(link.field, Measure))]
        return any(is_orderable(link.field) and link.score > entity for link in holding)
    if noun.lexeme is None or lexeme is None or operand.number is not None or lexeme.kind == "quoted":
        return True
    named = {(link.entity.name, link.field.name) for link in noun.lexeme.fields}
    return any((link.entity.name, link.field.name) in named for link in lexeme.values)


def _negation(cursor: Cursor) -> bool:
    negated = False
    while cursor.take_cue("not", "never"):
        negated = True
    return negated


def _operated(cursor: Cursor, noun: Noun, joiner: Joiner, negated: bool) -> Filter | None:
    base = Filter(operator="=", noun=noun, joiner=joiner, negated=negated)
    cue = cursor.cue("comparison", "comparative", "average")
    if cue is not None:
        if cue.value not in ("=", "!=") and not _comparable(noun):
            return None
        return read_comparison(cursor, noun, joiner=joiner, negated=negated)
    if cursor.cue("between"):
        return read_between(cursor, base)
    if cursor.cue("text"):
        return read_text_match(cursor, base)
    null = cursor.take_cue("null")
    if null is not None:
        return _replace(base, operator="null", negated=negated != (null.value == "not"))
    lexeme = cursor.peek()
    if lexeme is None or lexeme.date is None or not _tells_time(noun):
        return None
    one_number = lexeme.date.numeric and lexeme.date.last - lexeme.date.first == 1
    return None if one_number else read_period(cursor, base)


def _tells_time(noun: Noun) -> bool:
    return noun.lexeme is not None and any(
        is_temporal(link.field) or is_year(link.field) for link in noun.lexeme.fields
    )


def _comparable(noun: Noun) -> bool:
    if noun.lexeme is None:
        return True
    compared = any(is_orderable(link.field) and not is_identifier(link.field) for link in noun.lexeme.fields)
    return compared or compares_as_number(noun.lexeme)


def _replace(base: Filter, *, operator: FilterOperator, negated: bool) -> Filter:
    return Filter(operator=operator, noun=base.noun, operands=base.operands, joiner=base.joiner, negated=negated)


def read_period(cursor: Cursor, base: Filter) -> Filter:
    lexeme = cursor.take("date")
    if lexeme.date is None:
        raise ValueError("read_period stands at a date")
    return Filter(
        operator="period",
        noun=base.noun,
        joiner=base.joiner,
        negated=base.negated,
        period=lexeme.date.period,
        numeric=lexeme.date.numeric,
        phrase=lexeme.text,
    )


def read_comparison(cursor: Cursor, noun: Noun, *, joiner: Joiner, negated: bool) -> Filter | None:
    start, used = cursor.at, len(cursor.draft.used)
    if cue := cursor.take_cue("average"):
        operator: FilterOperator = "<" if cue.value == "below" else ">"
        return _against_average(cursor, noun, operator, joiner, negated)
    if _names_a_place(cursor):
        return None
    operator, noun = _comparison_operator(cursor, noun)
    if noun.quality is not None and cursor.take_cue("average"):
        return _against_average(cursor, noun, operator, joiner, negated)
    cursor.skip("than", "preposition", "be")
    lexeme = cursor.peek()
    if lexeme is not None and lexeme.date and lexeme.number is None:
        found = read_period(cursor, Filter(operator="period", noun=noun, joiner=joiner, negated=negated))
        return _open_period(found, operator)
    operand = read_operand(cursor, any_text=operator in ("=", "!="))
    if operand is None:
        cursor.at = start
        del cursor.draft.used[used:]
        return None
    found = Filter(operator=operator, noun=noun, operands=(operand,), joiner=joiner, negated=negated)
    return _with_suffix(cursor, _counting(cursor, found))


def _counting(cursor: Cursor, found: Filter) -> Filter:
    """“Advising more than 2 students”: rows of what stands behind the number are counted, whatever stands before it."""
    mention, lexeme = cursor.mention(), found.noun.lexeme
    if mention is not None and lexeme is not None and is_done_to(lexeme, mention):
        return replace(found, noun=Noun(lexeme=cursor.take("field")))
    if mention is None or lexeme is None or not lexeme.fields or found.operands[0].number is None:
        return found
    telling = (link.field for link in lexeme.fields if isinstance(link.field, Measure) and link.score >= _NAMED)
    number = found.operands[0].number
    measured = any(not is_met_by_all(found.operator, number, field) for field in telling)
    if measured or not any(link.score >= _NAMED for link in mention.entities):
        return found
    cursor.take("entity")
    return replace(found, noun=Noun(lexeme=mention), counted=True)


def _names_a_place(cursor: Cursor) -> bool:
    """“Within Germany” compares nothing, “within 30 minutes” does."""
    lexeme, following = cursor.peek(), cursor.peek(1)
    within = lexeme is not None and lexeme.text.casefold() == "within"
    return within and (following is None or following.number is None or following.kind == "date")


def _comparison_operator(cursor: Cursor, noun: Noun) -> tuple[FilterOperator, Noun]:
    cue = cursor.take_cue("comparative", "comparison")
    if cue is None:
        raise ValueError("read_comparison stands at a comparison")
    if cue.kind == "comparison":
        return cast(FilterOperator, cue.value), noun
    measured = quality(cue.value)
    descending = measured.descending if measured else True
    operator: FilterOperator = ">" if descending else "<"
    if noun.lexeme is None:
        return operator, Noun(owner=noun.owner, quality=measured)
    measures = measured is None or any(
        set(full_words(link.field.name)) & set(measured.fields) for link in noun.lexeme.fields
    )
    return operator, noun if measures else Noun(owner=noun.lexeme, quality=measured)


def _open_period(found: Filter, operator: FilterOperator) -> Filter:
    period = found.period
    if period is None or period.low is None or period.high is None:
        return found
    ends = {
        ">": (period.high, None),
        ">=": (period.low, None),
        "<": (None, period.low),
        "<=": (None, period.high),
    }.get(operator, (period.low, period.high))
    opened = type(period)(low=ends[0], high=ends[1], unit=period.unit)
    return Filter(operator="period", noun=found.noun, joiner=found.joiner, negated=found.negated, period=opened,
                  numeric=found.numeric, phrase=found.phrase)  # fmt: skip


def _against_average(cursor: Cursor, noun: Noun, operator: FilterOperator, joiner: Joiner, negated: bool) -> Filter:
    cursor.skip("preposition")
    owned = cursor.at and cursor.lexemes[cursor.at - 1].text.casefold() in ("their", "its", "his", "her")
    mention = cursor.mention()
    scope, among = Noun(), tuple[Lexeme, ...]()
    if owned and mention is not None:
        cursor.draft.leftover.append(replace(cursor.take("filler"), kind="unknown"))
        mention = None
    if mention is not None and mention.fields:
        cursor.take("field")
        scope = Noun(lexeme=mention)
        noun = noun if (noun.lexeme or noun.quality) and not _is_verb_of(noun, mention) else scope
        scope, among = scope_of(cursor, scope)
    elif mention is None and not owned and (noun.lexeme or noun.quality):
        among = typical_among(cursor)
    operand = Operand(function="avg", scope=scope, among=among)
    return Filter(operator=operator, noun=noun, operands=(operand,), joiner=joiner, negated=negated)


def _is_verb_of(noun: Noun, mention: Lexeme) -> bool:
    """“Cost more than the average list price”: the column is named behind the verb."""
    named = any(link.score >= _CLEAR for link in mention.fields)
    return named and (noun.lexeme is None or noun.lexeme.text.casefold() in VERBS)


def _with_suffix(cursor: Cursor, found: Filter) -> Filter:
    """“5 or more”, “30 or older”."""
    word = cursor.peek(1)
    beyond = cursor.peek(2)
    alternative = beyond is not None and beyond.number is not None  # “below 3 or above 5”
    if cursor.cue("or") and word is not None and word.text.casefold() in MORE | LESS and not alternative:
        cursor.take("comparison")
        cursor.take("comparison")
        return _replace(found, operator=">=" if word.text.casefold() in MORE else "<=", negated=found.negated)
    cue = cursor.cue("comparison")
    lexeme = cursor.peek()
    if cue and lexeme is not None and lexeme.text.casefold().startswith("or "):
        cursor.take("comparison")
        return _replace(found, operator=cast(FilterOperator, cue.value), negated=found.negated)
    return found


def read_between(cursor: Cursor, base: Filter) -> Filter | None:
    start, used = cursor.at, len(cursor.draft.used)
    cursor.take("comparison")
    cursor.skip("preposition")
    low = read_operand(cursor, any_text=False)
    cursor.skip("and", "preposition")
    high = read_operand(cursor, any_text=False) if low else None
    if low is None or high is None:
        cursor.at = start
        del cursor.draft.used[used:]
        return None
    return Filter(operator="between", noun=base.noun, operands=(low, high), joiner=base.joiner, negated=base.negated)


def read_text_match(cursor: Cursor, base: Filter) -> Filter | None:
    start, used = cursor.at, len(cursor.draft.used)
    cue = cursor.take_cue("text")
    _pass_articles(cursor)
    lexeme = cursor.peek()
    held = lexeme is not None and lexeme.kind != "quoted" and is_held_elsewhere(lexeme, searched(cursor, base.noun))
    textual = (
        lexeme is not None
        and not held
        and (lexeme.kind in ("quoted", "unknown", "number") or bool(lexeme.values) or lexeme.last - lexeme.first == 1)
    )
    if cue is None or lexeme is None or not textual or (lexeme.names and lexeme.kind != "quoted"):
        cursor.at = start
        del cursor.draft.used[used:]
        return None
    cursor.take("value")
    operator = cast(FilterOperator, cue.value)
    return Filter(
        operator=operator, noun=base.noun, operands=(Operand(lexeme=lexeme),), joiner=base.joiner, negated=base.negated
    )


def _pass_articles(cursor: Cursor) -> None:
    """Pass over "the word" where the text follows, but not over the text "a" itself."""
    while (lexeme := cursor.peek()) is not None and (lexeme.kind == "filler" or cursor.cue("preposition")):
        following = cursor.peek(1)
        if following is None or following.cue("punctuation") or lexeme.text.isupper():
            return
        cursor.take("filler")


def read_filter_ahead(cursor: Cursor, noun: Noun, joiner: Joiner, *, negated: bool) -> Filter | None:
    """The condition whose noun stands here; nothing is taken where no operator and operand follow."""
    start, used = cursor.at, len(cursor.draft.used)
    lexeme = cursor.take("field")
    following = cursor.peek()
    numbered = bool(lexeme.entities) and following is not None and following.kind == "number"
    found = None
    if lexeme.fields or numbered:
        found = read_filter_of(cursor, noun, joiner=joiner, negated=negated)
    if found is None:
        cursor.at = start
        del cursor.draft.used[used:]
    return found
