"""Columns computed from a measure's neighbours: shares, changes, ranks, running totals, moving averages.

They are computed over all groups, before `having` and any limit leave some out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from sqlglot import exp

from core.errors import InvalidInput, UnknownName
from core.plan import (
    Change,
    Comparing,
    MovingAverage,
    OutputRef,
    Plan,
    Rank,
    RunningTotal,
    Share,
)
from core.query import OutputColumn
from semantic_layer.compiler.base import Base
from semantic_layer.compiler.earlier import period_dimension, with_earlier
from semantic_layer.compiler.expressions import arithmetic_sql
from semantic_layer.compiler.identifiers import column
from semantic_layer.compiler.levels import Level, as_cte
from semantic_layer.compiler.outputs import comparison_column
from semantic_layer.compiler.past_periods import Period, average_of_periods
from semantic_layer.compiler.scope import Statement


def compared(plan: Plan, base: Base, statement: Statement, base_of: Callable[[Plan], Base]) -> Base:
    """The base with a column for each comparison, at a level of its own; `base_of` compiles a Plan for an earlier time."""
    level = as_cte(base.level, statement.names, "grouped" if plan.rows is None else "listed")
    described = {output.name: output for output in base.columns}
    before: dict[int, str] = {}
    for comparing in plan.comparisons:
        if comparing.measure not in described:
            raise UnknownName("measure", comparing.measure, described, stage="compiling")
        _check(comparing, described[comparing.measure])
        if isinstance(comparing, Change) and comparing.periods not in before:
            time_type = described[period_dimension(plan).name].type
            level, alias = with_earlier(plan, level, comparing.periods, time_type, statement, base_of)
            before[comparing.periods] = alias
        value = _value(comparing, plan, level, base, before)
        level = replace(level, columns={**level.columns, comparing.name: value})
        described[comparing.name] = comparison_column(comparing, described[comparing.measure])
    if needs_own_level(plan):
        level = as_cte(level, statement.names, "compared")
    return replace(base, level=level, columns=tuple(described.values()))


def needs_own_level(plan: Plan) -> bool:
    """Whether rows are kept by, or after, what is computed over all of them."""
    ties = plan.limit is not None and plan.limit.ties == "kept" and bool(plan.order)
    return bool(plan.having or plan.top_per_group or ties)


def _check(comparing: Comparing, measure: OutputColumn) -> None:
    if isinstance(comparing, Share | RunningTotal) and not measure.additive:
        what = "a share of" if isinstance(comparing, Share) else "a running total of"
        raise InvalidInput(
            f"“{measure.label}” does not add up over groups, so there is no {what} it.",
            hint="Take a sum or a count instead.",
            stage="compiling",
        )
    if isinstance(comparing, Change) and comparing.periods < 1:
        raise InvalidInput("A change is told against an earlier period.", stage="compiling")
    if isinstance(comparing, MovingAverage) and comparing.window < 1:
        raise InvalidInput("A moving average needs at least one row.", stage="compiling")


def _value(comparing: Comparing, plan: Plan, level: Level, base: Base, before: dict[int, str]) -> exp.Expr:
    measure = level.column(comparing.measure)
    match comparing:
        case Share():
            total = _over(exp.Sum(this=measure.copy()), _columns(comparing.within, level))
            return arithmetic_sql("/", measure, total)
        case Rank():
            largest = exp.Ordered(this=measure, desc=True, nulls_first=False)
            return _over(exp.func("RANK", dialect="duckdb"), _columns(comparing.within, level), [largest])
        case Change():
            return _change(comparing, measure, before[comparing.periods])
        case RunningTotal():
            within, order = _sequence(plan, level, base)
            return _over(exp.Sum(this=measure), within, order, rows_before="UNBOUNDED")
        case MovingAverage():
            return _moving_average(comparing, measure, plan, level, base)
        case _:
            assert_never(comparing)


def _change(change: Change, now: exp.Expr, before: str) -> exp.Expr:
    then = column(change.measure, before)
    difference = exp.Sub(this=now, expression=then)
    if not change.as_percent:
        return difference
    return arithmetic_sql("/", difference, exp.Abs(this=then.copy()))


def _moving_average(average: MovingAverage, measure: exp.Expr, plan: Plan, level: Level, base: Base) -> exp.Expr:
    within, order = _sequence(plan, level, base)
    time = next((dimension for dimension in plan.dimensions if dimension.grain is not None), None)
    described = {output.name: output for output in base.columns}
    if time is not None and time.grain is not None:
        period = Period(
            start=level.column(time.name), grain=time.grain, counts_years=described[time.name].type == "integer"
        )
        adds_up = described[average.measure].additive
        return average_of_periods(measure, average.window, period, within, adds_up=adds_up)
    rows_before = str(average.window - 1)
    mean = _over(exp.Avg(this=measure), within, order, rows_before=rows_before)
    counted = _over(exp.Count(this=exp.Star(), big_int=True), within, order, rows_before=rows_before)
    is_full = exp.EQ(this=counted, expression=exp.Literal.number(average.window))
    return exp.Case(ifs=[exp.If(this=is_full, true=mean)])


def _sequence(plan: Plan, level: Level, base: Base) -> tuple[list[exp.Expr], list[exp.Expr]]:
    """What a series is told apart by, and its order: by time where there is one, else as the Plan orders."""
    times = [dimension for dimension in plan.dimensions if dimension.grain is not None]
    if times:
        others = [d.name for d in plan.dimensions if d.name != times[0].name]
        return _columns(tuple(others), level), [exp.Ordered(this=level.column(times[0].name), nulls_first=False)]
    order: list[exp.Expr] = []
    named: set[str] = set()
    for wanted in base.order:
        assert isinstance(wanted.by, OutputRef)
        if wanted.by.name in level.columns:
            named.add(wanted.by.name)
            by = level.column(wanted.by.name)
            order.append(exp.Ordered(this=by, desc=wanted.descending or None, nulls_first=False))
    rest = [dimension.name for dimension in plan.dimensions if dimension.name not in named]
    order.extend(exp.Ordered(this=by, nulls_first=False) for by in _columns(tuple(rest), level))
    if not order:
        raise InvalidInput("A running value needs rows in an order.", stage="compiling")
    return [], order


def _columns(names: tuple[str, ...], level: Level) -> list[exp.Expr]:
    for name in names:
        if name not in level.columns:
            raise UnknownName("column of the answer", name, level.columns, stage="compiling")
    return [level.column(name) for name in names]


def _over(
    function: exp.Expr,
    within: list[exp.Expr],
    order: list[exp.Expr] | None = None,
    rows_before: str | None = None,
) -> exp.Window:
    window = exp.Window(this=function, partition_by=within, over="OVER")
    if order:
        window.set("order", exp.Order(expressions=[part.copy() for part in order]))
    if rows_before is not None:
        start: exp.Expr | str = rows_before if rows_before == "UNBOUNDED" else exp.Literal.number(rows_before)
        spec = exp.WindowSpec(kind="ROWS", start=start, start_side="PRECEDING", end="CURRENT ROW")
        window.set("spec", spec)
    window.set("partition_by", [part.copy() for part in within])
    return window
