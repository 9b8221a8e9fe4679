"""Relative periods as dates.

The anchor is a day ("today", or the last day in the data) that has fully happened: "past 90 days" includes it,
and "year to date" goes through its end. For periods in hours it may be a moment ("2024-05-03T10:30"), whose hour
then counts as happened; a day stands for its last hour.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, time, timedelta

from core.errors import InvalidInput
from core.model import Calendar
from core.plan import Grain, RelativePeriod

_MONTHS: dict[Grain, int] = {"year": 12, "quarter": 3, "month": 1}
_SPANS: dict[Grain, timedelta] = {"week": timedelta(weeks=1), "day": timedelta(days=1), "hour": timedelta(hours=1)}


def resolve_period(period: RelativePeriod, calendar: Calendar) -> tuple[str, str]:
    """Start, and the end that is not included, as ISO dates (as ISO timestamps for hours). Raises InvalidInput."""
    if period.count < 1:
        raise InvalidInput("A period has at least one unit.", stage="compiling")
    anchor = _anchor(period)
    try:
        start, end = _bounds(period, anchor, calendar)
    except (OverflowError, ValueError):
        raise InvalidInput(f"“{period.phrase}” reaches beyond the calendar.", stage="compiling") from None
    if period.unit == "hour":
        return start.isoformat(), end.isoformat()
    return start.date().isoformat(), end.date().isoformat()


def start_of(moment: datetime, unit: Grain, calendar: Calendar) -> datetime:
    """The first moment of the unit that `moment` is in, by the calendar's week and fiscal year."""
    if unit == "hour":
        return moment.replace(minute=0, second=0, microsecond=0)
    midnight = datetime.combine(moment.date(), time())
    if unit == "day":
        return midnight
    if unit == "week":
        return midnight - timedelta(days=(midnight.weekday() - calendar.week_start) % 7)
    size = _MONTHS[unit]
    months_in = (midnight.month - calendar.fiscal_year_start) % size if size > 1 else 0
    return moved(midnight.replace(day=1), -months_in, "month")


def moved(moment: datetime, count: int, unit: Grain) -> datetime:
    """`count` units later; a day that a month does not have becomes its last one."""
    if unit not in _MONTHS:
        return moment + count * _SPANS[unit]
    months = moment.year * 12 + moment.month - 1 + count * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def _bounds(period: RelativePeriod, anchor: datetime, calendar: Calendar) -> tuple[datetime, datetime]:
    unit, shift = period.unit, period.shift
    if period.how == "rolling":
        end = moved(_after(anchor, unit), shift, unit)
        return moved(end, -period.count, unit), end
    first = start_of(anchor, unit, calendar)
    if period.how == "aligned":
        return moved(first, shift - period.count + 1, unit), moved(first, shift + 1, unit)
    start = moved(first, shift, unit)
    return start, min(_after(moved(anchor, shift, unit), unit), moved(start, 1, unit))


def _after(moment: datetime, unit: Grain) -> datetime:
    """The first moment that is not part of the anchor."""
    step: Grain = "hour" if unit == "hour" else "day"
    return moved(start_of(moment, step, Calendar()), 1, step)


def _anchor(period: RelativePeriod) -> datetime:
    try:
        moment = datetime.fromisoformat(period.anchor).replace(tzinfo=None)
    except ValueError:
        raise InvalidInput(f"“{period.anchor}” is not a date.", stage="compiling") from None
    is_whole_day = len(period.anchor) == len("2024-01-31")
    return moment.replace(hour=23) if is_whole_day and period.unit == "hour" else moment
