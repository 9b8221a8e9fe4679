from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import InvalidInput
from core.schedule import Cron, Every, Unit
from workspace.schedules.times import missed_times, next_time, next_times

MADE = datetime(2026, 3, 4, 10, 17, 5, tzinfo=UTC)
"""A Wednesday."""


def due(expression: str, most: int = 3, timezone: str = "UTC", after: datetime = MADE) -> list[str]:
    found = next_times(Cron(expression=expression), timezone, MADE, after, most)
    return [f"{moment:%a %d %b %H:%M}" for moment in found]


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("0 8 * * *", ["Thu 05 Mar 08:00", "Fri 06 Mar 08:00", "Sat 07 Mar 08:00"]),
        ("0 8 * * 1", ["Mon 09 Mar 08:00", "Mon 16 Mar 08:00", "Mon 23 Mar 08:00"]),
        ("0 8 * * 0", ["Sun 08 Mar 08:00", "Sun 15 Mar 08:00", "Sun 22 Mar 08:00"]),
        ("0 8 * * 7", ["Sun 08 Mar 08:00", "Sun 15 Mar 08:00", "Sun 22 Mar 08:00"]),
        ("0 8 * * 1-5", ["Thu 05 Mar 08:00", "Fri 06 Mar 08:00", "Mon 09 Mar 08:00"]),
        ("0 8 * * fri-mon", ["Fri 06 Mar 08:00", "Sat 07 Mar 08:00", "Sun 08 Mar 08:00"]),
        ("0 8 * * 5-7", ["Fri 06 Mar 08:00", "Sat 07 Mar 08:00", "Sun 08 Mar 08:00"]),
        ("0 8 * * */2", ["Thu 05 Mar 08:00", "Sat 07 Mar 08:00", "Sun 08 Mar 08:00"]),
        ("*/20 10 * * *", ["Wed 04 Mar 10:20", "Wed 04 Mar 10:40", "Thu 05 Mar 10:00"]),
        ("0 8 13 * 5", ["Fri 06 Mar 08:00", "Fri 13 Mar 08:00", "Fri 20 Mar 08:00"]),
        ("0 8 10 * fri", ["Fri 06 Mar 08:00", "Tue 10 Mar 08:00", "Fri 13 Mar 08:00"]),
        ("30 6 1 jan,jul *", ["Wed 01 Jul 06:30", "Fri 01 Jan 06:30", "Thu 01 Jul 06:30"]),
        ("@weekly", ["Sun 08 Mar 00:00", "Sun 15 Mar 00:00", "Sun 22 Mar 00:00"]),
    ],
)
def test_cron_means_what_cron_means(expression: str, wanted: list[str]) -> None:
    assert due(expression) == wanted


@pytest.mark.parametrize(
    "expression",
    ["", "* * * *", "61 * * * *", "0 8 * * 8", "0 8 * * mo", "* * * * * *", "0 25 * * *", "x", "0 8 * * 1/0"],
)
def test_what_is_no_cron_expression_is_refused(expression: str) -> None:
    with pytest.raises(InvalidInput, match="no cron expression"):
        due(expression)


def test_the_time_of_day_stays_when_the_clocks_change() -> None:
    found = next_times(Every(unit="days", at="08:00"), "Europe/Berlin", MADE, datetime(2026, 3, 28, tzinfo=UTC), 2)
    assert [moment.astimezone(UTC).hour for moment in found] == [7, 6]
    assert {moment.astimezone(ZoneInfo("Europe/Berlin")).hour for moment in found} == {8}


@pytest.mark.parametrize(
    ("every", "wanted"),
    [
        (Every(unit="minutes", count=15), ["Wed 04 Mar 10:32", "Wed 04 Mar 10:47"]),
        (Every(unit="hours", count=6), ["Wed 04 Mar 16:17", "Wed 04 Mar 22:17"]),
        (Every(unit="days", at="08:00"), ["Thu 05 Mar 08:00", "Fri 06 Mar 08:00"]),
        (Every(unit="days", count=3, at="12:00"), ["Wed 04 Mar 12:00", "Sat 07 Mar 12:00"]),
        (Every(unit="weeks", at="08:30", on="friday"), ["Fri 06 Mar 08:30", "Fri 13 Mar 08:30"]),
        (Every(unit="weeks", count=2, at="8:30", on="friday"), ["Fri 06 Mar 08:30", "Fri 20 Mar 08:30"]),
        (Every(unit="weeks", count=2), ["Wed 18 Mar 10:17", "Wed 01 Apr 10:17"]),
    ],
)
def test_spans_count_from_when_the_schedule_was_made(every: Every, wanted: list[str]) -> None:
    found = next_times(every, "UTC", MADE, MADE, 2)
    assert [f"{moment:%a %d %b %H:%M}" for moment in found] == wanted


@pytest.mark.parametrize("unit", ["minutes", "hours", "days", "weeks"])
def test_the_next_time_is_later_than_the_one_before(unit: Unit) -> None:
    moment = MADE
    for _ in range(50):
        following = next_time(Every(unit=unit, count=7), "America/New_York", MADE, moment)
        assert following is not None
        assert following > moment
        moment = following


@pytest.mark.parametrize(
    "every",
    [
        Every(unit="minutes", count=0),
        Every(unit="minutes", count=10_000_000),
        Every(unit="hours", at="08:00"),
        Every(unit="days", on="monday", at="08:00"),
        Every(unit="weeks", on="monday"),
        Every(unit="days", at="24:00"),
    ],
)
def test_spans_that_make_no_sense_are_refused(every: Every) -> None:
    with pytest.raises(InvalidInput):
        next_time(every, "UTC", MADE, MADE)


@pytest.mark.parametrize("name", ["Nowhere", "../../etc/passwd", "", "Europe/Berlin\0"])
def test_a_time_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="no time zone"):
        next_time(Every(unit="days", at="08:00"), name, MADE, MADE)


def test_a_day_that_never_comes_is_none() -> None:
    assert next_time(Cron(expression="0 0 30 2 *"), "UTC", MADE, MADE) is None


def test_missed_times_are_counted() -> None:
    hourly = Every(unit="hours")
    first = MADE + timedelta(hours=1)
    assert missed_times(hourly, "UTC", MADE, first, first + timedelta(minutes=30)) == 0
    assert missed_times(hourly, "UTC", MADE, first, first + timedelta(hours=5)) == 5
