"""Which end of a ranking is the best: the worst has the most of what is bad."""

from __future__ import annotations

from agents.sql_expert.conjunction import parts_of
from agents.sql_expert.extremes import is_bad_figure
from agents.sql_expert.time_spans import DUE
from core.plan import (
    Aggregate,
    Comparison,
    Condition,
    DateDifference,
    FieldRef,
    MeasureArithmetic,
    MeasureExpression,
    Plan,
    Value,
)
from semantic_layer.words import full_words, stem


def turns_round(end: str, last: Plan) -> bool:
    """The worst has the most of what is bad: late deliveries, cancellations, days that it takes."""
    measure = next((one for one in last.measures if one.shown), None)
    if end.lower() not in ("worst", "best") or measure is None:
        return False
    named = " ".join(_value_told(one) for one in parts_of(last.where))
    return is_bad_figure(f"{measure.label} {measure.name} {named}") or _counts_what_is_late(measure.value)


def _counts_what_is_late(value: MeasureExpression) -> bool:
    """Days that it took, or how many came after they were due."""
    if isinstance(value, MeasureArithmetic):
        return _counts_what_is_late(value.left)
    if not isinstance(value, Aggregate):
        return False
    late = [one for one in parts_of(value.where) if isinstance(one, Comparison) and one.operator in (">", ">=")]
    due = any(isinstance(one.right, FieldRef) and DUE & set(map(stem, full_words(one.right.name))) for one in late)
    return due or isinstance(value.of, DateDifference)


def _value_told(condition: Condition) -> str:
    if isinstance(condition, Comparison) and condition.operator == "=" and isinstance(condition.right, Value):
        return str(condition.right.value)
    return ""
