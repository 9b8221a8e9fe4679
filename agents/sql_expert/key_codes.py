"""“The code of an airport”, “the airline with code B6”: the key of a table where it is one, and no column is called so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import FieldLink, Lexeme
from agents.sql_expert.schema import Schema
from core.model import Entity, Field
from semantic_layer.words import full_words, singular

CODE_WORDS = frozenset({"code", "codes", "abbreviation", "abbreviations"})
_LONGEST, _SCORE = 6, 0.8


def with_key_codes(lexemes: Sequence[Lexeme], schema: Schema) -> list[Lexeme]:
    if not any(one.kind == "unknown" and one.text.casefold() in CODE_WORDS for one in lexemes):
        return list(lexemes)
    links = tuple(
        FieldLink(entity=entity, field=field, score=_SCORE, evidence="the key is a code")
        for entity in schema.model.entities
        if (field := _code_of(entity)) is not None
    )
    return [
        replace(one, kind="mention", fields=links, score=_SCORE)
        if links and one.kind == "unknown" and one.text.casefold() in CODE_WORDS
        else one
        for one in lexemes
    ]


def _code_of(entity: Entity) -> Field | None:
    """Its one key, where that holds short codes; none where another column is called a code."""
    if any("code" in map(singular, full_words(one.name)) for one in entity.fields) or len(entity.key) != 1:
        return None
    key = entity.field(entity.key[0])
    told = [value for value, _ in key.profile.top] or [key.profile.minimum, key.profile.maximum]
    values = [value for value in told if isinstance(value, str)]
    short = [len(one) <= _LONGEST and one.isalnum() and one == one.upper() for one in values]
    return key if key.type == "text" and short and all(short) else None
