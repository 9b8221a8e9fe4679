"""“Artists with "a" in their names”: text that stands inside a column that is named behind it."""

from __future__ import annotations

from agents.sql_expert.draft import Filter, Noun, Operand
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.reader import Reader

_WHOLE_VALUE = 0.99


def read_held_in(reader: Reader, lexeme: Lexeme) -> bool:
    """At quoted text or a word without a meaning; nothing is taken where no column of text follows."""
    if lexeme.kind not in ("quoted", "unknown"):
        return False
    start, used = reader.at, len(reader.draft.used)
    reader.take("value")
    within = reader.peek()
    column = None
    if within is not None and within.text.casefold() == "in":
        reader.take("filler")
        reader.skip()
        column = reader.mention()
    following = reader.peek(1)
    free = following is None or not (following.kind in ("quoted", "number", "unknown") or following.values)
    if column is None or not free or not _is_text(column) or _is_whole(lexeme, column):
        reader.at = start
        del reader.draft.used[used:]
        return False
    reader.take("field")
    operand, noun = Operand(lexeme=lexeme), Noun(lexeme=column)
    reader.add_filter(
        Filter(operator="contains", noun=noun, operands=(operand,), negated=reader.negated, joiner=reader.joiner)
    )
    reader.section = "filter"
    return True


def column_behind(reader: Reader) -> Lexeme | None:
    """The column of text in “have the word "tea" in their titles”; nothing is taken where none is named so."""
    start, used = reader.at, len(reader.draft.used)
    within = reader.peek()
    if within is not None and within.text.casefold() == "in":
        reader.take("filler")
        reader.skip()
        column = reader.mention()
        if column is not None and _is_text(column) and reader.lexemes[reader.at - 1].text.casefold() in _OWN:
            return reader.take("field")
    reader.at = start
    del reader.draft.used[used:]
    return None


_OWN = frozenset({"their", "its", "his", "her", "the"})


def _is_text(column: Lexeme) -> bool:
    best = max(column.fields, key=lambda link: link.score, default=None)
    table = max((link.score for link in column.entities), default=0.0)
    return best is not None and best.field.type == "text" and best.score >= table - 0.2


def _is_whole(lexeme: Lexeme, column: Lexeme) -> bool:
    """A value as it stands in that column is the whole of it."""
    named = {(link.entity.name, link.field.name) for link in column.fields}
    return any((one.entity.name, one.field.name) in named and one.score >= _WHOLE_VALUE for one in lexeme.values)
