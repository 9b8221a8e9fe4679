"""What a column is called beside its table: the name of a doctor, away from the doctors, is "doctor"."""

from __future__ import annotations

from core.model import Entity
from semantic_layer.entities import entity_words
from semantic_layer.words import full_words

_NAMING = frozenset({"name", "title", "full", "display", "label"})


def thing_named(entity: Entity, name: str) -> str | None:
    """The noun for a row of `entity`, where field `name` is what its rows are called and says no more than that."""
    words = entity_words(entity.label)
    is_noun = bool(words) and all(word.isalpha() for word in words) and words[-1] != full_words(entity.label)[-1]
    if entity.display != name or not is_noun or not set(full_words(name)) <= {*_NAMING, *words}:
        return None
    return " ".join(words)


def label_in_groups(entity: Entity, name: str) -> str:
    """The heading of groups by field `name`."""
    return thing_named(entity, name) or entity.field(name).label
