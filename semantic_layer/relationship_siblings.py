"""Columns of one table that are called alike ("president_vote", "treasurer_vote"): what one refers to, the others may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.model import Entity, Field, Relationship
from semantic_layer.words import name_words


def alike_columns(
    entities: Mapping[str, Entity], found: Sequence[Relationship]
) -> Iterator[tuple[Entity, Field, Relationship]]:
    """Columns that refer to nothing yet, of the type of one that does and whose name has the same last word."""
    taken = {(one.from_entity, column) for one in found for column in one.from_columns}
    for one in found:
        source = entities[one.from_entity]
        if len(one.from_columns) != 1 or one.to_entity == one.from_entity:
            continue
        told = source.field(one.from_columns[0])
        for field in source.fields:
            if (source.name, field.name) not in taken and field.type == told.type and _alike(field.name, told.name):
                taken.add((source.name, field.name))
                yield source, field, one


def _alike(one: str, other: str) -> bool:
    """By more than the word for a key, and each with a word of its own."""
    words, others = name_words(one), name_words(other)
    return len(words) > 1 < len(others) and words[-1] == others[-1] and words[-1] not in _KEYS and words != others


_KEYS = frozenset({"id", "ids", "key", "code", "no", "num", "number", "name", "fk", "date", "time", "type", "count"})
