"""Parts of a Plan in words that are understood again as the same parts."""

from __future__ import annotations

from core.model import SemanticModel
from core.plan import Aggregate, AggregateFunction, FieldRef, MeasureExpression, Plan, PlanDimension

_WORDS: dict[AggregateFunction, str] = {
    "sum": "total",
    "avg": "average",
    "min": "minimum",
    "max": "maximum",
    "median": "median",
    "count_distinct": "number of different",
    "count": "number of",
}


def measure_phrase(plan: Plan, model: SemanticModel) -> str:
    """Such as "total amount and number of orders"; of what has no such words, and of a list, the number of rows."""
    shown = [measure for measure in plan.measures if measure.shown] or list(plan.measures)
    if not shown:
        return f"number of {model.entity(plan.entity).label}"
    phrases = [_measure(measure.value, model) for measure in shown]
    if any(phrase is None for phrase in phrases):
        return f"number of {model.entity(plan.entity).label}"
    return " and ".join(phrase for phrase in phrases if phrase is not None)


def group_phrase(plan: Plan) -> str:
    shown = [dimension for dimension in plan.dimensions if dimension.shown]
    return f"by {' and '.join(_group(dimension) for dimension in shown)}" if shown else ""


def _measure(value: MeasureExpression, model: SemanticModel) -> str | None:
    if not isinstance(value, Aggregate) or value.function not in _WORDS or value.where is not None:
        return None
    if value.of is None:
        return f"number of {model.entity(value.entity).label}"
    if not isinstance(value.of, FieldRef):
        return None
    field = model.entity(value.of.entity).field(value.of.name)
    return f"{_WORDS[value.function]} {field.label}"


def _group(dimension: PlanDimension) -> str:
    return dimension.grain or dimension.label
