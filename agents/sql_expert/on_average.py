"""Which group is most so on average: "which colour is the most expensive on average", "which breed is heaviest on average"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import is_measure, names_rows
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.measures import aggregated
from agents.sql_expert.periods import start_of
from agents.sql_expert.sets.among import listed_field
from core.model import SemanticModel
from core.plan import (
    Aggregate,
    CalendarPart,
    Comparison,
    Condition,
    FieldRef,
    MeasureArithmetic,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    Value,
)

Read = Callable[[str], Plan | None]
_ON_AVERAGE = re.compile(
    r",?\s*\b(?:on average|on the average|in the mean|typically|by average(?=\W*$))\b,?", re.IGNORECASE
)


def ranked_on_average(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question of single rows, of which the ranked value is then averaged."""
    said = _ON_AVERAGE.search(text)
    if said is None or re.match(r"\W*(?:how|what is|what's)\b", text, re.IGNORECASE):
        return
    plan = read(" ".join(_ON_AVERAGE.sub(" ", text).split()).replace(" ?", "?"))
    if plan is not None and plan.measures:
        yield from _usual_period(plan)
    if plan is None or plan.rows is None or plan.measures:
        return
    if not plan.rows.fields:
        return  # rows without a name of their own
    if plan.limit is None or len(plan.order) < 1:
        yield from _enough_on_average(plan, model)
        return
    ranked, group = plan.order[0], plan.rows.fields[0].of
    of = ranked.by
    if not isinstance(of, FieldRef) or not isinstance(group, FieldRef) or of == group:
        return
    entity = model.entity(of.entity)
    field, named = entity.field(of.name), model.entity(group.entity).field(group.name)
    if not is_measure(field) or (names_rows(model.entity(group.entity), named) and group.entity == of.entity):
        return
    measure = aggregated("avg", FieldLink(entity=entity, field=field, score=1.0))
    shown = PlanDimension(name=named.name, label=named.label, of=group)
    yield replace(
        plan,
        entity=of.entity,
        rows=None,
        measures=(measure,),
        dimensions=(shown,),
        order=(Order(by=OutputRef(name=measure.name), descending=ranked.descending),),
    )


def _usual_period(plan: Plan) -> Iterator[Plan]:
    """“The wettest month on average”: of all Januaries together, and not of one year."""
    if plan.limit is None or len(plan.dimensions) != 1 or len(plan.measures) != 1 or plan.comparisons or plan.having:
        return
    period, measure = plan.dimensions[0], plan.measures[0]
    part, value = _PARTS.get(period.grain or ""), measure.value
    if part is None or not isinstance(value, Aggregate):
        return
    told = replace(period, grain=None, part=part)
    if value.function not in ("sum", "count"):
        yield replace(plan, dimensions=(told,))
        return
    periods = Aggregate(function="count_distinct", entity=value.entity, of=start_of(period), where=value.where)
    usual = MeasureArithmetic(operator="/", left=value, right=periods)
    label = f"average {measure.label} per {period.grain}"
    yield replace(plan, dimensions=(told,), measures=(replace(measure, label=label, value=usual),))


_PARTS: dict[str, CalendarPart] = {"month": "month", "quarter": "quarter"}


def _enough_on_average(plan: Plan, model: SemanticModel) -> Iterator[Plan]:
    """“Which varieties yielded more than 40 on average”: the groups whose average is so, and not the rows."""
    of = listed_field(plan)
    compared = [one for one in parts_of(plan.where) if _compares_measure(one, plan.entity, model)]
    if of is None or len(compared) != 1 or of.entity != plan.entity:
        return
    entity, told = model.entity(plan.entity), compared[0]
    named = entity.field(of.name)
    if names_rows(entity, named) or not isinstance(told, Comparison) or not isinstance(told.left, FieldRef):
        return
    link = FieldLink(entity=entity, field=entity.field(told.left.name), score=1.0)
    measure = aggregated("avg", link)
    yield replace(
        plan,
        rows=None,
        where=all_of(tuple(one for one in parts_of(plan.where) if one is not told)),
        measures=(measure,),
        dimensions=(PlanDimension(name=named.name, label=named.label, of=of),),
        having=replace(told, left=OutputRef(name=measure.name)),
        order=(Order(by=OutputRef(name=measure.name), descending=told.operator in (">", ">=")),),
    )


def _compares_measure(condition: Condition, entity: str, model: SemanticModel) -> bool:
    if not isinstance(condition, Comparison) or not isinstance(condition.left, FieldRef):
        return False
    if not isinstance(condition.right, Value) or condition.left.entity != entity:
        return False
    field = model.entity(entity).field(condition.left.name)
    return condition.operator in ("<", "<=", ">", ">=") and is_measure(field)
