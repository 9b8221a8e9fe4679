"""When a schedule is due, by the triggers of APScheduler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import InvalidInput
from core.schedule import Cron, Every, Unit, Weekday, When

if TYPE_CHECKING:
    from apscheduler.triggers.base import BaseTrigger

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_SHORTHANDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_MOST_COUNTED = 1_000
_LONGEST = {"minutes": 60 * 24 * 31, "hours": 24 * 31, "days": 366, "weeks": 53}
_CRON_HINT = "Write five fields, as in “0 8 * * mon-fri”: minute, hour, day of the month, month, day of the week."


def zone_named(name: str) -> ZoneInfo:
    """Raises InvalidInput."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput(
            f"“{name[:80]}” is no time zone.", hint="Use a name like Europe/Berlin or America/New_York, or UTC."
        ) from None


def next_time(when: When, timezone: str, anchor: datetime, after: datetime) -> datetime | None:
    """The first time later than `after`; None where there is none. `anchor` is when the schedule was made.

    Raises InvalidInput.
    """
    trigger = _trigger(when, zone_named(timezone), anchor)
    return next(_times(trigger, after), None)


def next_times(when: When, timezone: str, anchor: datetime, after: datetime, most: int) -> tuple[datetime, ...]:
    """The first `most` times later than `after`. Raises InvalidInput."""
    found = _times(_trigger(when, zone_named(timezone), anchor), after)
    return tuple(moment for _, moment in zip(range(most), found, strict=False))


def missed_times(when: When, timezone: str, anchor: datetime, due: datetime, now: datetime) -> int:
    """How often it was due again between `due` and `now`; counted up to a thousand."""
    count = 0
    for moment in _times(_trigger(when, zone_named(timezone), anchor), due):
        if moment > now or count >= _MOST_COUNTED:
            break
        count += 1
    return count


def _times(trigger: BaseTrigger, after: datetime) -> Iterator[datetime]:
    later = after + timedelta(microseconds=1)
    moment: datetime | None = trigger.get_next_fire_time(None, later)
    while moment is not None:
        if moment > after:
            yield moment
        following = trigger.get_next_fire_time(moment, max(later, moment + timedelta(microseconds=1)))
        if following is not None and following <= moment:
            return
        moment = following


def _trigger(when: When, zone: ZoneInfo, anchor: datetime) -> BaseTrigger:
    match when:
        case Cron(expression=expression):
            return _cron(expression, zone)
        case Every():
            return _every(when, zone, anchor)


def _every(every: Every, zone: ZoneInfo, anchor: datetime) -> BaseTrigger:
    from apscheduler.triggers.calendarinterval import CalendarIntervalTrigger
    from apscheduler.triggers.cron import CronTrigger
    from apscheduler.triggers.interval import IntervalTrigger

    clock = _checked(every)
    if clock is None:
        steps: dict[Unit, int] = {every.unit: every.count}
        return IntervalTrigger(**steps, start_date=anchor.astimezone(zone), timezone=zone)
    if every.count == 1:
        on = {"day_of_week": (every.on or "monday")[:3]} if every.unit == "weeks" else {}
        return CronTrigger(hour=clock.hour, minute=clock.minute, **on, timezone=zone)
    start = anchor.astimezone(zone).date()
    if every.unit == "weeks":
        start += timedelta(days=(WEEKDAYS.index(every.on or "monday") - start.weekday()) % 7)
    span = {every.unit: every.count}
    return CalendarIntervalTrigger(**span, hour=clock.hour, minute=clock.minute, start_date=start, timezone=zone)


def _checked(every: Every) -> time | None:
    """The time of day, where there is one. Raises InvalidInput."""
    if not 1 <= every.count <= _LONGEST[every.unit]:
        raise InvalidInput(f"A schedule runs every 1 to {_LONGEST[every.unit]:,} {every.unit}.")
    if every.on is not None and every.unit != "weeks":
        raise InvalidInput("A day of the week goes with weeks.", hint="Leave it out, or count in weeks.")
    if every.at is None:
        if every.on is not None:
            raise InvalidInput("A day of the week needs a time of day.", hint="Add one, as in 08:30.")
        return None
    if every.unit in ("minutes", "hours"):
        raise InvalidInput("A time of day goes with days and weeks.", hint="Leave it out, or write a cron expression.")
    found = _CLOCK.fullmatch(every.at)
    if found is None:
        raise InvalidInput(f"“{every.at[:40]}” is no time of day.", hint="Write it as 08:30.")
    return time(int(found[1]), int(found[2]))


def _cron(expression: str, zone: ZoneInfo) -> BaseTrigger:
    from apscheduler.triggers.combining import OrTrigger
    from apscheduler.triggers.cron import CronTrigger

    fields = _SHORTHANDS.get(expression.strip().casefold(), expression).casefold().split()
    if len(fields) != 5 or len(expression) > 200:
        raise InvalidInput(f"“{expression[:80]}” is no cron expression.", hint=_CRON_HINT)
    minute, hour, day, month, weekday = fields
    weekdays = _weekdays(weekday, expression)
    shared = {"minute": minute, "hour": hour, "month": month, "timezone": zone}
    try:
        if day != "*" and weekdays != "*":
            # Cron runs when either of the two days is met; the library wants both.
            return OrTrigger([CronTrigger(**shared, day=day), CronTrigger(**shared, day_of_week=weekdays)])
        return CronTrigger(**shared, day=day, day_of_week=weekdays)
    except ValueError:
        raise InvalidInput(f"“{expression[:80]}” is no cron expression.", hint=_CRON_HINT) from None


def _weekdays(field: str, expression: str) -> str:
    """Names of days: for the library Monday is 0, for cron Sunday is."""
    if field in ("*", "?"):
        return "*"
    found: set[int] = set()
    for part in field.split(","):
        matched = re.fullmatch(r"(\*|\w+)(?:-(\w+))?(?:/(\d+))?", part)
        first = 0 if matched and matched[1] == "*" else _day(matched[1]) if matched else None
        if matched is None or first is None or (matched[3] and not int(matched[3])):
            raise InvalidInput(f"“{expression[:80]}” is no cron expression.", hint=_CRON_HINT)
        to_the_end = matched[1] == "*" or (matched[3] and not matched[2])
        last = _day(matched[2]) if matched[2] else 6 if to_the_end else first
        if last is None:
            raise InvalidInput(f"“{expression[:80]}” is no cron expression.", hint=_CRON_HINT)
        span = range(first, last + 1 if last >= first else last + 8)
        found |= {day % 7 for day in span[:: int(matched[3] or 1)]}
    return ",".join(_DAYS[day] for day in sorted(found))


def _day(text: str) -> int | None:
    """0 to 7, both of which are Sunday."""
    if text.isdecimal():
        return int(text) if int(text) <= 7 else None
    return _DAYS.index(text[:3]) if text[:3] in _DAYS and (len(text) == 3 or f"{text}".endswith("day")) else None
