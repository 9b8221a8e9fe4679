"""Charts of two measures against each other."""

from __future__ import annotations

from charts.choosing.encode import SERIES, Draft, encode_category, encode_measure, ranked, with_other
from charts.choosing.wish import NO_WISH, Wish
from charts.shape import Field, Shape
from core.chart import Encoding

MOST_POINTS = 5000
FEWEST_POINTS = 5


def scatter(shape: Shape, wish: Wish = NO_WISH, fewest: int = 2) -> Draft | None:
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
    colours, notes = _colours(shape, y, wish)
    return Draft(mark="point", encodings=(*axes, *colours), notes=notes)


def _colours(shape: Shape, measure: Field, wish: Wish) -> tuple[tuple[Encoding, ...], tuple[str, ...]]:
    """What a series was asked of, else a group of few values that several points share."""
    asked = next((field for field in shape.dimensions if field.column.name == wish.series), None)
    if asked is None and wish.coloured:
        asked = next(iter(shape.dimensions), None)
    if asked is not None:
        return _asked_colours(asked, measure)
    few = [group for group in shape.groups if _tells_apart(group)]
    return tuple(encode_category("color", group, ranked(group, measure)) for group in few[:1]), ()


def _asked_colours(group: Field, measure: Field) -> tuple[tuple[Encoding, ...], tuple[str, ...]]:
    encoding, count = encode_category("color", group, ranked(group, measure)), len(group.distinct)
    if count <= SERIES:
        return (encoding,), ()
    note = f"Of {count:,} colours the last are all the others together; the table tells them apart."
    return (with_other(encoding, SERIES - 1),), (note,)


def _tells_apart(group: Field) -> bool:
    return len(group.distinct) <= SERIES and len(group.distinct) * 3 <= len(group.values)
