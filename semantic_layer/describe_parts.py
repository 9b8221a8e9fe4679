"""Each part of a Plan in a few words of its own, in the order of the parts."""

from __future__ import annotations

from core.model import SemanticModel
from core.plan import And, Condition, Expression, FieldRef, Order, OutputRef, Plan
from core.plan_words import PlanWords
from core.table import TEMPORAL_TYPES
from semantic_layer.describe import (
    comparing_words,
    describe_plan,
    dimension_words,
    measure_words,
    order_words,
    plan_words,
)
from semantic_layer.describe_conditions import Words, listed, softened

_COMBINED = {"union": "together with", "intersection": "also among", "difference": "except"}


def describe_parts(plan: Plan, model: SemanticModel) -> PlanWords:
    words = plan_words(plan, model)
    top = plan.top_per_group
    within = listed([words.outputs.get(name, name) for name in top.within], "and") if top else ""
    fields = plan.rows.fields if plan.rows else ()
    return PlanWords(
        entity=words.entity(plan.entity),
        filters=tuple(words.condition(part) for part in parts_of(plan.where)),
        dimensions=tuple(dimension_words(dimension, words) for dimension in plan.dimensions),
        measures=tuple(measure_words(measure.value, words) for measure in plan.measures),
        fields=tuple(_field(field.label, words.expression(field.of)) for field in fields),
        having=tuple(words.condition(part) for part in parts_of(plan.having)),
        comparisons=tuple(comparing_words(one, plan, words).removeprefix("with ") for one in plan.comparisons),
        order=tuple(_order(order, plan, words) for order in plan.order),
        limit=f"first {plan.limit.count}" if plan.limit else None,
        top_per_group=f"first {top.count} in each {within}" if top else None,
        combine=_combined(plan, model),
    )


def parts_of(condition: Condition | None) -> tuple[Condition, ...]:
    """What a row must meet, one by one."""
    if condition is None:
        return ()
    return condition.conditions if isinstance(condition, And) else (condition,)


def _field(label: str, of: str) -> str:
    return softened(label) or of


def _order(order: Order, plan: Plan, words: Words) -> str:
    """As in "month, latest first" or "sum of amount, highest first"."""
    told = order_words(order, words).removesuffix(", highest first")
    down, up = ("latest", "earliest") if _is_time(order.by, plan, words) else ("highest", "lowest")
    return f"{told}, {down if order.descending else up} first"


def _is_time(by: Expression, plan: Plan, words: Words) -> bool:
    if isinstance(by, OutputRef):
        grains = {dimension.name for dimension in plan.dimensions if dimension.grain is not None}
        fields = {field.name: field.of for field in plan.rows.fields} if plan.rows else {}
        fields |= {dimension.name: dimension.of for dimension in plan.dimensions if dimension.part is None}
        of = fields.get(by.name)
        return by.name in grains or (of is not None and _is_time(of, plan, words))
    if not isinstance(by, FieldRef):
        return False
    found = (field for entity in words.model.entities if entity.name == by.entity for field in entity.fields)
    return any(field.name == by.name and field.type in TEMPORAL_TYPES for field in found)


def _combined(plan: Plan, model: SemanticModel) -> str | None:
    if plan.combine is None:
        return None
    return f"{_COMBINED[plan.combine.operator]} {describe_plan(plan.combine.plan, model)}"
