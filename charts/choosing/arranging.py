"""What comes after a chart is chosen: the order that was asked for, and a last period that is not whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from charts.cells import Plain, moment
from charts.choosing.encode import Draft, name_of, time_pattern, totals_by
from charts.choosing.wish import Wish
from charts.formats import written_moment
from charts.orders import natural_order
from charts.shape import Field, Shape
from core.table import Cell

_DAYS = {"week": 7, "day": 1}
_MONTHS = {"year": 12, "quarter": 3, "month": 1}


def sorted_as_asked(draft: Draft, shape: Shape, wish: Wish) -> Draft:
    """Bars in the order of the request; a line keeps the order of its axis."""
    along = next(
        (each for each in draft.encodings if each.channel in ("x", "y") and each.scale != "quantitative"), None
    )
    if wish.sort is None or along is None or draft.mark not in ("bar", "rect"):
        return draft
    field = next(field for field in shape.dimensions if field.column.name == along.field)
    measure = next((each for each in shape.columns if each.column.name in _measures(draft)), None)
    if wish.sort.by == "y" and measure is not None:
        totals = totals_by(field, measure)
        order = sorted(field.distinct, key=lambda value: totals[value], reverse=wish.sort.descending)
    else:
        order = _by_nature(field)
        order = order[::-1] if wish.sort.descending else order
    names = tuple(dict.fromkeys(name_of(value, field) for value in order))
    arranged = tuple(replace(each, sort=names) if each is along else each for each in draft.encodings)
    return replace(draft, encodings=arranged)


def partial_period(draft: Draft, shape: Shape, until: date | None) -> tuple[str | None, tuple[str, ...]]:
    """The last period, as its rows have it, where its data is not whole; and the sentence that says so."""
    time = _drawn_time(draft, shape)
    if time is None or until is None or draft.mark not in ("line", "area", "bar"):
        return None, ()
    partial = partial_of(time, until)
    last, through = moment(max(time.cells, key=_when)), moment(until)
    if partial is None or last is None or through is None:
        return None, ()
    name, day = written_moment(last, time_pattern(time)), written_moment(through, "%-d %b %Y")
    return partial, (f"{name} is not complete: the data ends on {day}.",)


def partial_of(time: Field, until: date | None) -> str | None:
    """The last period of a time with a grain, as its rows have it, where it ends after `until`."""
    last = moment(max(time.cells, key=_when, default=None))
    end = _end_of(last.date(), time.column.grain or "") if last is not None else None
    if last is None or end is None or until is None or not last.date() <= until < end - timedelta(days=1):
        return None
    return next(str(value) for value, cell in zip(time.values, time.cells, strict=True) if moment(cell) == last)


def _drawn_time(draft: Draft, shape: Shape) -> Field | None:
    drawn = {each.field for each in draft.encodings if each.channel in ("x", "y")}
    return next((time for time in shape.times if time.column.name in drawn and moment(_first(time)) is not None), None)


def _first(field: Field) -> Cell:
    return next((cell for cell in field.cells if cell is not None), None)


def _when(cell: Cell) -> float:
    when = moment(cell)
    return when.timestamp() if when is not None else float("-inf")


def _end_of(start: date, grain: str) -> date | None:
    """The day after the period."""
    if grain in _DAYS:
        return start + timedelta(days=_DAYS[grain])
    if grain not in _MONTHS:
        return None
    months = start.year * 12 + start.month - 1 + _MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1)


def _measures(draft: Draft) -> set[str]:
    return {each.field for each in draft.encodings if each.scale == "quantitative"}


def _by_nature(field: Field) -> list[Plain]:
    ordered: tuple[Plain, ...] | None = natural_order(field.distinct)
    if ordered is not None:
        return list(ordered)
    return sorted(field.distinct, key=_place)


def _place(value: Plain) -> tuple[bool, bool, float, str]:
    number = float(value) if isinstance(value, int | float) else None
    return value is None, number is None, number or 0.0, str(value).casefold()
