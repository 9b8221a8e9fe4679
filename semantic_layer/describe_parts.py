"""Each part of a Plan in a few words of its own, in the order of the parts."""

from __future__ import annotations

from core.model import SemanticModel
from core.plan import And, Condition, Plan
from core.plan_words import PlanWords
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
        order=tuple(_order(words, plan, at) for at in range(len(plan.order))),
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


def _order(words: Words, plan: Plan, at: int) -> str:
    order = plan.order[at]
    told = order_words(order, words)
    return told if order.descending else f"{told}, lowest first"


def _combined(plan: Plan, model: SemanticModel) -> str | None:
    if plan.combine is None:
        return None
    return f"{_COMBINED[plan.combine.operator]} {describe_plan(plan.combine.plan, model)}"
