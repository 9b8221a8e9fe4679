"""How many groups there are whose figure is so: “how many products had revenue over 10,000”, “on how many days were there 5 orders”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.periods import start_of
from core.plan import Aggregate, In, Plan, PlanDimension, PlanMeasure
from semantic_layer.words import plural

Read = Callable[[str], Plan | None]
_HOW_MANY = re.compile(r"^(?P<at>(?:in|on|during) )?how many (?=\w)", re.IGNORECASE)


def groups_counted(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands which groups they are."""
    found = _HOW_MANY.match(text.strip())
    if found is None:
        return
    plan = read(f"{found['at'] or ''}which {text.strip()[found.end() :]}")
    key = _key_of(plan) if plan is not None else None
    if plan is None or key is None or not _is_of_figures(plan, timed=bool(found["at"])):
        return
    of = start_of(key)
    value = Aggregate(function="count_distinct", entity=plan.entity, of=of)
    label = f"number of {plural(key.grain or plan.dimensions[0].label)}"
    yield Plan(
        entity=plan.entity,
        measures=(PlanMeasure(name="count", label=label, value=value),),
        where=plan.where if plan.having is None else In(of=of, plan=_keys(plan, key)),
    )


def _keys(plan: Plan, key: PlanDimension) -> Plan:
    hidden = tuple(replace(one, shown=False) for one in plan.measures)
    shown = (replace(key, shown=True),)
    return replace(plan, dimensions=shown, measures=hidden, order=(), reading=(), assumptions=())


def _key_of(plan: Plan) -> PlanDimension | None:
    """What tells the groups apart: a key that is not shown, else the one column that is."""
    hidden = [one for one in plan.dimensions if not one.shown]
    told = hidden or list(plan.dimensions)
    return told[0] if len(told) == 1 and len(plan.dimensions) - len(hidden) <= 1 else None


def _is_of_figures(plan: Plan, *, timed: bool) -> bool:
    """Groups of rows that are only counted have a way of their own, which heeds those without any."""
    plain = plan.rows is None and plan.limit is None and plan.top_per_group is None and not plan.comparisons
    values = [one.value for one in plan.measures]
    counted = all(isinstance(one, Aggregate) and one.function == "count" for one in values)
    periods = any(one.grain for one in plan.dimensions)
    if plan.having is None:
        return plain and periods and timed
    return plain and bool(values) and (periods or not counted)
