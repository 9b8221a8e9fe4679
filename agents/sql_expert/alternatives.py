"""Other readings of one choice of a Plan, each a whole Plan: another date, another aggregate."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.measures import aggregated
from agents.sql_expert.reach import Reach
from core.errors import UserError
from core.model import Measure, SemanticModel
from core.plan import Aggregate, AggregateFunction, Alternative, FieldRef, OutputRef, Plan, PlanMeasure
from core.ways import Unclear
from semantic_layer import compile_plan
from semantic_layer.compiler.paths import SeveralPaths

_MOST = 3


def other_times(plan: Plan, chosen: FieldRef, model: SemanticModel, reach: Reach) -> tuple[Alternative, ...]:
    """Other dates of the same row, then of what is looked up from it."""
    hops = {one.name: reach.to_one(plan.entity, one.name) for one in model.entities}
    near = sorted((one for one in model.entities if hops[one.name] is not None), key=lambda one: hops[one.name] or 0)
    near.sort(key=lambda one: one.name != chosen.entity)
    found: list[Alternative] = []
    for entity in near:
        for field in entity.fields:
            if is_temporal(field) and (entity.name, field.name) != (chosen.entity, chosen.name) and len(found) < _MOST:
                other = FieldRef(entity=entity.name, name=field.name)
                found += _sound(f"{entity.name}.{field.name}", _replaced(plan, chosen, other), model)
    return tuple(found)


def other_aggregates(plan: Plan, measure: PlanMeasure, model: SemanticModel) -> tuple[Alternative, ...]:
    """The average for a sum, and the sum for an average where adding up has a meaning."""
    value = measure.value
    if not isinstance(value, Aggregate) or not isinstance(value.of, FieldRef) or value.where or plan.comparisons:
        return ()
    entity = model.entity(value.of.entity)
    field = entity.field(value.of.name)
    function: AggregateFunction = "avg" if value.function == "sum" else "sum"
    if not isinstance(field, Measure) or (function == "sum" and field.additivity == "non_additive"):
        return ()
    other = aggregated(function, FieldLink(entity=entity, field=field, score=1.0), shown=measure.shown)
    changed = _replaced(plan, measure, dataclasses.replace(other, value=dataclasses.replace(value, function=function)))
    changed = _replaced(changed, OutputRef(name=measure.name), OutputRef(name=other.name))
    return tuple(_sound(other.label, changed, model))


def by_keys(plan: Plan, model: SemanticModel) -> Any:
    """What a plan says, with what refers to a row as that row's key; two ways to say the same are equal."""
    keys = {
        (one.from_entity, one.from_columns[0]): (one.to_entity, one.to_columns[0])
        for one in model.relationships
        if len(one.from_columns) == 1 and one.from_unmatched == 0
    }
    own = {(one.name, one.key[0]) for one in model.entities if len(one.key) == 1}
    return _told(_counting_rows(plan, own), keys)


def _counting_rows(plan: Plan, own: set[tuple[str, str]]) -> Plan:
    """The different keys of a table are as many as its rows."""
    return dataclasses.replace(plan, measures=tuple(_of_rows(one, plan.entity, own) for one in plan.measures))


def _of_rows(measure: PlanMeasure, root: str, own: set[tuple[str, str]]) -> PlanMeasure:
    value = measure.value
    if not isinstance(value, Aggregate) or value.function != "count_distinct" or not isinstance(value.of, FieldRef):
        return measure
    if value.of.entity != root or value.of.via or (root, value.of.name) not in own:
        return measure
    return dataclasses.replace(measure, value=dataclasses.replace(value, function="count", of=None))


def _told(node: Any, keys: Mapping[tuple[str, str], tuple[str, str]]) -> Any:
    if isinstance(node, FieldRef):
        return (*keys.get((node.entity, node.name), (node.entity, node.name)), node.via)
    if isinstance(node, tuple):
        return tuple(_told(one, keys) for one in node)
    if isinstance(node, PlanMeasure):
        return (_told(node.value, keys), node.shown)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    return (type(node), *(_told(getattr(node, name), keys) for name in _names_of(type(node))))


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(part.name for part in dataclasses.fields(kind) if part.name not in ("reading", "assumptions"))


def _sound(label: str, plan: Plan, model: SemanticModel) -> list[Alternative]:
    try:
        compile_plan(plan, model)
    except (UserError, Unclear, SeveralPaths):
        return []
    return [Alternative(label=label, plan=plan)]


def _replaced(node: Any, old: object, new: object) -> Any:
    """`node` with every part that equals `old` as `new`."""
    if node == old:
        return new
    if isinstance(node, tuple):
        return tuple(_replaced(one, old, new) for one in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    parts = {part.name: getattr(node, part.name) for part in dataclasses.fields(node) if part.init}
    changes = {name: changed for name, value in parts.items() if (changed := _replaced(value, old, new)) is not value}
    changes = {name: value for name, value in changes.items() if value != parts[name]}
    return dataclasses.replace(node, **changes) if changes else node
