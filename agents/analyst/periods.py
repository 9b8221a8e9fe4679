"""Periods in words ("March 2024", "Q3 2024"), written and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
GRAINS = ("year", "quarter", "month", "week", "day", "hour", "minute")
_MONTH_NUMBER = {name[:length].casefold(): number for number, name in enumerate(MONTHS, 1) for length in (3, len(name))}
_MONTH_NUMBER["sept"] = 9
_MONTH = "(?P<month>" + "|".join(sorted((m for m in _MONTH_NUMBER), key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:1[5-9]|2[01])\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_CLOCK = r"(?:(?:,? (?:at )?|T)(?P<hour>[0-2]\d):(?P<minute>[0-5]\d)(?::[0-5]\d)?)?"
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PATTERNS = tuple(
    re.compile(rf"(?<![\w.,/-]){pattern}(?![\w/]|-\d|[.,]\d)", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}-(?P<number>[01]\d)-(?P<day>[0-3]\d){_CLOCK}",
        rf"{_YEAR}-(?P<number>[01]\d)",
        rf"{_YEAR}[- ]?Q(?P<quarter>[1-4])",
        rf"Q(?P<quarter>[1-4])(?:[- ]|,? (?:of )?){_YEAR}",
        rf"(?P<nth>first|second|third|fourth) quarter (?:of )?{_YEAR}",
        rf"(?P<week>week of ){_DAY} {_MONTH}(?: {_YEAR})?",
        rf"{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?{_CLOCK}",
        rf"{_MONTH} {_DAY}(?:,? {_YEAR}{_CLOCK})?",
        rf"{_MONTH},? (?:of )?{_YEAR}",
        rf"{_MONTH}",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPeriod:
    """Characters `start` to `end` name the period from `first`; without a year it recurs each year."""

    start: int
    end: int
    first: datetime
    grain: str
    has_year: bool = True


def as_moment(value: object) -> datetime | None:
    """Without time zone, for comparing; None for what is no date."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return None


def year_start(value: object) -> datetime | None:
    """Of a year that is a whole number."""
    is_year = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9999
    return datetime(int(value), 1, 1) if is_year else None  # type: ignore[call-overload]  # noqa: DTZ001


def floor_to(moment: datetime, grain: str) -> datetime:
    """Weeks start on Monday."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    match grain:
        case "year":
            return day.replace(month=1, day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "month":
            return day.replace(day=1)
        case "week":
            return day - timedelta(days=day.weekday())
        case "hour":
            return day.replace(hour=moment.hour)
        case "minute":
            return day.replace(hour=moment.hour, minute=moment.minute)
    return day


def next_period(moment: datetime, grain: str) -> datetime:
    months = {"year": 12, "quarter": 3, "month": 1}.get(grain)
    if months is None:
        step = {"week": timedelta(days=7), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
        return moment + step.get(grain, timedelta(days=1))
    count = moment.year * 12 + moment.month - 1 + months
    return moment.replace(year=count // 12, month=count % 12 + 1, day=1)


def period_text(moment: datetime, grain: str) -> str:
    match grain:
        case "year":
            return str(moment.year)
        case "quarter":
            return f"Q{(moment.month - 1) // 3 + 1} {moment.year}"
        case "month":
            return f"{MONTHS[moment.month - 1]} {moment.year}"
        case "week":
            return f"week of {moment.day} {MONTHS[moment.month - 1][:3]} {moment.year}"
        case "hour" | "minute":
            return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}"
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def grain_of(values: list[datetime], grain: str | None) -> str:
    """The grain a column is shown by, told from its values where the query does not say."""
    if grain:
        return grain
    return "minute" if any(value != floor_to(value, "day") for value in values) else "day"


def find_periods(text: str) -> tuple[WrittenPeriod, ...]:
    """Dates and named periods, without bare years; earlier patterns win where they overlap."""
    found: list[WrittenPeriod] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            found.extend(_read(match))
    return tuple(sorted(found, key=lambda period: period.start))


def _read(match: re.Match[str]) -> Iterator[WrittenPeriod]:
    parts = {name: text for name, text in match.groupdict().items() if text}
    name = parts.get("month")
    if name and not name[0].isupper():
        return
    month = _month_of(parts)
    year = int(parts.get("year", 2000))
    try:
        first = datetime(year, month, int(parts.get("day", 1)), int(parts.get("hour", 0)), int(parts.get("minute", 0)))  # noqa: DTZ001
    except ValueError:
        return
    yield WrittenPeriod(
        start=match.start(), end=match.end(), first=first, grain=_grain_written(parts), has_year="year" in parts
    )


def _month_of(parts: dict[str, str]) -> int:
    if "number" in parts:
        return int(parts["number"])
    quarter = _QUARTERS.get(parts.get("nth", "").casefold()) or int(parts.get("quarter", 0))
    return quarter * 3 - 2 if quarter else _MONTH_NUMBER[parts["month"].casefold()]


def _grain_written(parts: dict[str, str]) -> str:
    if "quarter" in parts or "nth" in parts:
        return "quarter"
    if "week" in parts:
        return "week"
    if "hour" in parts:
        return "minute"
    return "day" if "day" in parts else "month"
