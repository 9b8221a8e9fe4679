"""Averages over the periods that end with a row's own, whether or not each of them has a row."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from core.plan import Grain
from semantic_layer.compiler.earlier import STEPS
from semantic_layer.compiler.expressions import arithmetic_sql, plus


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`start` is a column of first days, or of whole numbers where it `counts_years`."""

    start: exp.Expr
    grain: Grain
    counts_years: bool


def average_of_periods(
    measure: exp.Expr, window: int, period: Period, within: list[exp.Expr], *, adds_up: bool
) -> exp.Expr:
    """Of what `adds_up` a period without rows has none: it counts as 0. Else the periods that are there are averaged.

    Null until `window` periods have passed.
    """
    if adds_up:
        mean = arithmetic_sql("/", _over_periods(exp.Sum(this=measure), window, period, within), _number(window))
    else:
        mean = _over_periods(exp.Avg(this=measure), window, period, within)
    first = exp.Window(this=exp.Min(this=period.start.copy()), partition_by=_copied(within), over="OVER")
    has_passed = exp.GTE(this=_moved(period, window - 1), expression=first)
    return exp.Case(ifs=[exp.If(this=has_passed, true=mean)])


def _over_periods(function: exp.Expr, window: int, period: Period, within: list[exp.Expr]) -> exp.Window:
    order = exp.Order(expressions=[exp.Ordered(this=period.start.copy(), nulls_first=False)])
    spec = exp.WindowSpec(kind="RANGE", start=_length(period, window - 1), start_side="PRECEDING", end="CURRENT ROW")
    return exp.Window(this=function, partition_by=_copied(within), order=order, spec=spec, over="OVER")


def _length(period: Period, count: int) -> exp.Expr:
    if period.counts_years:
        return _number(count)
    step, unit = STEPS[period.grain]
    return exp.Interval(this=exp.Literal.string(str(step * count)), unit=exp.var(unit))


def _moved(period: Period, count: int) -> exp.Expr:
    if period.counts_years:
        return exp.Sub(this=period.start.copy(), expression=_number(count))
    step, unit = STEPS[period.grain]
    return plus(period.start.copy(), -step * count, unit)


def _number(count: int) -> exp.Expr:
    return exp.Literal.number(count)


def _copied(within: list[exp.Expr]) -> list[exp.Expr]:
    return [part.copy() for part in within]
