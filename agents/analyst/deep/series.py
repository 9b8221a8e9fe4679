"""A measure over time, whole periods only: the series that trend, season, forecast and surprises are told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agents.analyst.deep.building import number, query_of
from agents.analyst.deep.subject import (
    Subject,
    adds_up,
    all_of,
    last_whole,
    moment,
    unit_of,
    usual_grain,
    within,
)
from agents.sql_expert import Understanding
from core.plan import AbsolutePeriod, Grain, Order, OutputRef, PlanDimension
from core.query import Query
from core.result import Result
from core.ways import Declined

SEASONS: dict[str, int] = {"hour": 24, "day": 7, "week": 52, "month": 12, "quarter": 4}
Settings = dict[str, str | int | float | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """`left_out` counts periods without a value."""

    starts: tuple[datetime, ...]
    values: tuple[float, ...]
    left_out: int = 0


def series_query(subject: Subject, task: Understanding, grain: Grain | None) -> tuple[Query, Grain]:
    """One row per period, in order; periods without rows count as 0 of what adds up. Raises Declined without a time."""
    if subject.time is None:
        raise Declined("There is no date to tell this by.", hint="Name a date column of the data.")
    chosen = grain or usual_grain(subject.time, task.model)
    time = PlanDimension(name="period", label=chosen.capitalize(), of=subject.time, grain=chosen, filled=True)
    whole = last_whole(subject.time, chosen, task.model)
    until = None
    if subject.span is not None:
        until = within(subject.time, subject.span)
    elif whole is not None:
        end = whole.end.date().isoformat()
        until = AbsolutePeriod(of=subject.time, start=None, end=end, phrase=f"through {whole.label}")
    where = all_of(subject.where, until)
    order = (Order(by=OutputRef(name="period")),)
    return query_of(subject.entity, task.model, (time,), (subject.measure,), where=where, order=order), chosen


def settings_of(
    subject: Subject, task: Understanding, grain: Grain
) -> tuple[tuple[str, str | int | float | bool], ...]:
    return (
        ("measure", subject.measure.label),
        ("unit", unit_of(subject.measure, task.model) or ""),
        ("grain", grain),
        ("adds up", adds_up(subject.measure.value, task.model)),
    )


def series_in(result: Result, settings: Settings) -> Series:
    starts, values, left_out = [], [], 0
    for cell, value in result.rows:
        start, found = moment(cell), number(value)
        if start is None:
            continue
        if found is None and settings["adds up"]:
            found = 0.0
        if found is None:
            left_out += 1
            continue
        starts.append(start)
        values.append(found)
    return Series(starts=tuple(starts), values=tuple(values), left_out=left_out)


def gaps(series: Series, grain: str) -> tuple[str, ...]:
    """What is to be said of periods in which there is nothing."""
    empty = sum(value == 0 for value in series.values)
    return (
        *((f"Some {grain}s have no value and were left out.",) if series.left_out else ()),
        *((f"Most {grain}s have nothing in them and count as none.",) if 2 * empty > len(series.values) else ()),
    )


def season_of(grain: str, values: Sequence[float], least: int = 2) -> int:
    """How many periods a season has; 0 where there are fewer than `least` whole ones."""
    length = SEASONS.get(grain, 0)
    return length if length and len(values) >= least * length else 0
