"""Relationships that people draw, name and remove, and their counts over the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from core.errors import InvalidInput, UnknownName
from core.model import EVERYTHING, Cardinality, Field, Relationship, SemanticModel
from core.model_change import ModelChange
from semantic_layer.change_values import named, text, texts
from semantic_layer.merge import relationship_identity
from semantic_layer.profile import Connection
from semantic_layer.relationship_counts import Sides, count_sides

RELATIONSHIP_ATTRIBUTES = ("name", "from", "to", "cardinality")
_EXAMPLE = 'Give both ends: {"from": "orders.customer_id", "to": "customers.id"}.'
_NUMBERS = frozenset({"integer", "decimal", "float"})


def changed_relationships(model: SemanticModel, change: ModelChange) -> SemanticModel:
    """One that is drawn has no counts before `counted_relationships` gave it some. Raises InvalidInput and UnknownName."""
    name = change.relationship or ""
    known = {one.name: one for one in model.relationships}
    if change.do == "remove":
        gone = known[named("relationship", name, known)]
        rest = tuple(one for one in model.relationships if one is not gone)
        removed = dict.fromkeys((*model.removed, relationship_identity(gone)))
        return replace(model, relationships=rest, removed=tuple(removed))
    if change.do != "set":
        raise InvalidInput(f"A relationship cannot be told to “{change.do}”.", hint="Set or remove it.")
    wanted = {named("attribute", key, RELATIONSHIP_ATTRIBUTES): value for key, value in change.set.items()}
    if {"from", "to"} <= set(wanted):
        return _drawn(model, name, wanted)
    if name not in known:
        raise UnknownName("relationship", name, known)
    if {"from", "to"} & set(wanted):
        raise InvalidInput(f"The ends of {name} are given together.", hint=_EXAMPLE)
    if not wanted:
        raise InvalidInput(
            f"Nothing of the relationship {name} is set.", hint=f"Set one of {', '.join(RELATIONSHIP_ATTRIBUTES)}."
        )
    return _replaced(model, name, _named(known[name], model, wanted))


def counted_relationships(model: SemanticModel, connection: Connection, *, again: bool = False) -> SemanticModel:
    """Those that people drew, counted over all rows; `cardinality` stays where a person set it.

    `again`: those that were counted over other rows too.
    """
    counted = (
        _counted(one, model, connection) if EVERYTHING in one.by_person and (again or not one.evidence) else one
        for one in model.relationships
    )
    return replace(model, relationships=tuple(counted))


def _drawn(model: SemanticModel, name: str, wanted: Mapping[str, Any]) -> SemanticModel:
    from_entity, from_columns = _end("from", wanted["from"], model)
    to_entity, to_columns = _end("to", wanted["to"], model)
    if len(from_columns) != len(to_columns):
        raise InvalidInput(
            f"{name} has {len(from_columns)} columns on one side and {len(to_columns)} on the other.", hint=_EXAMPLE
        )
    for own, key in zip(from_columns, to_columns, strict=True):
        sides = (model.entity(from_entity).field(own), model.entity(to_entity).field(key))
        if not _can_be_compared(*sides):
            kinds = ", ".join(sorted(field.type for field in sides))
            raise InvalidInput(f"{from_entity}.{own} and {to_entity}.{key} hold values of different types: {kinds}.")
    declared: Any = (
        named("cardinality", wanted["cardinality"], get_args(Cardinality)) if "cardinality" in wanted else "many_to_one"
    )
    drawn = Relationship(
        name=name, from_entity=from_entity, from_columns=from_columns, to_entity=to_entity, to_columns=to_columns,
        cardinality=declared, coverage=0.0, confidence=1.0, evidence="", by_person=(EVERYTHING,),
    )  # fmt: skip
    told = {key: value for key, value in wanted.items() if key in ("name", "cardinality")}
    drawn = _named(drawn, model, told, old=name)
    identity = relationship_identity(drawn)
    for one in model.relationships:
        if one.name != name and relationship_identity(one) == identity:
            raise InvalidInput(f"{one.name} relates these columns already.", hint="Change that one.")
    freed = replace(model, removed=tuple(one for one in model.removed if one != identity))
    return _replaced(freed, name, drawn)


def _replaced(model: SemanticModel, name: str, relationship: Relationship) -> SemanticModel:
    if all(one.name != name for one in model.relationships):
        return replace(model, relationships=(*model.relationships, relationship))
    kept = tuple(relationship if one.name == name else one for one in model.relationships)
    return replace(model, relationships=kept)


def _named(one: Relationship, model: SemanticModel, wanted: Mapping[str, Any], old: str | None = None) -> Relationship:
    name = text("name", wanted.get("name", one.name))
    if name in {other.name for other in model.relationships if other.name != (old or one.name)}:
        raise InvalidInput(f"There is a relationship named {name} already.")
    read: dict[str, Any] = {"name": name}
    if "cardinality" in wanted:
        read["cardinality"] = named("cardinality", wanted["cardinality"], get_args(Cardinality))
    return replace(one, by_person=tuple(dict.fromkeys((*one.by_person, *wanted))), **read)


def _end(side: str, value: Any, model: SemanticModel) -> tuple[str, tuple[str, ...]]:
    known = {f"{one.name}.{field.name}": (one.name, field.name) for one in model.entities for field in one.fields}
    ends = [known[named("column", one, known)] for one in texts(side, value)]
    if len({entity for entity, _ in ends}) != 1:
        raise InvalidInput(f"“{side}” names columns of one table.", hint=_EXAMPLE)
    return ends[0][0], tuple(column for _, column in ends)


def _counted(one: Relationship, model: SemanticModel, connection: Connection) -> Relationship:
    source, target = model.entity(one.from_entity), model.entity(one.to_entity)
    pairs = tuple(
        (source.field(own), target.field(key)) for own, key in zip(one.from_columns, one.to_columns, strict=True)
    )
    if not all(_can_be_compared(own, key) for own, key in pairs):
        return one
    found = count_sides(Sides(source=source, target=target, pairs=pairs), connection)
    told = "cardinality" in one.by_person
    return replace(
        one, cardinality=one.cardinality if told else found.cardinality, found=found.cardinality,
        coverage=found.coverage, from_unmatched=found.from_unmatched,
        from_null=found.from_null, to_unmatched=found.to_unmatched, unmatched_sample=found.sample,
        evidence=f"Drawn by a person; {found.met_keys:,} of {found.source_keys:,} different values are found.",
    )  # fmt: skip


def _can_be_compared(own: Field, key: Field) -> bool:
    return own.type == key.type or {own.type, key.type} <= _NUMBERS
