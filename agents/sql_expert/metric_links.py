"""Metrics that people accepted: found by their words like measures, and put into a Plan by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.sql_expert.fields import CannotPlan, MetricField
from agents.sql_expert.lexemes import FieldLink
from core.model import Entity, Metric, Profile, SemanticModel
from core.plan import (
    Aggregate,
    AggregateFunction,
    And,
    Condition,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    MetricRef,
    PlanMeasure,
)

_ADDING = frozenset({"sum", "count"})
_NAMED, _LEAST, _BESIDE = 0.95, 0.8, 0.7
_WORDS = {"avg": "average", "min": "lowest", "max": "highest"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricName:
    """`entity` is the table whose rows the metric is told of."""

    entity: Entity
    field: MetricField


def metric_names(model: SemanticModel) -> Iterator[MetricName]:
    known = {entity.name: entity for entity in model.entities}
    for metric in model.metrics:
        entity = known.get(metric.entity)
        if entity is not None:
            yield MetricName(entity=entity, field=metric_field(metric, entity, model))


def metric_field(metric: Metric, entity: Entity, model: SemanticModel) -> MetricField:
    adds_up = _adds_up(metric.expression, model)
    return MetricField(
        name=metric.name,
        label=metric.label,
        type="float",
        aggregation="sum" if adds_up else "avg",
        additivity="additive" if adds_up else "non_additive",
        profile=Profile(rows=entity.rows, nulls=0, distinct=entity.rows),
        unit=metric.unit,
        description=metric.description,
        synonyms=metric.synonyms,
        metric=metric,
    )


def metrics_first(fields: Sequence[FieldLink]) -> tuple[FieldLink, ...]:
    """Words that are the name of a metric mean it rather than a column; a metric is not meant by a part of its name."""
    kept = [one for one in fields if one.score >= _LEAST or not isinstance(one.field, MetricField)]
    if not any(isinstance(one.field, MetricField) and one.score >= _NAMED for one in kept):
        return tuple(kept)
    lowered = (
        one if isinstance(one.field, MetricField) else replace(one, score=min(one.score, _BESIDE)) for one in kept
    )
    return tuple(sorted(lowered, key=lambda one: -one.score))


def metric_measure(function: AggregateFunction, field: MetricField, *, shown: bool = True) -> PlanMeasure:
    """The metric itself; another aggregate of what it adds up ("average revenue"). Raises CannotPlan for one of a ratio."""
    metric = field.metric
    if function == field.aggregation:
        suggested = metric.status == "suggested"
        value = without_common_condition(metric.expression) if suggested else MetricRef(name=metric.name)
        return PlanMeasure(name=metric.name, label=metric.label, value=value, unit=metric.unit, shown=shown)
    inner = metric.expression
    if not isinstance(inner, Aggregate) or inner.of is None or function in ("count", "count_distinct"):
        raise CannotPlan(f"{metric.label} is computed from totals; there is no {function} of it.")
    value = replace(inner, function=function, where=_both(inner.where, metric.where))
    label = f"{_WORDS.get(function, function)} {metric.label}"
    return PlanMeasure(name=f"{function}_{metric.name}", label=label, value=value, unit=metric.unit, shown=shown)


def without_common_condition(value: MeasureExpression) -> MeasureExpression:
    """A suggestion is told of all rows, as the column is that it is made of, until people accept its condition."""
    conditions = {repr(one.where) for one in _aggregates(value)}
    return _bare(value) if len(conditions) == 1 else value


def _aggregates(value: MeasureExpression) -> list[Aggregate]:
    if isinstance(value, Aggregate):
        return [value]
    return [*_aggregates(value.left), *_aggregates(value.right)] if isinstance(value, MeasureArithmetic) else []


def _bare(value: MeasureExpression) -> MeasureExpression:
    if isinstance(value, Aggregate):
        return replace(value, where=None)
    if isinstance(value, MeasureArithmetic):
        return replace(value, left=_bare(value.left), right=_bare(value.right))
    return value


def _both(one: Condition | None, other: Condition | None) -> Condition | None:
    return And(conditions=(one, other)) if one is not None and other is not None else one or other


def _adds_up(expression: MeasureExpression, model: SemanticModel, depth: int = 0) -> bool:
    match expression:
        case Aggregate():
            return expression.function in _ADDING
        case MeasureArithmetic(operator="+" | "-", left=left, right=right):
            return _adds_up(left, model, depth) and _adds_up(right, model, depth)
        case MeasureArithmetic(operator="*" | "/", left=left, right=MeasureConstant()):
            return _adds_up(left, model, depth)
        case MetricRef(name=name):
            named = next((one for one in model.metrics if one.name == name), None)
            return named is not None and depth < len(model.metrics) and _adds_up(named.expression, model, depth + 1)
    return False
