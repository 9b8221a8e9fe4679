"""Whose column or value is told in a clause: “customers living in Rome”, “the document with id 1”."""

from __future__ import annotations

from agents.sql_expert.cursor import Cursor
from agents.sql_expert.lexemes import Lexeme

_CLEAR = 0.9
_LEADING_ON = ("clause", "be", "have", "preposition", "not", "never", "text", "comparison", "distinct", "both")


def owner_before(cursor: Cursor) -> Lexeme | None:
    """The rows that were named last, with nothing but what introduces a clause in between.

    None behind “and”, “or” and a comma: what is told there may be said of rows named earlier.
    """
    for lexeme in reversed(cursor.lexemes[: cursor.at]):
        if lexeme.names or lexeme.values:
            return lexeme if _is_of_rows(lexeme) else None
        if lexeme.kind != "filler" and not any(cue.kind in _LEADING_ON for cue in lexeme.cues):
            return None
    return None


def _is_of_rows(lexeme: Lexeme) -> bool:
    entity = max((link.score for link in lexeme.entities), default=0.0)
    return entity >= _CLEAR and all(link.score <= entity for link in lexeme.fields)
