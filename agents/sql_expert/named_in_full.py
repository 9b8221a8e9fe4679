"""Words beside the name of a column, before it is compared or ranked by: "total score", "the tower height"."""

from __future__ import annotations

from agents.sql_expert.cursor import Cursor
from agents.sql_expert.fields import is_orderable
from agents.sql_expert.fillers import LIGHT
from agents.sql_expert.lexemes import Lexeme
from core.table import NUMERIC_TYPES
from semantic_layer.words import singular

_CLEAR = 0.9
_PART = 0.7
_NAMED = 0.95


def is_called_so(reader: Cursor) -> bool:
    """“The highest total score”: a column is called “total”, and no column stands behind it."""
    lexeme, following = reader.peek(), reader.mention(1)
    if lexeme is None or not _is_number(lexeme):
        return False
    return following is None or not following.fields


def pass_own_word(reader: Cursor) -> None:
    """“The greatest tower height”: a part of the name of the table, before the column."""
    lexeme, following = reader.peek(), reader.mention(1)
    part = lexeme is not None and bool(lexeme.entities) and lexeme.entities[0].score < _PART and not lexeme.fields
    if part and following is not None and _is_number(following):
        reader.take("filler")


def pass_light_word(cursor: Cursor) -> None:
    """“Total score is higher than 300”: a word of no meaning of its own between a column and what it is compared with."""
    lexeme = cursor.peek()
    if lexeme is None or lexeme.kind != "unknown" or singular(lexeme.text.casefold()) not in LIGHT:
        return
    verb = 1 if cursor.cue("be", "have", ahead=1) else 0
    if cursor.cue("comparison", "comparative", "between", "average", ahead=1 + verb):
        cursor.take("filler")


def introduces(cursor: Cursor) -> bool:
    """“A capacity of 60”, “last name as Byron”: what stands between a column and its value."""
    preposition, lexeme = cursor.cue("preposition"), cursor.peek()
    as_value = lexeme is not None and lexeme.text.casefold() == "as"
    return preposition is not None and (preposition.value == "of" or as_value)


def compares_as_number(lexeme: Lexeme) -> bool:
    """“A shelf number above 8”: what tells rows apart has more and less only where it is named in full."""
    best = lexeme.fields[0] if lexeme.fields and not lexeme.entities else None
    return best is not None and best.score >= _NAMED and is_orderable(best.field)


def _is_number(lexeme: Lexeme) -> bool:
    best = lexeme.fields[0] if lexeme.fields else None
    return best is not None and best.score >= _CLEAR and best.field.type in NUMERIC_TYPES
