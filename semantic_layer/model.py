"""Table versions made into a semantic model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.model import Entity, SemanticModel
from core.table import TableVersion
from semantic_layer.entities import entity_of, refers_to
from semantic_layer.merge import merge_model
from semantic_layer.metric_suggestions import suggest_metrics
from semantic_layer.profile import Connection
from semantic_layer.relationships import find_relationships


def build_model(
    versions: Sequence[TableVersion], connection: Connection, known: SemanticModel | None = None
) -> SemanticModel:
    """Entities of `known` whose table version is the same are taken over without a scan.

    `connection` shows each version as a view under its table's name. What people set in `known` stays, as far
    as what it is about still is there.
    """
    names = {version.table.name for version in versions}
    reusable = {
        entity.name: entity for entity in (known.entities if known else ()) if _still_true(entity, known, names)
    }
    entities = [_entity(version, reusable.get(version.table.name), connection) for version in versions]
    relationships = find_relationships(entities, connection)
    by_name = {entity.name: entity for entity in entities}
    for relationship in relationships:
        target = by_name[relationship.to_entity].label
        for column in relationship.from_columns:
            by_name[relationship.from_entity] = refers_to(by_name[relationship.from_entity], column, target)
    model = SemanticModel(entities=tuple(by_name.values()), relationships=relationships)
    merged = model if known is None else merge_model(model, known)
    return replace(merged, suggested_metrics=suggest_metrics(merged))


def _entity(version: TableVersion, reusable: Entity | None, connection: Connection) -> Entity:
    if reusable is not None and reusable.version == version.number:
        return reusable
    return entity_of(version, connection)


def _still_true(entity: Entity, known: SemanticModel | None, names: set[str]) -> bool:
    """A number that was read as a reference to a table which has gone must be looked at again."""
    referred = {r.to_entity for r in (known.relationships if known else ()) if r.from_entity == entity.name}
    return referred <= names
