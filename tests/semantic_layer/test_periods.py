from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.model import Calendar
from core.plan import FieldRef, Grain, RelativePeriod
from semantic_layer import resolve_period

OF = FieldRef(entity="orders", name="day")


def resolved(
    how: Any, unit: Grain, anchor: str, *, calendar: Calendar | None = None, shift: int = 0, count: int = 1
) -> tuple[str, str]:
    period = RelativePeriod(of=OF, how=how, unit=unit, anchor=anchor, phrase="then", shift=shift, count=count)
    return resolve_period(period, calendar or Calendar())


@pytest.mark.parametrize(
    ("unit", "shift", "count", "expected"),
    [
        ("month", 0, 1, ("2024-03-01", "2024-04-01")),
        ("month", -1, 1, ("2024-02-01", "2024-03-01")),
        ("month", -1, 3, ("2023-12-01", "2024-03-01")),
        ("month", 3, 3, ("2024-04-01", "2024-07-01")),
        ("quarter", -1, 1, ("2023-10-01", "2024-01-01")),
        ("quarter", 0, 1, ("2024-01-01", "2024-04-01")),
        ("year", -1, 1, ("2023-01-01", "2024-01-01")),
        ("year", -1, 2, ("2022-01-01", "2024-01-01")),
        ("week", 0, 1, ("2024-03-25", "2024-04-01")),
        ("week", -1, 1, ("2024-03-18", "2024-03-25")),
        ("day", -1, 1, ("2024-03-30", "2024-03-31")),
        ("day", 0, 1, ("2024-03-31", "2024-04-01")),
    ],
)
def test_an_aligned_period_is_whole_calendar_units(
    unit: Grain, shift: int, count: int, expected: tuple[str, str]
) -> None:
    assert resolved("aligned", unit, "2024-03-31", shift=shift, count=count) == expected


@pytest.mark.parametrize(
    ("unit", "count", "anchor", "expected"),
    [
        ("day", 90, "2024-03-31", ("2024-01-02", "2024-04-01")),
        ("day", 1, "2024-03-31", ("2024-03-31", "2024-04-01")),
        ("week", 2, "2024-03-31", ("2024-03-18", "2024-04-01")),
        ("month", 1, "2024-01-31", ("2024-01-01", "2024-02-01")),
        ("month", 1, "2024-03-30", ("2024-02-29", "2024-03-31")),
        ("month", 12, "2024-02-29", ("2023-03-01", "2024-03-01")),
        ("year", 1, "2024-02-28", ("2023-02-28", "2024-02-29")),
    ],
)
def test_a_rolling_period_ends_with_the_anchors_day(
    unit: Grain, count: int, anchor: str, expected: tuple[str, str]
) -> None:
    assert resolved("rolling", unit, anchor, count=count) == expected


@pytest.mark.parametrize(
    ("unit", "shift", "anchor", "expected"),
    [
        ("year", 0, "2024-02-29", ("2024-01-01", "2024-03-01")),
        ("year", -1, "2024-02-29", ("2023-01-01", "2023-03-01")),
        ("month", 0, "2024-03-31", ("2024-03-01", "2024-04-01")),
        ("month", -1, "2024-03-31", ("2024-02-01", "2024-03-01")),
        ("quarter", -1, "2024-05-15", ("2024-01-01", "2024-02-16")),
        ("week", 0, "2024-04-03", ("2024-04-01", "2024-04-04")),
    ],
)
def test_a_period_to_date_goes_through_the_anchors_place(
    unit: Grain, shift: int, anchor: str, expected: tuple[str, str]
) -> None:
    assert resolved("to_date", unit, anchor, shift=shift) == expected


def test_a_week_starts_on_the_calendars_day() -> None:
    sunday = Calendar(week_start=6)
    assert resolved("aligned", "week", "2024-03-31", calendar=sunday) == ("2024-03-31", "2024-04-07")
    assert resolved("aligned", "week", "2024-03-30", calendar=sunday) == ("2024-03-24", "2024-03-31")


def test_fiscal_years_and_quarters_start_in_the_calendars_month() -> None:
    april, february = Calendar(fiscal_year_start=4), Calendar(fiscal_year_start=2)
    assert resolved("aligned", "year", "2024-03-31", calendar=april) == ("2023-04-01", "2024-04-01")
    assert resolved("to_date", "year", "2024-05-10", calendar=april) == ("2024-04-01", "2024-05-11")
    assert resolved("aligned", "quarter", "2024-01-15", calendar=february) == ("2023-11-01", "2024-02-01")


def test_hours_are_told_by_the_moment_or_by_the_end_of_the_day() -> None:
    assert resolved("rolling", "hour", "2024-03-31", count=24) == ("2024-03-31T00:00:00", "2024-04-01T00:00:00")
    assert resolved("aligned", "hour", "2024-03-31T10:30", shift=-1) == ("2024-03-31T09:00:00", "2024-03-31T10:00:00")


def test_what_is_no_date_or_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidInput):
        resolved("aligned", "month", "tomorrow")
    with pytest.raises(InvalidInput):
        resolved("aligned", "year", "2024-01-01", shift=9000)
    with pytest.raises(InvalidInput):
        resolved("rolling", "day", "2024-01-01", count=0)


days = st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 12, 31))
units: st.SearchStrategy[Any] = st.sampled_from(["year", "quarter", "month", "week", "day"])
calendars = st.builds(Calendar, week_start=st.integers(0, 6), fiscal_year_start=st.integers(1, 12))


@given(day=days, unit=units, calendar=calendars, shift=st.integers(-30, 30))
def test_aligned_periods_follow_each_other_without_gap_or_overlap(
    day: date, unit: Grain, calendar: Calendar, shift: int
) -> None:
    this = resolved("aligned", unit, day.isoformat(), calendar=calendar, shift=shift)
    following = resolved("aligned", unit, day.isoformat(), calendar=calendar, shift=shift + 1)
    both = resolved("aligned", unit, day.isoformat(), calendar=calendar, shift=shift + 1, count=2)
    assert this[1] == following[0]
    assert both == (this[0], following[1])


@given(day=days, unit=units, calendar=calendars)
def test_the_anchor_lies_in_its_own_period_and_every_day_of_it_gives_the_same(
    day: date, unit: Grain, calendar: Calendar
) -> None:
    start, end = resolved("aligned", unit, day.isoformat(), calendar=calendar)
    assert start <= day.isoformat() < end
    assert resolved("aligned", unit, start, calendar=calendar) == (start, end)
    last = date.fromisoformat(end) - timedelta(days=1)
    assert resolved("aligned", unit, last.isoformat(), calendar=calendar) == (start, end)


@given(day=days, unit=units, calendar=calendars, shift=st.integers(-5, 0))
def test_a_period_to_date_is_the_beginning_of_the_aligned_one(
    day: date, unit: Grain, calendar: Calendar, shift: int
) -> None:
    whole = resolved("aligned", unit, day.isoformat(), calendar=calendar, shift=shift)
    start, end = resolved("to_date", unit, day.isoformat(), calendar=calendar, shift=shift)
    assert start == whole[0]
    assert start < end <= whole[1]


@given(day=days, unit=units, count=st.integers(1, 40))
def test_a_rolling_period_ends_after_the_anchor_and_is_never_empty(day: date, unit: Grain, count: int) -> None:
    start, end = resolved("rolling", unit, day.isoformat(), count=count)
    assert end == (day + timedelta(days=1)).isoformat()
    assert start <= day.isoformat()
