"""Columns of one table whose names differ by their endings only, such as “engine” and “engines”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.tokens import Token
from semantic_layer.words import full_words

_OTHERWISE_SPELT = 0.85


def as_spelt_first(span: Sequence[Token], fields: dict[tuple[str, str], FieldLink]) -> None:
    """Where one is named letter by letter, the others are hardly meant."""
    whole = [key for key, link in fields.items() if link.evidence == "same words"]
    if len(whole) < 2:
        return
    said = tuple(word for token in span if token.kind == "word" for word in full_words(token.text))
    spelt = {key[0] for key in whole if full_words(fields[key].field.name) == said}
    for key in whole:
        link = fields[key]
        if key[0] in spelt and full_words(link.field.name) != said:
            fields[key] = replace(link, score=link.score * _OTHERWISE_SPELT)
