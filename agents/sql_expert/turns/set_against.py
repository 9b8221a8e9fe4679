"""What was told, set against another value or period: “compared to last year”, “vs Expedia”, “is that more than in Lyon?”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import free_name
from agents.sql_expert.turns.reread import changed, sound
from agents.sql_expert.turns.revising import revised
from agents.sql_expert.turns.standing import AGAINST, SIDES
from agents.sql_expert.turns.told import also, each_condition, exchanged, field_of, grouped_fields, is_period
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    Comparison,
    Condition,
    FieldRef,
    In,
    MeasureArithmetic,
    MeasureExpression,
    Or,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanMeasure,
    RelativePeriod,
    Value,
)
from core.ways import NotApplicable

_LEAD = re.compile(r"^(?:(?:the|that of|those of|what it was|what we had)\b\s*)+", re.IGNORECASE)


def set_against(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where the other words are no other value or period of what was told."""
    matched, sides = AGAINST.match(text.strip()), SIDES.match(text.strip())
    if last.combine is not None or last.comparisons:
        return None
    if matched is None:
        return _sides(last, f"{sides['one']} and {sides['other']}", task) if sides is not None else None
    other = _with_other(last, matched["other"], task)
    pair = _exchanged_by(last, other) if other is not None else None
    if pair is None:
        return None
    made = _periods_beside(last, *pair) if is_period(pair[0]) else _values_beside(last, *pair)
    return sound(made, task) if made is not None else None


def _sides(last: Plan, words: str, task: Understanding) -> Plan | None:
    """“Tents vs boots”: two values of a column, by that column."""
    both = revised(last, f"only {words}", task) or _with_other(last, words, task)
    new = [one for one in each_condition(both.where) if one not in each_condition(last.where)] if both else []
    if both is None or len(new) != 1 or not isinstance(new[0], In) or len(_values(new[0])) != _TWO:
        return None
    field = field_of(new[0])
    return sound(_split(both, field) if field is not None else both, task)


_TWO = 2


def _with_other(last: Plan, words: str, task: Understanding) -> Plan | None:
    for said in (f"and {words}", f"and {_LEAD.sub('', words)}"):
        if (plan := revised(last, said, task)) is not None:
            return plan
        try:
            return changed(last, said, task)
        except NotApplicable:
            continue
    return None


def _exchanged_by(last: Plan, other: Plan) -> tuple[Condition, Condition] | None:
    """The one condition that another took the place of; None where more was changed."""
    before, after = list(each_condition(last.where)), list(each_condition(other.where))
    gone, new = [one for one in before if one not in after], [one for one in after if one not in before]
    same = (last.measures, last.dimensions, last.rows) == (other.measures, other.dimensions, other.rows)
    if not same or len(gone) != 1 or len(new) != 1 or field_of(gone[0]) != field_of(new[0]):
        return None
    return gone[0], new[0]


def _values_beside(last: Plan, told: Condition, other: Condition) -> Plan | None:
    """By the column whose values they are."""
    field = field_of(told)
    values = (*_values(told), *_values(other))
    if field is None or len(values) < 2:
        return None

    def either(condition: Condition) -> Condition:
        return In(of=field, values=values) if condition == told else condition

    widened = replace(last, where=exchanged(last.where, either))
    return _split(widened, field)


def _split(last: Plan, field: FieldRef) -> Plan:
    if last.rows is not None or field in grouped_fields(last):
        return last
    name = free_name(field.name, [*(one.name for one in last.dimensions), *(one.name for one in last.measures)])
    split = PlanDimension(name=name, label=field.name.replace("_", " "), of=field)
    order = last.order if any(one.grain for one in last.dimensions) else ()
    return replace(last, dimensions=(*last.dimensions, split), order=order)


def _values(condition: Condition) -> tuple[Value, ...]:
    match condition:
        case Comparison(operator="=", right=Value() as value):
            return (value,)
        case In(values=values, negated=False, plan=None):
            return values
        case _:
            return ()


def _periods_beside(last: Plan, told: Condition, other: Condition) -> Plan | None:
    """Each figure of the one period and of the other; where it is told by month or the like, all of them."""

    def either(condition: Condition) -> Condition:
        return Or(conditions=(told, other)) if condition == told else condition

    widened = replace(last, where=exchanged(last.where, either))
    if last.rows is not None or any(one.of == field_of(told) for one in last.dimensions):
        return widened
    measures: list[PlanMeasure] = []
    for one in last.measures:
        sides = (_only(one.value, told), _only(one.value, other))
        if sides[0] is None or sides[1] is None:
            return None
        for at, (side, period) in enumerate(zip(sides, (told, other), strict=True)):
            name = one.name if at == 0 else f"{one.name}_compared"
            measures.append(replace(one, name=name, label=f"{one.label} {_phrase(period)}", value=side or one.value))
    shown = [one for one in measures if one.shown]
    if len(shown) == 2:
        less = MeasureArithmetic(operator="-", left=shown[0].value, right=shown[1].value)
        name = free_name("difference", [*(one.name for one in last.dimensions), *(one.name for one in measures)])
        measures.append(PlanMeasure(name=name, label="difference", value=less, unit=shown[0].unit))
    first = (Order(by=OutputRef(name=shown[0].name), descending=True),) if last.dimensions and shown else ()
    return replace(widened, measures=tuple(measures), order=last.order or first)


def _phrase(period: Condition) -> str:
    return period.phrase if isinstance(period, AbsolutePeriod | RelativePeriod) else ""


def _only(value: MeasureExpression, period: Condition) -> MeasureExpression | None:
    match value:
        case Aggregate():
            return replace(value, where=also(value.where, period))
        case MeasureArithmetic(left=left, right=right):
            sides = _only(left, period), _only(right, period)
            return None if sides[0] is None or sides[1] is None else replace(value, left=sides[0], right=sides[1])
        case _:
            return None
