"""What each column of an answer is: type, unit, whether it adds up, and the columns it comes from."""

from __future__ import annotations

import dataclasses
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
    PlanDimension,
    PlanField,
    PlanMeasure,
    Rank,
    ScalarPlan,
    Share,
)
from core.query import OutputColumn
from core.table import NUMERIC_TYPES, ColumnType
from semantic_layer.compiler.dimensions import dimension_type
from semantic_layer.compiler.expressions import type_of
from semantic_layer.compiler.measures import aggregates, metric_of
from semantic_layer.compiler.scope import Scope, field_of

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


def measure_column(measure: PlanMeasure, written: MeasureExpression, scope: Scope) -> OutputColumn:
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
        additive=is_additive(written, scope),
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


def is_additive(expression: MeasureExpression, scope: Scope) -> bool:
    """Whether the groups' values sum to the whole's."""
    match expression:
        case Aggregate(function="count"):
            return True
        case Aggregate(function="sum", of=of) if of is not None:
            return _adds_up(of, scope)
        case MeasureArithmetic(operator="+" | "-"):
            return is_additive(expression.left, scope) and is_additive(expression.right, scope)
        case MeasureArithmetic(operator="*", left=MeasureConstant()):
            return is_additive(expression.right, scope)
        case MeasureArithmetic(operator="*" | "/", right=MeasureConstant()):
            return is_additive(expression.left, scope)
        case _:
            return False


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


def field_refs(node: object) -> Iterator[FieldRef]:
    """The fields of a part of a Plan, without those inside of sub-plans."""
    if isinstance(node, FieldRef):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from field_refs(item)
    elif dataclasses.is_dataclass(node) and not isinstance(node, ScalarPlan | type):
        for part in dataclasses.fields(node):
            if part.name != "plan":
                yield from field_refs(getattr(node, part.name))


def _joined_sources(parts: Iterator[Aggregate]) -> tuple[str, ...]:
    return tuple(sorted({source for part in parts for source in sources(part)}))


def _adds_up(of: Expression, scope: Scope) -> bool:
    for ref in field_refs(of):
        field = field_of(scope.model, ref)
        if isinstance(field, Measure) and field.additivity != "additive":
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
