"""The second, the third …: the highest of what is below the highest."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.fields import CannotPlan
from core.plan import (
    Aggregate,
    And,
    Comparison,
    Condition,
    Expression,
    FieldRef,
    Limit,
    OutputRef,
    Plan,
    PlanMeasure,
    ScalarPlan,
)

ORDINALS = {word: place for place, words in enumerate(("second 2nd", "third 3rd", "fourth 4th", "fifth 5th"), start=2)
            for word in words.split()}  # fmt: skip


def at_place(plan: Plan, place: int) -> Plan:
    """The rows or groups at `place` of a ranking instead of its first. Raises CannotPlan where nothing is ranked."""
    if plan.rows is not None and plan.limit is not None and plan.order and isinstance(plan.order[0].by, FieldRef):
        of, descending = plan.order[0].by, plan.order[0].descending
        value = _value(plan, of, descending, place)
        return replace(plan, where=_both(plan.where, Comparison(left=of, operator="=", right=value)), limit=None)
    if len(plan.measures) == 1 and not plan.dimensions:
        aggregate = plan.measures[0].value
        if (
            isinstance(aggregate, Aggregate)
            and aggregate.function in ("max", "min")
            and isinstance(aggregate.of, FieldRef)
        ):
            descending = aggregate.function == "max"
            bound = _value(plan, aggregate.of, descending, place - 1)
            beyond = Comparison(left=aggregate.of, operator="<" if descending else ">", right=bound)
            return replace(plan, where=_both(plan.where, beyond))
    if plan.dimensions and plan.limit is not None and plan.limit.count == 1 and plan.order:
        return _group_at_place(plan, place)
    raise CannotPlan("Only rows and single figures can be told by their place.")


def _group_at_place(plan: Plan, place: int) -> Plan:
    """The first of the groups that come to less (or more) than those before them."""
    by, descending = plan.order[0].by, plan.order[0].descending
    ranked = next((one for one in plan.measures if by == OutputRef(name=one.name)), None)
    if ranked is None or plan.top_per_group is not None or plan.comparisons:
        raise CannotPlan("Only rows, groups and single figures can be told by their place.")
    hidden = tuple(replace(one, shown=False) for one in plan.dimensions)
    first = replace(plan, dimensions=hidden, measures=(replace(ranked, shown=True),), order=plan.order[:1])
    having = plan.having
    for _ in range(place - 1):
        beyond = ScalarPlan(plan=replace(first, having=having, limit=Limit(count=1, ties="cut")))
        having = _both(plan.having, Comparison(left=by, operator="<" if descending else ">", right=beyond))
    return replace(plan, having=having)


def _value(plan: Plan, of: FieldRef, descending: bool, place: int) -> Expression:
    where = plan.where
    for _ in range(place):
        measure = PlanMeasure(
            name="extreme",
            label="extreme",
            value=Aggregate(function="max" if descending else "min", entity=of.entity, of=of),
        )
        value = ScalarPlan(plan=Plan(entity=plan.entity, measures=(measure,), where=where))
        where = _both(plan.where, Comparison(left=of, operator="<" if descending else ">", right=value))
    return value


def _both(where: Condition | None, condition: Condition) -> Condition:
    if where is None:
        return condition
    return And(conditions=(*(where.conditions if isinstance(where, And) else (where,)), condition))
