"""“Complaints that came in by email”: a value of the rows' own column, though another table has a column called so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.fillers import FILLER
from agents.sql_expert.lexemes import Lexeme

_MEANS = frozenset({"by", "via", "through", "over"})
_SURE = 0.95


def by_such_means(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """Behind a verb and “by” a word that is a value of the rows asked for is that value, and no column of others."""
    return [_as_value(one, lexemes[:at]) for at, one in enumerate(lexemes)]


def _as_value(lexeme: Lexeme, before: Sequence[Lexeme]) -> Lexeme:
    words = before[-1].text.casefold().split() if len(before) > 1 else []
    if not lexeme.fields or not lexeme.values or not words or words[-1] not in _MEANS:
        return lexeme
    done = len(words) > 1 or any(one.text.casefold() in FILLER and one.kind == "filler" for one in before[-3:-1])
    rows = {link.entity.name for one in before for link in one.entities if link.score >= _SURE}
    held = any(link.exact and link.score >= _SURE and link.entity.name in rows for link in lexeme.values)
    named = bool(rows & ({one.entity.name for one in lexeme.fields} | {one.entity.name for one in lexeme.entities}))
    return replace(lexeme, fields=(), entities=()) if done and held and not named else lexeme
