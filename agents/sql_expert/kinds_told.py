"""“Kinds of weather”, “types of engine”: the values of a column that is called so, where kinds are no column of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.linking import REWORDED
from semantic_layer.words import singular

_KINDS = frozenset({"kind", "type", "sort", "variety", "category", "class"})
_BEING = frozenset({"are", "is", "were", "was", "be", "being"})
_OF = frozenset({"of", "of the", "of a"})


def with_kinds_told(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    return [
        replace(one, kind="filler", entities=(), fields=(), score=0.3) if _says_only_kind(lexemes, place) else one
        for place, one in enumerate(lexemes)
    ]


def with_rows_so(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """“Customers who are not consumers”: a value of the rows that were named, not another name for them."""
    return [
        replace(one, entities=(), fields=()) if _is_so(one, lexemes[:place]) else one
        for place, one in enumerate(lexemes)
    ]


def _is_so(lexeme: Lexeme, before: Sequence[Lexeme]) -> bool:
    if not lexeme.values or not lexeme.entities or lexeme.entities[0].evidence not in REWORDED:
        return False
    held = {link.entity.name for link in lexeme.values}
    named = {link.entity.name for one in before for link in one.entities[:1] if link.score >= _CLEAR}
    told = bool(before) and (before[-1].cue("not") is not None or before[-1].text.casefold().split()[-1] in _BEING)
    return told and lexeme.entities[0].entity.name in held & named


def _says_only_kind(lexemes: Sequence[Lexeme], place: int) -> bool:
    one = lexemes[place]
    if one.kind != "unknown" or singular(one.text.casefold()) not in _KINDS or place + 2 >= len(lexemes):
        return False
    of, named = lexemes[place + 1], lexemes[place + 2]
    column = bool(named.fields) and named.fields[0].field.type == "text" and named.fields[0].score >= _CLEAR
    rows = bool(named.entities) and named.entities[0].score >= named.fields[0].score if named.fields else False
    return of.text.casefold() in _OF and column and not rows


_CLEAR = 0.9
