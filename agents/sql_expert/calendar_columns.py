"""Periods told by columns of years, months and days, where a table has those beside a time of the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.moments import Period
from agents.sql_expert.periods import one_of_months
from core.model import Entity, SemanticModel
from core.plan import And, Call, Comparison, ComparisonOperator, Condition, DatePart, Expression, FieldRef, Or, Value
from core.table import NUMERIC_TYPES
from semantic_layer.compiler.walking import field_refs


def calendar_condition(period: Period, entity: Entity) -> Condition | None:
    """None where the columns are not there, or one month or year is not what was said."""
    names = {one.name.casefold(): one.name for one in entity.fields if one.type in NUMERIC_TYPES}
    if not {"year", "month", "day"} <= names.keys() or period.relative or period.opened:
        return None
    if period.hours is not None and "hour" in names:
        return _within(FieldRef(entity=entity.name, name=names["hour"]), period.hours)
    day = calendar_day(entity)
    if day is not None and (period.weekday is not None or period.weekend is not None):
        of = DatePart(part="day_of_week", of=day)
        if period.weekday is not None:
            return _compared(of, "=", period.weekday)
        return _compared(of, ">=" if period.weekend else "<", _SATURDAY)
    if period.months and "month" in names:
        return one_of_months(period.months, FieldRef(entity=entity.name, name=names["month"]))
    wanted = _parts(period)
    if not wanted:
        return None
    parts: list[Condition] = [
        Comparison(
            left=FieldRef(entity=entity.name, name=names[name]), operator="=", right=Value(value=number, type="integer")
        )
        for name, number in wanted.items()
    ]
    return parts[0] if len(parts) == 1 else And(conditions=tuple(parts))


_SATURDAY = 6


def _within(of: FieldRef, hours: tuple[int, int]) -> Condition:
    """Over midnight it is either side of it."""
    first, last = hours
    sides = (_compared(of, ">=", first), _compared(of, "<", last))
    return And(conditions=sides) if first < last else Or(conditions=sides)


def _compared(of: Expression, operator: ComparisonOperator, number: int) -> Comparison:
    return Comparison(left=of, operator=operator, right=Value(value=number, type="integer"))


def hour_column(entity: Entity) -> FieldRef | None:
    """The hour that a column of it tells, beside columns of the day."""
    columns = _columns(entity, (*_DAY, "hour"))
    return columns[-1] if columns else None


def calendar_day(entity: Entity) -> Call | None:
    """The day that columns of its year, month and day tell, rather than a time of the clock somewhere else."""
    columns = _columns(entity, _DAY)
    return Call(function="make_date", arguments=columns) if columns else None


_DAY = ("year", "month", "day")


def is_of_calendar(condition: Condition, model: SemanticModel) -> bool:
    """A period told by columns of years, months and days."""
    refs = field_refs(condition)
    return bool(refs) and all(
        calendar_day(model.entity(one.entity)) is not None and one.name.casefold() in _DAY for one in refs
    )


def _columns(entity: Entity, called: Sequence[str]) -> tuple[FieldRef, ...]:
    """Columns of whole numbers that are called so; none where one is missing."""
    names = {one.name.casefold(): one.name for one in entity.fields if one.type == "integer"}
    if not all(one in names for one in called):
        return ()
    return tuple(FieldRef(entity=entity.name, name=names[one]) for one in called)


def _parts(period: Period) -> dict[str, int]:
    if period.yearly is not None:
        return {"month": period.yearly[0], "day": period.yearly[1]}
    if period.month is not None:
        return {"month": period.month}
    low, high = period.low, period.high
    if low is None or high is None:
        return {}
    if high == low + timedelta(days=1):
        return {"year": low.year, "month": low.month, "day": low.day}
    if low.day == 1 and high == _next_month(low):
        return {"year": low.year, "month": low.month}
    return {"year": low.year} if low == date(low.year, 1, 1) and high == date(low.year + 1, 1, 1) else {}


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def are_days_of_months(lexeme: Lexeme) -> bool:
    """“The hottest day”, where days from 1 to 31 stand beside dates: a day of the calendar, and no number of one."""
    named = [link for link in lexeme.fields if link.score >= _NAMED]
    return bool(named) and all(
        link.field.name.casefold() == "day"
        and link.field.type in NUMERIC_TYPES
        and link.entity.default_time is not None
        for link in named
    )


def are_calendar_units(lexeme: Lexeme) -> bool:
    """“The worst month”, where months from 1 to 12 stand beside years and days."""
    named = [link for link in lexeme.fields if link.score >= _NAMED]
    return are_days_of_months(lexeme) or (
        bool(named)
        and all(link.field.name.casefold() == "month" and calendar_day(link.entity) is not None for link in named)
    )


def with_calendar_days(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """“Days with a temperature over 30” are told by their dates; “day 5” is one of a month."""
    return [
        replace(one, kind="unknown", fields=(), score=0.0)
        if are_days_of_months(one) and not one.entities and not one.values and not _is_numbered(lexemes, place)
        else one
        for place, one in enumerate(lexemes)
    ]


def _is_numbered(lexemes: Sequence[Lexeme], place: int) -> bool:
    """“Day 5”, “day of the month”."""
    following = [one.text.casefold() for one in lexemes[place + 1 : place + 4]]
    number = place + 1 < len(lexemes) and lexemes[place + 1].kind == "number"
    return number or (following[:1] in (["of"], ["of the"]) and "month" in following)


_NAMED = 0.9
