"""Small multiples: one chart of the same scale for each value of a dimension."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from charts.choosing.encode import Draft, encode_category, encode_measure, encode_periods, ranked
from charts.choosing.measured import Measured
from charts.choosing.one import by_group, over_time
from charts.choosing.two import time_and_group, two_groups
from charts.choosing.wish import Wish
from charts.shape import Field, Shape
from core.chart import Encoding

MOST_MULTIPLES = 12
_INNER_MARKS = ("bar", "line", "area", "point")
_DRAWN = frozenset({"x", "y", "color", "offset"})


def small_multiples(shape: Shape, shown: Measured, wish: Wish) -> Draft | None:
    """For three dimensions, and where they were asked for; None where the rows would be drawn upon each other."""
    dimensions = shape.dimensions
    if len(dimensions) != 3 and not (wish.multiples and len(dimensions) == 2):
        return None
    apart = _set_apart(shape, wish)
    if apart is None or not _is_unique(dimensions):
        return None
    inner = _inner(_largest_part(shape, apart), shown, wish)
    if inner is None or inner.mark not in _INNER_MARKS or not {each.channel for each in inner.encodings} <= _DRAWN:
        return None
    patterns = {field.column.name: encode_measure("y", field).format for field in shown.shown}
    drawn = tuple(replace(each, format=patterns.get(each.field, each.format)) for each in inner.encodings)
    facet = _facet(apart, shown)
    left = len(apart.distinct) - MOST_MULTIPLES
    notes = (f"The {MOST_MULTIPLES} largest of {len(apart.distinct):,} are drawn.",) if left > 0 else ()
    return Draft(mark=inner.mark, encodings=(*drawn, facet), notes=(*inner.notes, *notes))


def _set_apart(shape: Shape, wish: Wish) -> Field | None:
    """The dimension that was named, else the group of the fewest values."""
    named = next((field for field in shape.groups if field.column.name == wish.series and wish.multiples), None)
    return named or min(shape.groups, key=lambda field: len(field.distinct), default=None)


def _largest_part(shape: Shape, apart: Field) -> Shape:
    """The rows of the value that has most of them: what is chosen for it serves all."""
    largest = Counter(apart.values).most_common(1)[0][0]
    kept = [place for place, value in enumerate(apart.values) if value == largest]

    def part(fields: tuple[Field, ...]) -> tuple[Field, ...]:
        return tuple(_rows_of(field, kept) for field in fields if field.column.name != apart.column.name)

    return replace(
        shape, times=part(shape.times), groups=part(shape.groups), measures=part(shape.measures), rows=len(kept)
    )


def _rows_of(field: Field, places: list[int]) -> Field:
    return replace(field, cells=tuple(field.cells[place] for place in places))


def _inner(shape: Shape, shown: Measured, wish: Wish) -> Draft | None:
    name = shown.first.column.name
    measure = next((field for field in shape.measures if field.column.name == name and field.numbers), None)
    if measure is None:
        return None
    alone = Measured(shown=(measure,), changes=shown.changes, notes=shown.notes)
    match shape.times, shape.groups:
        case (time,), ():
            return over_time(time, alone, wish)
        case (), (group,):
            return by_group(group, alone, wish)
        case (time,), (group,):
            return time_and_group(time, group, alone, wish)
        case (), (first, second):
            return two_groups(first, second, alone, wish)
        case _:
            return None


def _facet(field: Field, shown: Measured) -> Encoding:
    if field.kind == "time":
        return encode_periods("column", field)
    return encode_category("column", field, ranked(field, shown.first), MOST_MULTIPLES)


def _is_unique(dimensions: tuple[Field, ...]) -> bool:
    rows = list(zip(*(field.values for field in dimensions), strict=True))
    return len(set(rows)) == len(rows)
