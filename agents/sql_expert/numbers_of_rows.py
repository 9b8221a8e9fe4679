"""“Flights” are rows, though each has a number that is called flight: in the plural the number is not meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.counted_or_summed import SUMMED
from agents.sql_expert.lexemes import FieldLink, Lexeme
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

_NAMED = 0.95
_AMOUNTS = word_set(
    "score price rating value temperature reading point weight length order salary count sale rate grade"
)


def without_numbers_of_rows(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    return [_rows_only(one) for one in lexemes]


def _rows_only(lexeme: Lexeme) -> Lexeme:
    text = lexeme.text.casefold()
    rows = {link.entity.name for link in lexeme.entities if link.score >= _NAMED}
    if not rows or singular(text) == text:
        return lexeme
    kept = tuple(link for link in lexeme.fields if not (link.entity.name in rows and _numbers(link, singular(text))))
    return replace(lexeme, fields=kept) if len(kept) < len(lexeme.fields) else lexeme


def _numbers(link: FieldLink, row: str) -> bool:
    """A whole number that is called as the row is, and that is nothing to add up."""
    called = list(full_words(link.field.name)) == [row] and link.field.type == "integer"
    return called and row not in _AMOUNTS and stem(row) not in SUMMED
