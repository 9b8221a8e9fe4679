"""Table versions made into a semantic model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from core.model import Entity, Relationship, SemanticModel
from core.table import TableVersion
from semantic_layer.entities import entity_of, refers_to
from semantic_layer.entity_times import retimed_model
from semantic_layer.field_descriptions import with_descriptions
from semantic_layer.merge import merge_model
from semantic_layer.metric_suggestions import suggest_metrics
from semantic_layer.prefixes import spoken_tables
from semantic_layer.profile import Connection
from semantic_layer.relationship_changes import counted_relationships
from semantic_layer.relationships import find_relationships
from semantic_layer.side_by_side import side_by_side


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
    entities = side_by_side(_without_codes(versions), partial(_entity, reusable), connection)
    relationships = find_relationships(entities, connection)
    by_name = {entity.name: entity for entity in entities}
    for relationship in relationships:
        target = by_name[relationship.to_entity].label
        for column in relationship.from_columns:
            by_name[relationship.from_entity] = refers_to(by_name[relationship.from_entity], column, target)
    model = SemanticModel(entities=_described(tuple(by_name.values()), relationships), relationships=relationships)
    merged = model if known is None else _counted_anew(merge_model(model, known), connection)
    return replace(merged, suggested_metrics=suggest_metrics(merged))


def _counted_anew(merged: SemanticModel, connection: Connection) -> SemanticModel:
    """What people set, over the rows there are now."""
    return retimed_model(counted_relationships(merged, connection, again=True), connection)


def _described(entities: Sequence[Entity], relationships: Sequence[Relationship]) -> tuple[Entity, ...]:
    labels = {entity.name: entity.label for entity in entities}
    own = {entity.name: [one for one in relationships if one.from_entity == entity.name] for entity in entities}
    return tuple(with_descriptions(entity, own[entity.name], labels) for entity in entities)


def _without_codes(versions: Sequence[TableVersion]) -> list[TableVersion]:
    """Called without a prefix that all tables share and that is a code; labels that people gave stay."""
    spoken = spoken_tables([version.table.name for version in versions])
    return [
        replace(version, table=replace(version.table, label=spoken[version.table.name]))
        if version.table.name in spoken and version.table.label == version.table.name
        else version
        for version in versions
    ]


def _entity(reusable: Mapping[str, Entity], version: TableVersion, connection: Connection) -> Entity:
    known = reusable.get(version.table.name)
    if known is not None and known.version == version.number:
        return known
    return entity_of(version, connection)


def _still_true(entity: Entity, known: SemanticModel | None, names: set[str]) -> bool:
    """A number that was read as a reference to a table which has gone must be looked at again."""
    referred = {r.to_entity for r in (known.relationships if known else ()) if r.from_entity == entity.name}
    return referred <= names
