"""“The longest sepal”, “petals wider than 2”: of the columns of one thing, the one that the adjective measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import FieldLink, Lexeme
from agents.sql_expert.qualities import Quality, quality
from core.table import NUMERIC_TYPES
from semantic_layer.words import full_words, stem

_TOLD = 0.92
_PASSED = frozenset({"that", "which", "are", "is", "were", "was", "of", "at least", "more", "with a", "a"})


def with_sized_parts(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    return [_told(lexemes, place) for place in range(len(lexemes))]


def _told(lexemes: Sequence[Lexeme], place: int) -> Lexeme:
    lexeme = lexemes[place]
    if lexeme.kind != "mention" or lexeme.entities or lexeme.values or len(lexeme.fields) < 2:
        return lexeme
    if any(link.score >= _TOLD or link.field.type not in NUMERIC_TYPES for link in lexeme.fields):
        return lexeme
    for adjective in _adjectives(lexemes, place):
        measured = [link for link in lexeme.fields if _measures(adjective, link)]
        if len(measured) == 1:
            return replace(lexeme, fields=(replace(measured[0], score=_TOLD),), score=_TOLD)
    return lexeme


def _adjectives(lexemes: Sequence[Lexeme], place: int) -> list[Quality]:
    """Just before a part (“the longest sepal”), or behind it (“petals that are longer than 6”)."""
    before = lexemes[place - 1].cue("superlative") if place else None
    at = place + 1
    while at < len(lexemes) and lexemes[at].text.casefold() in _PASSED:
        at += 1
    behind = lexemes[at].cue("comparative") if at < len(lexemes) else None
    told = [quality(cue.value) for cue in (before, behind) if cue is not None]
    return [one for one in told if one is not None and not one.time]


def _measures(adjective: Quality, link: FieldLink) -> bool:
    return bool(set(map(stem, adjective.fields)) & set(map(stem, full_words(link.field.name))))
