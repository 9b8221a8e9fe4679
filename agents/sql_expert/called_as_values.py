"""Columns that are called as one of their values: “were democracies”, of a column `democracy` with Democracy and Non-democracy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import Lexeme, ValueLink
from agents.sql_expert.values import whole_values
from core.model import SemanticModel
from semantic_layer import ValueIndex
from semantic_layer.words import full_words, singular

_FEW = 12
_BE = frozenset({"is", "are", "was", "were", "be", "been", "became", "become"})
_PASSED = frozenset({"a", "an", "ever", "the", "always", "really", "actually", "considered", "called"})


def as_values_where_told(lexemes: Sequence[Lexeme], index: ValueIndex, model: SemanticModel) -> list[Lexeme]:
    """What rows are said to be is the value, not the column."""
    return [
        replace(one, entities=(), fields=(), values=values)
        if _is_told(lexemes, place) and (values := _values_of(one, index, model))
        else one
        for place, one in enumerate(lexemes)
    ]


def _is_told(lexemes: Sequence[Lexeme], place: int) -> bool:
    """Behind “is”, “were never”, “are all”, with nothing compared behind it."""
    at = place - 1
    while at >= 0 and (lexemes[at].text.casefold() in _PASSED or lexemes[at].cue("not") or lexemes[at].cue("never")):
        at -= 1
    following = lexemes[place + 1] if place + 1 < len(lexemes) else None
    ends = following is None or not (following.cue("be") or following.cue("comparison") or following.values)
    told = at >= 0 and lexemes[at].text.casefold().rpartition(" ")[2] in _BE
    return told and ends and lexemes[place].kind == "mention"


def _values_of(lexeme: Lexeme, index: ValueIndex, model: SemanticModel) -> tuple[ValueLink, ...]:
    said = singular(lexeme.text.casefold())
    columns = {
        (link.entity.name, link.field.name)
        for link in lexeme.fields
        if link.field.type == "text"
        and link.field.profile.distinct <= _FEW
        and {singular(word) for word in full_words(link.field.name)} == {said}
    }
    found = whole_values(index, [said], model).get(said, ()) if columns and not lexeme.entities else ()
    return tuple(link for link in found if link.exact and (link.entity.name, link.field.name) in columns)
