"""Nouns that only another sense of the word ties to a column of the one sheet there is: rather its rows."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.linking import REWORDED
from core.table import NUMERIC_TYPES
from semantic_layer.words import singular


def is_loosely_named(lexeme: Lexeme) -> bool:
    """“Incidents”, which by one sense of the word alone are a column of problems: rather the rows."""
    word = lexeme.text.casefold()
    named = (
        lexeme.kind == "mention"
        and bool(lexeme.fields)
        and not lexeme.entities
        and not lexeme.values
        and not lexeme.cues
    )
    loose = all(link.evidence in REWORDED and link.score < _LOOSE for link in lexeme.fields)
    return named and loose and singular(word) != word and all(link.field.type == "text" for link in lexeme.fields)


def is_loosely_counted(lexemes: Sequence[Lexeme], place: int) -> bool:
    """“How many orders”, which by another sense of the word are a column of sales: there is no number of an amount."""
    one, before = lexemes[place], lexemes[place - 1] if place else None
    counts = before is not None and (before.cue("count") is not None or before.text.casefold() == "per")
    loose = one.kind == "mention" and bool(one.fields) and not one.entities and not one.values
    return (
        counts and loose and all(link.evidence in REWORDED and link.field.type in NUMERIC_TYPES for link in one.fields)
    )


_LOOSE = 0.7
