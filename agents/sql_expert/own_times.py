"""Figures of several tables by period, each by its own date: “orders and returns by month”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.plan import Expression, FieldRef, OwnTime, Plan, PlanDimension


def by_own_times(plans: Sequence[Plan]) -> list[Plan] | None:
    """“Orders and returns by month”: the same groups, each with its rows in the months of its own date."""
    first = plans[0]
    periods = [one for one in first.dimensions if one.grain is not None]
    if len(periods) != 1 or any(len(plan.dimensions) != len(first.dimensions) for plan in plans):
        return None
    times = {
        plan.entity: one.of
        for plan in plans
        for one in plan.dimensions
        if one.grain is not None and isinstance(one.of, FieldRef)
    }
    alike = [
        replace(plan, entity=first.entity, dimensions=tuple(_at(one, periods[0].of) for one in plan.dimensions))
        for plan in plans
    ]
    if (
        {plan.entity for plan in plans} != set(times)
        or len(times) < 2
        or not all(same_groups(alike[0], one) for one in alike)
    ):
        return None
    own = tuple(OwnTime(entity=entity, of=of) for entity, of in times.items() if of != periods[0].of)
    named = replace(periods[0], own_times=own)
    dimensions = tuple(named if one.grain is not None else one for one in first.dimensions)
    return [replace(one, dimensions=dimensions) for one in alike]


def same_groups(left: Plan, right: Plan) -> bool:
    def told(plan: Plan) -> list[tuple[object, ...]]:
        return [(one.of, one.grain, one.part, one.bins) for one in plan.dimensions if one.grain is None]

    def grains(plan: Plan) -> list[object]:
        return [one.grain for one in plan.dimensions if one.grain is not None]

    return (
        told(left) == told(right)
        and grains(left) == grains(right)
        and (left.entity == right.entity or not grains(left))
    )


def _at(dimension: PlanDimension, of: Expression) -> PlanDimension:
    return replace(dimension, of=of) if dimension.grain is not None else dimension
