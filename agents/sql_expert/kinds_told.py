"""“Kinds of weather”, “types of engine”: the values of a column that is called so, where kinds are no column of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import Lexeme
from semantic_layer.words import singular

_KINDS = frozenset({"kind", "type", "sort", "variety", "category", "class"})
_OF = frozenset({"of", "of the", "of a"})


def with_kinds_told(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    return [
        replace(one, kind="filler", entities=(), fields=(), score=0.3) if _says_only_kind(lexemes, place) else one
        for place, one in enumerate(lexemes)
    ]


def _says_only_kind(lexemes: Sequence[Lexeme], place: int) -> bool:
    one = lexemes[place]
    if one.kind != "unknown" or singular(one.text.casefold()) not in _KINDS or place + 2 >= len(lexemes):
        return False
    of, named = lexemes[place + 1], lexemes[place + 2]
    column = bool(named.fields) and named.fields[0].field.type == "text" and named.fields[0].score >= _CLEAR
    rows = bool(named.entities) and named.entities[0].score >= named.fields[0].score if named.fields else False
    return of.text.casefold() in _OF and column and not rows


_CLEAR = 0.9
