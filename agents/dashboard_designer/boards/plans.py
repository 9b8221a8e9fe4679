"""Plans of tiles, grouped or filtered otherwise."""

from __future__ import annotations

from dataclasses import replace

from core.model import SemanticModel
from core.plan import (
    And,
    Change,
    Comparing,
    Condition,
    FieldRef,
    Grain,
    Limit,
    MovingAverage,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
)
from core.ways import Declined


def by_grain(plan: Plan, grain: Grain, model: SemanticModel) -> Plan:
    """Over time in these periods; raises Declined where there is no time to group by."""
    if not plan.measures:
        raise Declined("A list of rows cannot be grouped by time.")
    old = next((one for one in plan.dimensions if one.grain is not None), None)
    if old is not None:
        new = replace(old, grain=grain, name=_renamed(old, grain), label=grain.capitalize())
        dimensions = tuple(new if one is old else one for one in plan.dimensions)
        order = tuple(_with_output(one, old.name, new.name) for one in plan.order)
        return replace(plan, dimensions=dimensions, order=order, comparisons=tuple(map(_by_periods, plan.comparisons)))
    entity = model.entity(plan.entity)
    if entity.default_time is None:
        raise Declined(f"{entity.label[:1].upper()}{entity.label[1:]} have no date to group by.")
    of = FieldRef(entity=entity.name, name=entity.default_time)
    time = PlanDimension(name=grain, label=grain.capitalize(), of=of, grain=grain)
    return replace(
        plan,
        dimensions=(time,),
        order=(Order(by=OutputRef(name=grain)),),
        limit=None,
        top_per_group=None,
        comparisons=(),
    )


def by_dimension(plan: Plan, dimension: PlanDimension, *, beside: bool) -> Plan:
    """Grouped by it instead of what it is grouped by, or `beside` that."""
    if not plan.measures:
        raise Declined("A list of rows cannot be grouped.")
    if any(one.of == dimension.of and one.grain == dimension.grain for one in plan.dimensions):
        return plan
    if beside and plan.dimensions:
        kept = plan.dimensions[:1]
        return replace(plan, dimensions=(*kept, dimension), limit=None, comparisons=())
    order = (Order(by=OutputRef(name=plan.measures[0].name), descending=True),)
    comparisons = tuple(one for one in plan.comparisons if not isinstance(one, Change | MovingAverage))
    return replace(plan, dimensions=(dimension,), order=order, limit=None, comparisons=comparisons)


def top(plan: Plan, count: int) -> Plan:
    if not plan.measures or any(one.grain is not None for one in plan.dimensions):
        return replace(plan, limit=Limit(count=count))
    order = plan.order or (Order(by=OutputRef(name=plan.measures[0].name), descending=True),)
    return replace(plan, order=order, limit=Limit(count=count))


def filtered(plan: Plan, condition: Condition) -> Plan:
    """With one condition more; the same one is not added twice."""
    if plan.where is None:
        return replace(plan, where=condition)
    known = plan.where.conditions if isinstance(plan.where, And) else (plan.where,)
    return plan if condition in known else replace(plan, where=And(conditions=(*known, condition)))


def _renamed(dimension: PlanDimension, grain: Grain) -> str:
    return (
        grain
        if dimension.name == dimension.grain
        else f"{dimension.of.name}_{grain}"
        if isinstance(dimension.of, FieldRef)
        else grain
    )


def _with_output(order: Order, old: str, new: str) -> Order:
    is_it = isinstance(order.by, OutputRef) and order.by.name == old
    return replace(order, by=OutputRef(name=new)) if is_it else order


def _by_periods(comparison: Comparing) -> Comparing:
    return replace(comparison, label="change from the period before") if isinstance(comparison, Change) else comparison
