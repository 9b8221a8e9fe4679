"""Measures of a Plan: metrics written out, and aggregates as SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import assert_never

from sqlglot import exp

from core.errors import InvalidInput, UnknownName
from core.model import Metric, SemanticModel
from core.plan import (
    Aggregate,
    AggregateFunction,
    And,
    Condition,
    MeasureArithmetic,
    MeasureConstant,
    MeasureExpression,
    MetricRef,
)
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES
from semantic_layer.compiler.conditions import condition_sql
from semantic_layer.compiler.expressions import arithmetic_sql, expression_sql, type_of
from semantic_layer.compiler.literals import number
from semantic_layer.compiler.scope import Scope, entity_of

_NUMBERS_ONLY: frozenset[AggregateFunction] = frozenset({"sum", "stddev", "variance", "corr"})
_NUMBERS_OR_TIMES: frozenset[AggregateFunction] = frozenset({"avg", "median", "quantile"})
_DEEPEST = 20


def written_out(expression: MeasureExpression, model: SemanticModel, depth: int = 0) -> MeasureExpression:
    """The measure without metrics: each is replaced by what it stands for, its conditions put on its aggregates."""
    match expression:
        case MetricRef():
            if depth > _DEEPEST:
                raise InvalidInput(f"The metric “{expression.name}” is defined by itself.", stage="compiling")
            metric = metric_of(model, expression.name)
            inner = written_out(metric.expression, model, depth + 1)
            return _kept(_kept(inner, metric.where), expression.where)
        case MeasureArithmetic():
            left, right = (written_out(side, model, depth) for side in (expression.left, expression.right))
            return replace(expression, left=left, right=right)
        case Aggregate() | MeasureConstant():
            return expression
        case _:
            assert_never(expression)


def metric_of(model: SemanticModel, name: str) -> Metric:
    for metric in model.metrics:
        if metric.name == name:
            return metric
    raise UnknownName("metric", name, (metric.name for metric in model.metrics), stage="compiling")


def aggregates(expression: MeasureExpression) -> Iterator[Aggregate]:
    """The aggregates a written-out measure is made of."""
    if isinstance(expression, Aggregate):
        yield expression
    elif isinstance(expression, MeasureArithmetic):
        yield from aggregates(expression.left)
        yield from aggregates(expression.right)


def measure_sql(expression: MeasureExpression, aggregate: Callable[[Aggregate], exp.Expr]) -> exp.Expr:
    """A written-out measure, with `aggregate` giving the SQL of each of its aggregates."""
    match expression:
        case Aggregate():
            return aggregate(expression)
        case MeasureArithmetic():
            left, right = measure_sql(expression.left, aggregate), measure_sql(expression.right, aggregate)
            if _adds_other_rows(expression):
                left, right = (exp.Coalesce(this=side, expressions=[number(0)]) for side in (left, right))
            return arithmetic_sql(expression.operator, left, right)
        case MeasureConstant():
            return number(expression.value)
        case MetricRef():
            raise AssertionError("metrics are written out before")
        case _:
            assert_never(expression)


def _adds_other_rows(expression: MeasureArithmetic) -> bool:
    """Sums of two tables, of which one may have no rows in a group: it comes to nothing there."""
    sides = (expression.left, expression.right)
    sums = [one for one in sides if isinstance(one, Aggregate) and one.function == "sum"]
    return expression.operator in "+-" and len(sums) == len(sides) and sums[0].entity != sums[1].entity


def aggregate_sql(aggregate: Aggregate, scope: Scope, kept: exp.Expr | None = None) -> exp.Expr:
    """Over the rows of `scope`, whose entity is the aggregate's; of those `kept`, where that is given.

    Raises InvalidInput for a type it has no meaning for.
    """
    _check(aggregate, scope)
    value = _function_sql(aggregate, scope)
    own = condition_sql(aggregate.where, scope) if aggregate.where is not None else None
    conditions = [part for part in (own, kept) if part is not None]
    if not conditions:
        return value
    return exp.Filter(this=value, expression=exp.Where(this=exp.and_(*conditions)))


def _function_sql(aggregate: Aggregate, scope: Scope) -> exp.Expr:
    if aggregate.of is None:
        return exp.Count(this=exp.Star(), big_int=True)
    of = expression_sql(aggregate.of, scope)
    if type_of(aggregate.of, scope) == "boolean" and aggregate.function in _NUMBERS_ONLY | _NUMBERS_OR_TIMES:
        of = exp.cast(of, "INT")
    match aggregate.function:
        case "count_distinct":
            return exp.Count(this=exp.Distinct(expressions=[of]), big_int=True)
        case "count":
            return exp.Count(this=of, big_int=True)
        case "quantile":
            share = number(0.5 if aggregate.quantile is None else aggregate.quantile)
            return exp.PercentileCont(this=of, expression=share)
        case "mode":
            # In order, so that of values that are equally frequent always the same one is taken.
            ordered = exp.Order(this=of, expressions=[exp.Ordered(this=of.copy(), nulls_first=False)])
            return exp.Mode(this=ordered)
        case "corr" | "first" | "last":
            return _told_by(aggregate, of, scope)
        case _:
            return exp.func(aggregate.function.upper(), of, dialect="duckdb")


def _told_by(aggregate: Aggregate, of: exp.Expr, scope: Scope) -> exp.Expr:
    assert aggregate.by is not None
    name = {"corr": "CORR", "first": "ARG_MIN", "last": "ARG_MAX"}[aggregate.function]
    return exp.func(name, of, expression_sql(aggregate.by, scope), dialect="duckdb")


def _check(aggregate: Aggregate, scope: Scope) -> None:
    function = aggregate.function
    if aggregate.of is None:
        if function != "count":
            raise InvalidInput(f"“{function}” needs a field.", stage="compiling")
        return
    if function in ("corr", "first", "last") and aggregate.by is None:
        needed = "a second field" if function == "corr" else "a time to tell it by"
        raise InvalidInput(f"“{function}” needs {needed}.", stage="compiling")
    if function == "quantile" and not 0 <= (0.5 if aggregate.quantile is None else aggregate.quantile) <= 1:
        raise InvalidInput("A quantile lies between 0 and 1.", stage="compiling")
    found = type_of(aggregate.of, scope)
    usable = NUMERIC_TYPES | {"boolean", "interval", None}
    if function in _NUMBERS_OR_TIMES:
        usable |= TEMPORAL_TYPES | {"time"}
    if function in _NUMBERS_ONLY | _NUMBERS_OR_TIMES and found not in usable:
        raise InvalidInput(f"There is no {function} of {found} values.", stage="compiling")


def _kept(expression: MeasureExpression, where: Condition | None) -> MeasureExpression:
    if where is None:
        return expression
    match expression:
        case Aggregate():
            both = where if expression.where is None else And(conditions=(expression.where, where))
            return replace(expression, where=both)
        case MeasureArithmetic():
            return replace(expression, left=_kept(expression.left, where), right=_kept(expression.right, where))
        case _:
            return expression


def check_entities(expression: MeasureExpression, model: SemanticModel) -> None:
    """Raises UnknownName for an aggregate of a table that is not there."""
    for aggregate in aggregates(expression):
        entity_of(model, aggregate.entity)
