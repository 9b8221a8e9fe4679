"""Kinds in a sheet of single sales: “the most profitable category” is that of all its rows together, not of one of them.

A kind stands in many rows; where what it is ranked or limited by adds up, its rows are added up. What a sheet follows over
time is told once each.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from agents.sql_expert.candidates import Candidate, to_choose_from
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.draft import Draft
from agents.sql_expert.fields import names_rows
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.measures import aggregated
from agents.sql_expert.panels import panel_of
from core.model import Dimension, Entity, Measure, SemanticModel
from core.plan import (
    Aggregate,
    And,
    Assumption,
    Between,
    Comparison,
    Condition,
    Expression,
    FieldRef,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanMeasure,
    Value,
)

_REPEATED = 0.5
_ONE_ROW = re.compile(r"\b(?:single|individual|one|once|ever|rows?|line|transaction|record|any)\b", re.IGNORECASE)


def with_sums_of_groups(candidates: tuple[Candidate, ...], draft: Draft, model: SemanticModel) -> tuple[Candidate, ...]:
    """The reading by groups in place of the one by rows; beside it, where rows may be meant as well."""
    if len(model.entities) != 1 or not candidates:
        return candidates
    if any(_ONE_ROW.search(lexeme.text) for lexeme, _ in draft.used):
        return candidates
    first, entity = candidates[0], model.entities[0]
    ranked = _ranked(first.plan, entity)
    if ranked is not None:
        return (replace(first, plan=ranked), *candidates[1:])
    found = _limited(first.plan, entity)
    if found is None:
        return candidates
    plan, sure = found
    groups = replace(first, plan=plan)
    return (groups, *candidates[1:]) if sure else to_choose_from((groups, *candidates))


def _ranked(plan: Plan, entity: Entity) -> Plan | None:
    kind = _kind_listed(plan, entity)
    if kind is None or plan.limit is None or len(plan.order) != 1:
        return None
    order = plan.order[0]
    measure = _measure_of(order.by, entity)
    if measure is None or order.nulls != "last":
        return None
    panel = panel_of(entity)
    if panel is not None and panel.unit is not None and panel.unit.name == kind.name:
        return _once_each(plan, kind, measure, order, entity)
    if panel is not None or not _adds_up(measure):
        return None
    total = _total(measure, entity)
    return _grouped(
        plan, kind, entity, total, order=(Order(by=OutputRef(name=total.name), descending=order.descending),)
    )


def _once_each(plan: Plan, kind: Dimension, measure: Measure, order: Order, entity: Entity) -> Plan | None:
    """“Top 3 stocks by price” are three stocks, each by the most that it had."""
    if plan.limit is None or plan.limit.count == 1:
        return None
    link = FieldLink(entity=entity, field=measure, score=1.0)
    extreme = aggregated("max" if order.descending else "min", link)
    return _grouped(
        plan, kind, entity, extreme, order=(Order(by=OutputRef(name=extreme.name), descending=order.descending),)
    )


def _limited(plan: Plan, entity: Entity) -> tuple[Plan, bool] | None:
    """“Categories with sales above 100,000”, and whether no row alone could be meant."""
    kind = _kind_listed(plan, entity)
    if kind is None or plan.limit is not None or plan.order or panel_of(entity) is not None:
        return None
    parts = parts_of(plan.where)
    compared = [
        (one, measure)
        for one in parts
        if isinstance(one, Comparison | Between) and (measure := _compared(one, entity)) is not None
    ]
    if len(compared) != 1:
        return None
    condition, measure = compared[0]
    total = _total(measure, entity)
    others = all_of(tuple(one for one in parts if one is not condition))
    having = _of_total(condition, OutputRef(name=total.name))
    least = isinstance(condition, Comparison) and condition.operator in ("<", "<=")
    order = (Order(by=OutputRef(name=total.name), descending=not least),)
    grouped = replace(_grouped(replace(plan, where=others), kind, entity, total, order=order), having=having)
    return grouped, _is_met_by_none(condition, measure)


def _grouped(plan: Plan, kind: Dimension, entity: Entity, measure: PlanMeasure, order: tuple[Order, ...]) -> Plan:
    of = FieldRef(entity=entity.name, name=kind.name)
    told = Assumption(
        topic="measure", chosen=measure.label, why=f"Several rows have one {kind.label}; it is told of them together."
    )
    return replace(
        plan,
        rows=None,
        dimensions=(PlanDimension(name=kind.name, label=kind.label, of=of),),
        measures=(measure,),
        order=order,
        assumptions=(*plan.assumptions, told),
    )


def _kind_listed(plan: Plan, entity: Entity) -> Dimension | None:
    """The one column of kinds that is listed, whatever it is ranked by beside it."""
    if plan.rows is None or plan.combine is not None or plan.having is not None or not plan.rows.fields:
        return None
    ranked = {order.by for order in plan.order}
    shown = [one.of for one in plan.rows.fields if one.of not in ranked]
    if len(shown) != 1 or not isinstance(shown[0], FieldRef) or shown[0].entity != entity.name or shown[0].via:
        return None
    field = entity.field(shown[0].name)
    if not isinstance(field, Dimension) or field.type != "text" or names_rows(entity, field):
        return None
    return field if 0 < field.profile.distinct <= _REPEATED * entity.rows else None


def _measure_of(of: Expression, entity: Entity) -> Measure | None:
    if not isinstance(of, FieldRef) or of.entity != entity.name or of.via:
        return None
    field = entity.field(of.name)
    return field if isinstance(field, Measure) else None


def _adds_up(measure: Measure) -> bool:
    return measure.additivity == "additive" and measure.aggregation == "sum"


def _compared(condition: Comparison | Between, entity: Entity) -> Measure | None:
    if isinstance(condition, Between):
        of, bound = condition.of, None if condition.negated else condition.low
    else:
        of, bound = condition.left, condition.right if condition.operator in ("<", "<=", ">", ">=") else None
    measure = _measure_of(of, entity)
    number = isinstance(bound, Value) and bound.type in ("integer", "float", "decimal")
    return measure if measure is not None and number and _adds_up(measure) else None


def _of_total(condition: Comparison | Between, total: OutputRef) -> Condition:
    if isinstance(condition, Comparison):
        return replace(condition, left=total)
    ends = (
        Comparison(left=total, operator=">=", right=condition.low),
        Comparison(left=total, operator="<=", right=condition.high),
    )
    return And(conditions=ends)


def _is_met_by_none(condition: Comparison | Between, measure: Measure) -> bool:
    if isinstance(condition, Between):
        return _is_met_by_none(Comparison(left=condition.of, operator=">=", right=condition.low), measure)
    bound = condition.right.value if isinstance(condition.right, Value) else None
    end = measure.profile.maximum if condition.operator in (">", ">=") else measure.profile.minimum
    if not isinstance(bound, int | float) or not isinstance(end, int | float | Decimal):
        return False
    return float(end) < bound if condition.operator in (">", ">=") else float(end) > bound


def _total(measure: Measure, entity: Entity) -> PlanMeasure:
    of = FieldRef(entity=entity.name, name=measure.name)
    value = Aggregate(function="sum", entity=entity.name, of=of)
    return PlanMeasure(name=f"total_{measure.name}", label=f"total {measure.label}", value=value, unit=measure.unit)
