"""Charts of two measures against each other."""

from __future__ import annotations

from charts.choosing.encode import SERIES, Draft, encode_category, encode_measure, ranked
from charts.shape import Field, Shape
from core.chart import Encoding

MOST_POINTS = 5000
FEWEST_POINTS = 5


def scatter(shape: Shape, fewest: int = 2) -> Draft | None:
    """A point for each row; above 5,000 a grid of counts, since points would hide each other."""
    if len(shape.measures) < 2 or shape.rows < fewest:
        return None
    x, y = shape.measures[:2]
    if min(len(x.distinct), len(y.distinct)) < 2:
        return None
    axes = (encode_measure("x", x), encode_measure("y", y))
    if shape.rows > MOST_POINTS:
        note = f"{shape.rows:,} rows are too many for points: the colour counts the rows in each square."
        return Draft(mark="rect", encodings=axes, notes=(note,))
    return Draft(mark="point", encodings=(*axes, *_colours(shape.groups, y)))


def _colours(groups: tuple[Field, ...], measure: Field) -> tuple[Encoding, ...]:
    few = [group for group in groups if len(group.distinct) <= SERIES and len(group.distinct) * 3 <= len(group.values)]
    return tuple(encode_category("color", group, ranked(group, measure)) for group in few[:1])
