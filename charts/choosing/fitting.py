"""A result's columns in the parts that a request gives them: what is measured, what comes first, what is set apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from charts.choosing.wish import Wish
from charts.shape import Field, Shape
from core.table import NUMERIC_TYPES

_MEASURED = ("bar", "line", "area", "arc", "point", "histogram", "box", "rect")


def fitted(shape: Shape, wish: Wish) -> Shape:
    """Numbers that only tell groups apart are measured where a chart was asked for that has nothing else to measure."""
    if wish.mark in _MEASURED:
        shape = _with_measures(shape, wish)
    if wish.x or wish.series or wish.y:
        shape = _in_asked_order(shape, wish)
    return shape


def _with_measures(shape: Shape, wish: Wish) -> Shape:
    needed = 2 if wish.mark == "point" else 1
    missing = needed - len(shape.measures) - len(shape.comparisons)
    numeric = [field for field in shape.dimensions if field.column.type in NUMERIC_TYPES and field.numbers]
    spare = len(shape.dimensions) - (0 if needed == 2 or wish.mark in ("histogram", "box") else 1)
    taken = [field for field in _last_asked(numeric, wish) if field.column.name != wish.series][
        : max(0, min(missing, spare))
    ]
    if not taken:
        return shape
    measured = {field.column.name for field in taken}
    came = (field for field in shape.columns if field.column.name in measured or _is_in(field, shape.measures))
    return replace(
        shape,
        times=tuple(field for field in shape.times if field.column.name not in measured),
        groups=tuple(field for field in shape.groups if field.column.name not in measured),
        measures=tuple(replace(field, kind="measure") for field in came),
    )


def _last_asked(fields: list[Field], wish: Wish) -> list[Field]:
    """What was named as the y first, then from the last column, since a request names what it is about before the number."""
    from_the_last = fields[::-1]
    return sorted(from_the_last, key=lambda field: (field.column.name != wish.y, field.column.name == wish.x))


def _in_asked_order(shape: Shape, wish: Wish) -> Shape:
    """What was asked for along the axis before the rest, a series after it."""

    def place(field: Field) -> int:
        return {wish.x: 0, wish.series: 2}.get(field.column.name, 1)

    def measured_place(field: Field) -> int:
        return {wish.x: 0, wish.y: 0 if wish.mark != "point" else 1}.get(field.column.name, 2)

    return replace(
        shape,
        times=tuple(sorted(shape.times, key=place)),
        groups=tuple(sorted(shape.groups, key=place)),
        measures=tuple(sorted(shape.measures, key=measured_place)),
    )


def _is_in(field: Field, fields: Iterable[Field]) -> bool:
    return any(other.column.name == field.column.name for other in fields)
