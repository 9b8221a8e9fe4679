"""The first and the last of one order: "the youngest and the oldest player", "which shop has the highest and lowest rent".

Each end is read as a question of its own; the rows at both ends are listed together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from core.plan import (
    Aggregate,
    AggregateFunction,
    Comparison,
    FieldRef,
    Limit,
    Or,
    OutputRef,
    Plan,
    PlanMeasure,
    ScalarPlan,
)

Read = Callable[[str], Plan | None]
_END = (
    r"(?:youngest|oldest|newest|latest|earliest|highest|lowest|largest|biggest|smallest|longest|shortest|tallest|heaviest|lightest|"
    r"cheapest|dearest|priciest|busiest|quietest|hottest|coldest|warmest|coolest|wettest|driest|windiest|rainiest|sunniest|richest|poorest|"
    r"(?:most|least)(?: (?:expensive|recent|costly|experienced|populous))?|fastest|slowest|first|last|best|worst)"
)
_BOTH = re.compile(
    rf"^(?P<head>.*?)\b(?P<one>{_END}) and (?:the |our )?(?P<other>{_END}) (?P<rest>[^,;]+?)[?.!\s]*$", re.IGNORECASE
)
_QUALITY = re.compile(r"^(?:most|least)$", re.IGNORECASE)


def both_ends(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the question for one end."""
    found = _BOTH.match(text.strip())
    if found is None:
        return
    one, other = found["one"], found["other"]
    if _QUALITY.match(one) and " " in other:
        one = f"{one} {other.split(maxsplit=1)[1]}"
    ends = [read(f"{found['head']}{end} {found['rest']}") for end in (one, other)]
    made = (
        _together(ends[0], ends[1]) or _groups_together(ends[0], ends[1])
        if ends[0] is not None and ends[1] is not None
        else None
    )
    if made is not None:
        yield made


def _together(one: Plan, other: Plan) -> Plan | None:
    if one.rows is None or one.rows != other.rows or one.entity != other.entity or one.where != other.where:
        return None
    if not all(each.limit is not None and each.limit.count == 1 and len(each.order) == 1 for each in (one, other)):
        return None
    by = one.order[0].by
    if by != other.order[0].by or one.order[0].descending == other.order[0].descending or not isinstance(by, FieldRef):
        return None
    if all(field.of == by for field in one.rows.fields):
        return None  # “the ages of the oldest and the youngest” are two figures
    ends = tuple(Comparison(left=by, operator="=", right=_extreme(one, by, function)) for function in _EXTREMES)
    return replace(one, where=all_of((*parts_of(one.where), Or(conditions=ends))), limit=None)


def _groups_together(one: Plan, other: Plan) -> Plan | None:
    """“The busiest and the quietest month”: the groups at both ends of one figure."""
    alike = one.entity == other.entity and one.where == other.where and one.dimensions == other.dimensions
    figures = [[(measure.value, measure.shown) for measure in plan.measures] for plan in (one, other)]
    ranked = all(
        plan.limit is not None and plan.order and plan.combine is None and plan.rows is None for plan in (one, other)
    )
    if not alike or figures[0] != figures[1] or len(figures[0]) != 1 or not one.dimensions or not ranked:
        return None
    if one.order[0].descending == other.order[0].descending or one.having != other.having or one.comparisons:
        return None
    by = one.order[0].by
    measure = one.measures[0]
    if by != OutputRef(name=measure.name) or one.having is not None or one.top_per_group is not None:
        return None
    ends = tuple(Comparison(left=by, operator="=", right=_end_of(plan, measure)) for plan in (one, other))
    return replace(one, having=Or(conditions=ends), limit=None, measures=(replace(measure, shown=True),))


def _end_of(plan: Plan, measure: PlanMeasure) -> ScalarPlan:
    """The figure of the first group."""
    hidden = tuple(replace(dimension, shown=False) for dimension in plan.dimensions)
    alone = (replace(measure, shown=True),)
    first = replace(
        plan, dimensions=hidden, measures=alone, order=plan.order[:1], limit=Limit(count=1, ties="cut"), reading=()
    )
    return ScalarPlan(plan=replace(first, assumptions=()))


_EXTREMES: tuple[AggregateFunction, ...] = ("max", "min")


def _extreme(plan: Plan, by: FieldRef, function: AggregateFunction) -> ScalarPlan:
    value = Aggregate(function=function, entity=plan.entity, of=by)
    return ScalarPlan(
        plan=Plan(entity=plan.entity, measures=(PlanMeasure(name="end", label="end", value=value),), where=plan.where)
    )
