"""Periods without rows, filled: a series from the first period through the last, each with every group there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlglot import exp

from core.errors import InvalidInput
from core.model import Calendar
from core.plan import AbsolutePeriod, Aggregate, Grain, MeasureExpression, Plan, PlanDimension, RelativePeriod
from semantic_layer.compiler.base import Base
from semantic_layer.compiler.conditions import conjuncts
from semantic_layer.compiler.earlier import STEPS
from semantic_layer.compiler.identifiers import aliased, column, identifier
from semantic_layer.compiler.levels import Level, as_cte
from semantic_layer.compiler.scope import Statement
from semantic_layer.periods import resolve_period, start_of

_COUNTS = ("count", "count_distinct")


def filled(plan: Plan, base: Base, measures: dict[str, MeasureExpression], statement: Statement) -> Base:
    """What adds up or counts is 0 in a period without rows, anything else null. Rows without a time stay a group."""
    times = [dimension for dimension in plan.dimensions if dimension.filled]
    if not times:
        return base
    time = times[0]
    if len(times) > 1 or time.grain is None:
        raise InvalidInput("Gaps are filled in one series of periods.", stage="compiling")
    grouped = as_cte(base.level, statement.names, "grouped")
    home = grouped.ctes[-1][0]
    integer = {one.name: one.type for one in base.columns}[time.name] == "integer"
    others = [one.name for one in plan.dimensions if one.name != time.name]
    series = _with_groups(home, _series(home, plan, time, statement.calendar, integer=integer), time.name, others)
    alias = statement.names.take("periods")
    matches: list[exp.Expr] = [exp.EQ(this=column(time.name, alias), expression=column(time.name, home))]
    matches += [exp.NullSafeEQ(this=column(one, alias), expression=column(one, home)) for one in others]
    select = exp.select().from_(exp.Table(this=identifier(alias)))
    select = select.join(exp.Table(this=identifier(home)), on=exp.and_(*matches), join_type="full")
    additive = {one.name for one in base.columns if one.additive or _counts(measures.get(one.name))}
    columns = {name: _value(name, alias, home, time.name, others, additive) for name in grouped.columns}
    level = Level(select=select, columns=columns, filters="where", ctes=(*grouped.ctes, (alias, series)))
    return replace(base, level=as_cte(level, statement.names, "filled"))


def _value(name: str, series: str, home: str, time: str, others: list[str], additive: set[str]) -> exp.Expr:
    if name == time or name in others:
        return exp.Coalesce(this=column(name, series), expressions=[column(name, home)])
    value = column(name, home)
    if name not in additive:
        return value
    there, missing = column(time, series), column(time, home)
    is_gap = exp.and_(
        exp.Not(this=exp.Is(this=there, expression=exp.Null())), exp.Is(this=missing, expression=exp.Null())
    )
    return exp.Case(ifs=[exp.If(this=is_gap, true=exp.Literal.number(0))], default=value)


def _counts(written: MeasureExpression | None) -> bool:
    return isinstance(written, Aggregate) and written.function in _COUNTS


def _with_groups(home: str, series: exp.Select, time: str, others: list[str]) -> exp.Query:
    if not others:
        return series
    groups = exp.select(*(column(one) for one in others)).distinct().from_(exp.Table(this=identifier(home)))
    both = exp.select(column(time), *(column(one) for one in others))
    return both.from_(series.subquery("series")).join(groups.subquery("groups"), join_type="cross")


def _series(home: str, plan: Plan, time: PlanDimension, calendar: Calendar, *, integer: bool) -> exp.Select:
    assert time.grain is not None
    first: exp.Expr = exp.Min(this=column(time.name))
    last: exp.Expr = exp.Max(this=column(time.name))
    if not integer:
        start, end = _asked(plan, time, calendar)
        first = exp.Least(this=first, expressions=[_moment(start)]) if start else first
        last = exp.Greatest(this=last, expressions=[_moment(end)]) if end else last
    step: exp.Expr = exp.Literal.number(1) if integer else _step(time.grain)
    each = exp.Explode(this=exp.GenerateSeries(start=first, end=last, step=step))
    kind = "BIGINT" if integer else "TIMESTAMP" if time.grain == "hour" else "DATE"
    inner = exp.select(aliased(each, "period")).from_(exp.Table(this=identifier(home)))
    return exp.select(aliased(exp.cast(column("period"), kind), time.name)).from_(inner.subquery("each"))


def _step(grain: Grain) -> exp.Expr:
    count, unit = STEPS[grain]
    return exp.Interval(this=exp.Literal.string(str(count)), unit=exp.var(unit))


def _moment(text: str) -> exp.Expr:
    return exp.cast(exp.Literal.string(text), "DATE" if len(text) == len("2024-01-31") else "TIMESTAMP")


def _asked(plan: Plan, time: PlanDimension, calendar: Calendar) -> tuple[str | None, str | None]:
    """The first and the last period that were asked for; none after the anchor of a relative one."""
    for part in conjuncts(plan.where):
        if isinstance(part, RelativePeriod) and part.of == time.of:
            start, end = resolve_period(part, calendar)
            return _period(start, time, calendar), _period(min(end, part.anchor + "T23"), time, calendar, before=True)
        if isinstance(part, AbsolutePeriod) and part.of == time.of:
            return _period(part.start, time, calendar), _period(part.end, time, calendar, before=True)
    return None, None


def _period(bound: str | None, time: PlanDimension, calendar: Calendar, *, before: bool = False) -> str | None:
    """The first moment of the period that a bound is in; `before`: of the last one that begins before it."""
    if bound is None:
        return None
    assert time.grain is not None
    moment = datetime.fromisoformat(bound)
    if before:
        moment -= timedelta(seconds=1)
    first = start_of(moment.replace(tzinfo=None), time.grain, calendar)
    return first.isoformat() if time.grain == "hour" else first.date().isoformat()
