"""Periods of a question as conditions on the time of its rows: the later one, and the one it is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from agents.sql_expert.draft import Filter
from agents.sql_expert.fields import CannotPlan, is_temporal
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.moments import Period, Relative, months_later
from agents.sql_expert.over_time.mentions import Shift
from agents.sql_expert.over_time.pairs import Against, in_year
from agents.sql_expert.periods import anchor, period_condition
from core.model import Calendar
from core.plan import Condition, Grain, RelativePeriod
from core.plan import FieldRef as Ref
from semantic_layer import resolve_period

_STEPS: dict[tuple[Grain, Grain], int] = {
    ("year", "quarter"): 4, ("year", "month"): 12, ("year", "week"): 52, ("year", "day"): 365,
    ("quarter", "month"): 3, ("month", "day"): 30, ("week", "day"): 7, ("quarter", "day"): 91, ("month", "week"): 4,
    ("quarter", "week"): 13,
}  # fmt: skip
_LIE_APART = 8
"""Rows may lie so many times less apart than a period is long."""
_MONTHS: dict[Grain, int] = {"year": 12, "quarter": 3, "month": 1}


def all_conditions(pair: Against, link: FieldLink, today: date) -> Iterator[tuple[Condition, Condition]]:
    """The period that is asked of and the one before it, for each way that is usual."""
    now = anchor(link.field, today) if is_temporal(link.field) else today
    for base in pair.bases:
        for made in (_so_far_only(pair, base, now, today), (pair, base)):
            try:
                sides = _conditions(*made, link, now) if made is not None else None
            except CannotPlan:
                continue
            if sides is not None and sides[0] != sides[1]:
                yield sides


def is_over(low: date, high: date, now: date, today: date) -> bool:
    """Whether it ended before today, and the data, which go to `now`, end no earlier than rows may lie apart."""
    return today >= high - timedelta(days=1) and now >= high - (high - low) / _LIE_APART


def _so_far_only(pair: Against, base: Period | Shift, now: date, today: date) -> tuple[Against, Shift] | None:
    """“From 2024 to 2025” while 2025 is not over: what there is of it, against as much of 2024."""
    low, high = pair.subject.low, pair.subject.high
    unit = pair.subject.unit
    if low is None or high is None or not low <= now < high or is_over(low, high, now, today):
        return None
    if _whole_months(pair.subject) != _MONTHS.get(unit, -1):
        return None
    if isinstance(base, Period):
        months = 12 * (low.year - base.low.year) + low.month - base.low.month if base.low else 0
        if months <= 0 or months % _MONTHS[unit] or _whole_months(base) != _MONTHS[unit]:
            return None
        base = Shift(unit=unit, count=months // _MONTHS[unit])
    return replace(pair, subject=Period(relative=Relative(how="to_date", unit=unit), unit=unit)), base


def _conditions(pair: Against, base: Period | Shift, link: FieldLink, now: date) -> tuple[Condition, Condition]:
    """Raises CannotPlan."""
    subject = _placed(pair.subject, now)
    if isinstance(base, Shift):
        other = _shifted(subject, base, now)
    else:
        subject, other = _since_then(subject, _placed(base, now), now)
    if not is_temporal(link.field):
        subject, other = (_dated(one, now) for one in (subject, other))
    return _condition(subject, pair.subject_said, link, now), _condition(other, pair.base_said, link, now)


def _condition(period: Period, said: str, link: FieldLink, today: date) -> Condition:
    rolling = period.relative is not None and period.relative.how != "to_date"
    phrase = (said if rolling and said else "") or _named(period) or said or "the period before"
    return period_condition(Filter(operator="period", period=period, phrase=phrase), link, today)


def _placed(period: Period, now: date) -> Period:
    """“May” is the last that has begun, a season the one that is meant."""
    if period.low is None and (period.month or period.quarter):
        here = in_year(period, now.year)
        return here if here.low is not None and here.low <= now else in_year(period, now.year - 1)
    if period.season is not None:
        starts = [date(now.year - back, period.season.month, 1) for back in range(3)]
        ended = period.season.which == "last"
        low = next(start for start in starts if (months_later(start, 3) if ended else start) <= now)
        return Period(low=low, high=months_later(low, 3), unit="month")
    return period


def _since_then(subject: Period, base: Period, now: date) -> tuple[Period, Period]:
    """Where the first of the years is the last that is over, this one so far is held against as much of it."""
    last = subject.relative
    if last is None or last.how != "aligned" or last.unit != "year" or base.low is None or base.unit != "year":
        return subject, base
    if base.low.year < now.year - 1:
        return subject, base
    if base.low.year >= now.year:
        raise CannotPlan("There is no earlier year to compare with.")
    so_far = Relative(how="to_date", unit="year")
    return replace(subject, relative=so_far), replace(subject, relative=replace(so_far, shift=-1))


def _shifted(subject: Period, shift: Shift, now: date) -> Period:
    relative = subject.relative
    if shift.year is not None:
        if relative is not None:
            return _in_that_year(subject, relative, shift.year, now)
        return _earlier(subject, 12 * (subject.low.year - shift.year) if subject.low else 0)
    if relative is not None:
        return replace(subject, relative=_relatively(relative, shift))
    if subject.low is None or subject.high is None:
        raise CannotPlan("A period without an end cannot be compared.")
    if shift.unit in _MONTHS:
        return _earlier(subject, _MONTHS[shift.unit] * shift.count)
    months = _whole_months(subject)
    if shift.unit is None and months:
        return _earlier(subject, months)
    unit_days = {"day": 1, "week": 7}.get(shift.unit or "")
    step = timedelta(days=unit_days * shift.count) if unit_days else subject.high - subject.low
    return replace(subject, low=subject.low - step, high=subject.high - step)


def _in_that_year(subject: Period, relative: Relative, year: int, now: date) -> Period:
    """“This year so far” against “the same period of 2023”."""
    if now.year <= year:
        raise CannotPlan("The year that is compared with is no earlier one.")
    return replace(subject, relative=_relatively(relative, Shift(unit="year", count=now.year - year)))


def _relatively(relative: Relative, shift: Shift) -> Relative:
    if shift.unit is None or (shift.unit == relative.unit and relative.how != "to_date"):
        if shift.unit is not None and relative.how == "aligned" and shift.count == 1 and relative.count == 1:
            return replace(relative, shift=relative.shift - 1)
        return replace(relative, shift=relative.shift - (relative.count if relative.how != "to_date" else 1))
    if shift.unit == relative.unit:
        return replace(relative, shift=relative.shift - shift.count)
    steps = _STEPS.get((shift.unit, relative.unit))
    if steps is None:
        raise CannotPlan("The two periods are not of one kind.")
    return replace(relative, shift=relative.shift - steps * shift.count)


def _earlier(period: Period, months: int) -> Period:
    if period.low is None or period.high is None or not months:
        raise CannotPlan("A period without an end cannot be compared.")
    low, high = (_back(day, months) for day in (period.low, period.high))
    return replace(period, low=low, high=high)


def _back(day: date, months: int) -> date:
    first = months_later(day, -months)
    for less in range(4):
        try:
            return first.replace(day=day.day - less)
        except ValueError:
            continue
    return first


def _whole_months(period: Period) -> int:
    low, high = period.low, period.high
    if low is None or high is None or low.day != 1 or high.day != 1:
        return 0
    return 12 * (high.year - low.year) + high.month - low.month


def _dated(period: Period, now: date) -> Period:
    """Of columns that hold years alone: the year that “last year” is."""
    if period.relative is None:
        return period
    relative = period.relative
    told = RelativePeriod(
        of=Ref(entity="", name=""), how=relative.how, unit=relative.unit, count=relative.count, shift=relative.shift,
        anchor=now.isoformat(), phrase="",
    )  # fmt: skip
    start, end = resolve_period(told, Calendar())
    return Period(low=date.fromisoformat(start), high=date.fromisoformat(end), unit=period.unit)


def _named(period: Period) -> str:
    """How whole years, quarters and months are called, other stretches by their days."""
    if period.relative is not None or period.low is None or period.high is None:
        return _called(period.relative) if period.relative is not None else ""
    length = _whole_months(period)
    if length == 12 and period.low.month == 1:
        return str(period.low.year)
    if length == 3 and period.low.month % 3 == 1:
        return f"Q{period.low.month // 3 + 1} {period.low.year}"
    if length == 1:
        return period.low.strftime("%B %Y")
    return f"{period.low.isoformat()} to {(period.high - timedelta(days=1)).isoformat()}"


def _called(relative: Relative) -> str:
    unit, shift = relative.unit, relative.shift
    if relative.how != "rolling" and relative.count == 1 and -shift == _STEPS.get(("year", unit)):
        return f"the same {unit} last year{' to the same day' if relative.how == 'to_date' else ''}"
    if relative.how == "to_date":
        if shift == 0:
            return f"this {unit} so far"
        return (
            f"last {unit} to the same day" if shift == -1 else f"the same part of the {unit}, {-shift} {unit}s before"
        )
    if relative.how == "rolling":
        length = f"{relative.count} {unit}s"
        return f"the last {length}" if shift == 0 else f"{length} until {-shift} {unit}s ago"
    if relative.count == 1:
        near = {0: f"this {unit}", -1: f"last {unit}", -2: f"the {unit} before last"}
        return near.get(shift, f"the {unit} {-shift} {unit}s ago")
    return (
        f"{relative.count} {unit}s until {-shift} {unit}s ago" if shift < -1 else f"the last {relative.count} {unit}s"
    )
