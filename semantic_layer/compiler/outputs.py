"""What each column of an answer is: type, unit, whether it adds up, and the columns it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from core.model import Measure
from core.plan import (
    Aggregate,
    Arithmetic,
    Change,
    Comparing,
    Expression,
    FieldRef,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    MetricRef,
    MovingAverage,
    Plan,
    PlanDimension,
    PlanField,
    PlanMeasure,
    Rank,
    Share,
)
from core.query import OutputColumn
from core.table import NUMERIC_TYPES, ColumnType
from semantic_layer.compiler.dimensions import dimension_type
from semantic_layer.compiler.expressions import type_of
from semantic_layer.compiler.meaning import levels_in
from semantic_layer.compiler.measures import aggregates, metric_of
from semantic_layer.compiler.moments import is_over_time, over_time
from semantic_layer.compiler.scope import Scope, field_of
from semantic_layer.compiler.walking import field_refs

_KEEPS_UNIT = frozenset({"sum", "avg", "min", "max", "median", "quantile", "stddev", "mode", "first", "last"})


def dimension_column(dimension: PlanDimension, scope: Scope) -> OutputColumn:
    plain = dimension.part is None and dimension.grain is None
    return OutputColumn(
        name=dimension.name,
        label=dimension.label,
        type=dimension_type(dimension, scope),
        role="dimension",
        unit=unit_of(dimension.of, scope) if plain else None,
        grain=dimension.grain,
        part=dimension.part,
        sources=sources(dimension.of),
    )


def row_column(field: PlanField, scope: Scope) -> OutputColumn:
    return OutputColumn(
        name=field.name,
        label=field.label,
        type=type_of(field.of, scope),
        role="row",
        unit=unit_of(field.of, scope),
        additive=type_of(field.of, scope) in NUMERIC_TYPES and _adds_up(field.of, scope),
        sources=sources(field.of),
    )


def measure_column(measure: PlanMeasure, written: MeasureExpression, plan: Plan, scope: Scope) -> OutputColumn:
    """`written` is the measure's value without metrics; `scope` any scope of the statement."""
    unit = measure.unit
    if unit is None and isinstance(measure.value, MetricRef):
        unit = metric_of(scope.model, measure.value.name).unit
    return OutputColumn(
        name=measure.name,
        label=measure.label,
        type=_measure_type(written, scope),
        role="measure",
        unit=unit or _measure_unit(written, scope),
        additive=is_additive(written, plan, scope),
        sources=_joined_sources(aggregates(written)),
    )


def comparison_column(comparing: Comparing, of: OutputColumn) -> OutputColumn:
    is_ratio = isinstance(comparing, Share) or (isinstance(comparing, Change) and comparing.as_percent)
    is_rank = isinstance(comparing, Rank)
    type_: ColumnType | None = "integer" if is_rank else "float" if is_ratio else of.type
    if isinstance(comparing, MovingAverage):
        type_ = "float"
    return OutputColumn(
        name=comparing.name,
        label=comparing.label,
        type=type_,
        role="comparison",
        unit="ratio" if is_ratio else None if is_rank else of.unit,
        additive=isinstance(comparing, Share) and of.additive,
        of=comparing.measure,
        sources=of.sources,
    )


def is_additive(expression: MeasureExpression, plan: Plan, scope: Scope) -> bool:
    """Whether the groups' values sum to the whole's."""
    match expression:
        case Aggregate(function="count") | Aggregate(function="sum", plain=True):
            return True
        case Aggregate(function="sum", of=of) if of is not None:
            return (
                _levels_add_up(expression, plan, scope) if levels_in(expression, scope.model) else _adds_up(of, scope)
            )
        case MeasureArithmetic(operator="+" | "-"):
            return is_additive(expression.left, plan, scope) and is_additive(expression.right, plan, scope)
        case MeasureArithmetic(operator="*", left=MeasureConstant()):
            return is_additive(expression.right, plan, scope)
        case MeasureArithmetic(operator="*" | "/", right=MeasureConstant()):
            return is_additive(expression.left, plan, scope)
        case _:
            return False


def _levels_add_up(aggregate: Aggregate, plan: Plan, scope: Scope) -> bool:
    """Over things at one time they do, over times not."""
    own = Scope(scope.statement, aggregate.entity, start=plan.entity)
    at_one_time = over_time(aggregate, scope) in ("first", "last")
    return at_one_time and not any(is_over_time(one, aggregate.entity, own) for one in plan.dimensions)


def unit_of(expression: Expression, scope: Scope) -> str | None:
    match expression:
        case FieldRef():
            return field_of(scope.model, expression).unit
        case Arithmetic(operator="+" | "-"):
            units = {unit_of(expression.left, scope), unit_of(expression.right, scope)}
            return units.pop() if len(units) == 1 else None
        case Arithmetic():
            left, right = unit_of(expression.left, scope), unit_of(expression.right, scope)
            if expression.operator == "/":
                return left if right is None else None
            return left or right if left is None or right is None else None
        case _:
            return None


def sources(node: object) -> tuple[str, ...]:
    """Dotted columns that a part of a Plan reads, in order of their names."""
    return tuple(sorted({f"{ref.entity}.{ref.name}" for ref in field_refs(node)}))


def _joined_sources(parts: Iterator[Aggregate]) -> tuple[str, ...]:
    return tuple(sorted({source for part in parts for source in sources(part)}))


def _adds_up(of: Expression, scope: Scope) -> bool:
    refs = tuple(field_refs(of))
    for ref in refs:
        field = field_of(scope.model, ref)
        if isinstance(field, Measure) and field.additivity == "non_additive":
            return len(refs) > 1
        over_times = scope.model.entity(ref.entity).snapshots is not None
        if over_times and isinstance(field, Measure) and field.additivity == "semi_additive":
            return False
    return True


def _measure_type(expression: MeasureExpression, scope: Scope) -> ColumnType | None:
    match expression:
        case Aggregate(function="count" | "count_distinct"):
            return "integer"
        case Aggregate(function="min" | "max" | "mode" | "first" | "last", of=of) if of is not None:
            return type_of(of, scope)
        case Aggregate(function="sum", of=of) if of is not None:
            found = type_of(of, scope)
            return "integer" if found == "boolean" else found
        case Aggregate(of=of) if of is not None:
            return _middle_type(type_of(of, scope))
        case MeasureArithmetic():
            types = {_measure_type(expression.left, scope), _measure_type(expression.right, scope)}
            if expression.operator == "/" or "float" in types:
                return "float"
            return types.pop() if len(types) == 1 else None
        case _:
            return "float"


def _middle_type(of: ColumnType | None) -> ColumnType | None:
    if of == "date":
        return "timestamp"
    return "float" if of in ("integer", "decimal", "float", "boolean") else of


def _measure_unit(expression: MeasureExpression, scope: Scope) -> str | None:
    match expression:
        case Aggregate(function=function, of=of) if of is not None and function in _KEEPS_UNIT:
            return unit_of(of, scope)
        case MeasureArithmetic():
            left, right = _measure_unit(expression.left, scope), _measure_unit(expression.right, scope)
            if expression.operator in ("+", "-"):
                return left if left == right else None
            if expression.operator == "/":
                return left if right is None else None
            return left or right if left is None or right is None else None
        case _:
            return None
