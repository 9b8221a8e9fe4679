"""One more table in the FROM of a SELECT, by a relationship of the model."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from core.model import Entity, Relationship, SemanticModel
from semantic_layer.compiler.identifiers import FreeNames, column, identifier, relation
from semantic_layer.sql_sources import Source, Sources


def own_columns(select: exp.Select) -> list[exp.Column]:
    """Those of the SELECT itself, not of one inside of it."""
    return [
        found
        for found in select.find_all(exp.Column)
        if found.find_ancestor(exp.Select) is select and isinstance(found.this, exp.Identifier)
    ]


def linked_to(entity: Entity | None, model: SemanticModel) -> Iterator[tuple[Relationship, Entity]]:
    for one in model.relationships if entity else ():
        ends = (one.from_entity, one.to_entity)
        if entity is not None and entity.name in ends and ends[0] != ends[1]:
            yield one, model.entity(ends[1] if ends[0] == entity.name else ends[0])


def join_in(sources: Sources, source: Source, one: Relationship, other: Entity) -> str:
    """Joins `other` to `source` and gives its alias. A look-up keeps every row."""
    select = sources.select
    _qualify(sources, other)
    alias = FreeNames(known.alias for known in sources.all).take(other.name)
    forward = source.entity is not None and one.from_entity == source.entity.name
    own, theirs = (one.from_columns, one.to_columns) if forward else (one.to_columns, one.from_columns)
    on = [
        exp.EQ(this=column(left, source.alias), expression=column(right, alias))
        for left, right in zip(own, theirs, strict=True)
    ]
    looked_up = forward and one.cardinality in ("many_to_one", "one_to_one")
    join_type = "left" if looked_up else "inner"
    select.join(relation(other.name, alias), on=exp.and_(*on), join_type=join_type, copy=False)
    return alias


def _qualify(sources: Sources, other: Entity) -> None:
    """Names that one more table has as well are not told apart without a qualifier."""
    theirs = {field.name.casefold() for field in other.fields}
    for found in own_columns(sources.select):
        homes = [source for source in sources.all if source.has(found.name)]
        if not found.table and found.name.casefold() in theirs and len(homes) == 1:
            found.set("table", identifier(homes[0].alias))
