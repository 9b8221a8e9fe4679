"""Names as they are spoken when references are looked for: without prefixes that are codes."""

from __future__ import annotations

from collections.abc import Sequence

from core.model import Dimension, Entity, Field
from semantic_layer.key_names import NameEvidence, is_own_key, name_evidence
from semantic_layer.prefixes import bare_entities

_MOSTLY = 0.8


class Spoken:
    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = bare_entities(entities)
        self._fields = {
            (entity.name, old.name): new
            for entity in entities
            for old, new in zip(entity.fields, self._entities[entity.name].fields, strict=True)
        }

    def entity(self, entity: Entity) -> Entity:
        return self._entities[entity.name]

    def field(self, entity: Entity, field: Field) -> Field:
        return self._fields[entity.name, field.name]

    def evidence(self, source: Entity, column: Field, target: Entity, key: Field) -> NameEvidence | None:
        """What the names say; None where they say nothing."""
        return name_evidence(
            self.entity(source), self.field(source, column), self.entity(target), self.field(target, key)
        )


def is_broken_key(target: Entity, key: Field, spoken: Spoken) -> bool:
    """A column called as the table's own key whose values mostly, but not always, differ: some rows came twice."""
    return (
        isinstance(key, Dimension)
        and key.role == "identifier"
        and key.name not in target.key
        and key.profile.nulls == 0
        and is_often_different(target, key)
        and is_own_key(spoken.field(target, key).name, spoken.entity(target))
    )


def is_often_different(target: Entity, key: Field) -> bool:
    return target.key != (key.name,) and _MOSTLY * key.profile.rows <= key.profile.distinct < key.profile.rows
