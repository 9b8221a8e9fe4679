"""Dates of a question → conditions on a time field of the model."""

from __future__ import annotations

from datetime import date, datetime

from agents.sql_expert.draft import Filter
from agents.sql_expert.fields import CannotPlan, is_temporal, is_year, last_day
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.moments import Period, Season, months_later
from core.model import Field
from core.plan import (
    AbsolutePeriod,
    Aggregate,
    And,
    Call,
    Comparison,
    Condition,
    DatePart,
    Expression,
    FieldRef,
    Grain,
    In,
    Not,
    Or,
    Plan,
    PlanDimension,
    PlanMeasure,
    RelativePeriod,
    ScalarPlan,
    Value,
)
from semantic_layer.periods import moved


def period_condition(found: Filter, link: FieldLink, today: date) -> Condition:
    period = found.period
    if period is None:
        raise CannotPlan("A period without dates.")
    of = FieldRef(entity=link.entity.name, name=link.field.name)
    if is_temporal(link.field):
        if period.hours is not None and link.field.type == "date":
            raise CannotPlan(f"{link.field.label} has no time of day.")
        condition = _on_dates(period, of, found.phrase, anchor(link.field, today))
    elif is_year(link.field):
        condition = _on_years(period, of, link.field)
    else:
        raise CannotPlan(f"{link.field.label} holds no dates.")
    return Not(condition=condition) if found.negated else condition


def anchor(field: Field, today: date) -> date:
    """Today, or the last day in the data where the data ends earlier."""
    latest = last_day(field)
    return latest if latest is not None and latest < today else today


def earlier(day: date, count: int, unit: Grain) -> date:
    """The day that is `count` units before."""
    return moved(datetime(day.year, day.month, day.day), -count, unit).date()  # noqa: DTZ001 - dates have no zone


def _on_dates(period: Period, of: FieldRef, phrase: str, anchored: date) -> Condition:
    if period.relative is not None:
        relative = period.relative
        return RelativePeriod(
            of=of,
            how=relative.how,
            unit=relative.unit,
            count=relative.count,
            shift=relative.shift,
            anchor=anchored.isoformat(),
            phrase=phrase,
        )
    if period.season is not None:
        low = _season(period.season, anchored)
        return AbsolutePeriod(of=of, start=_iso(low), end=_iso(months_later(low, 3)), phrase=phrase)
    if period.hours is not None:
        return _hours(period.hours, of)
    if period.ago is not None:
        return AbsolutePeriod(of=of, start=None, end=_iso(earlier(anchored, *period.ago)), phrase=phrase)
    if period.opened:
        return _opened(period, of, phrase, anchored)
    repeated = _repeated(period, of)
    if repeated is not None:
        return repeated
    return AbsolutePeriod(of=of, start=_iso(period.low), end=_iso(period.high), phrase=phrase)


def _repeated(period: Period, of: FieldRef) -> Condition | None:
    """What comes back every week or every year."""
    if period.yearly is not None:
        month, day = period.yearly
        in_month = _part(DatePart(part="month", of=of), month)
        return And(conditions=(in_month, _part(DatePart(part="day_of_month", of=of), day)))
    if period.months:
        return one_of_months(period.months, DatePart(part="month", of=of))
    if period.weekend is not None:
        saturday = Value(value=6, type="integer")
        return Comparison(
            left=DatePart(part="day_of_week", of=of), operator=">=" if period.weekend else "<", right=saturday
        )
    if period.weekday is not None:
        return _part(DatePart(part="day_of_week", of=of), period.weekday)
    if period.month is not None:
        return _part(DatePart(part="month", of=of), period.month)
    if period.quarter is not None:
        return _part(DatePart(part="quarter", of=of), period.quarter)
    return None


def _season(season: Season, anchored: date) -> date:
    """The first day of it."""
    starts = [date(anchored.year - back, season.month, 1) for back in range(3)]
    if season.which == "this":
        return next(start for start in starts if start <= anchored)
    return next(start for start in starts if months_later(start, 3) <= anchored)


def _hours(hours: tuple[int, int], of: FieldRef) -> Condition:
    hour = DatePart(part="hour", of=of)
    first, last = (Value(value=one, type="integer") for one in hours)
    sides = (Comparison(left=hour, operator=">=", right=first), Comparison(left=hour, operator="<", right=last))
    return And(conditions=sides) if hours[0] < hours[1] else Or(conditions=sides)


def _opened(period: Period, of: FieldRef, phrase: str, anchored: date) -> Condition:
    """“Since March” is the last March that has begun."""
    month, length = (period.month, 1) if period.month else (3 * (period.quarter or 1) - 2, 3)
    year = anchored.year if (anchored.month, anchored.day) >= (month, 1) else anchored.year - 1
    start = date(year, month, 1)
    behind = date(year + (month + length > 12), (month + length - 1) % 12 + 1, 1)
    low = {"since": start, "after": behind}.get(period.opened)
    high = {"before": start, "until": behind}.get(period.opened)
    return AbsolutePeriod(of=of, start=_iso(low), end=_iso(high), phrase=phrase)


def one_of_months(months: tuple[int, ...], month: Expression) -> In:
    return In(of=month, values=tuple(Value(value=one, type="integer") for one in months))


def _part(part: DatePart, number: int) -> Comparison:
    return Comparison(left=part, operator="=", right=Value(value=number, type="integer"))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _on_years(period: Period, of: FieldRef, field: Field) -> Condition:
    if period.newest and period.unit == "year":
        return _last_there_is(of)
    if not is_year(field) or period.relative or (period.low is None and period.high is None):
        raise CannotPlan(f"{field.label} holds years only.")
    if any(bound is not None and (bound.month, bound.day) != (1, 1) for bound in (period.low, period.high)):
        raise CannotPlan(f"{field.label} holds years only.")
    low = period.low.year if period.low else None
    high = period.high.year - 1 if period.high else None
    if low is not None and low == high:
        return Comparison(left=of, operator="=", right=Value(value=low, type="integer"))
    bounds: list[Condition] = []
    if low is not None:
        bounds.append(Comparison(left=of, operator=">=", right=Value(value=low, type="integer")))
    if high is not None:
        bounds.append(Comparison(left=of, operator="<=", right=Value(value=high, type="integer")))
    return bounds[0] if len(bounds) == 1 else And(conditions=tuple(bounds))


def _last_there_is(of: FieldRef) -> Condition:
    latest = Aggregate(function="max", entity=of.entity, of=of)
    measure = PlanMeasure(name=f"max_{of.name}", label=f"max {of.name}", value=latest)
    return Comparison(left=of, operator="=", right=ScalarPlan(plan=Plan(entity=of.entity, measures=(measure,))))


def start_of(dimension: PlanDimension) -> Expression:
    """What tells its groups apart: the start of the period, or the column itself where it goes by none."""
    if dimension.grain is None:
        return dimension.of
    return Call(function="date_trunc", arguments=(Value(value=dimension.grain, type="text"), dimension.of))
