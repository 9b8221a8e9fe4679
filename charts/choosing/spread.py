"""How single values are spread: histograms and box plots, where they are asked for."""

from __future__ import annotations

from charts.choosing.encode import Draft, encode_category, encode_measure, encode_periods, order_of
from charts.choosing.one import cut
from charts.choosing.wish import Wish
from charts.shape import Field, Shape

_FEWEST = 5


def distribution(shape: Shape, wish: Wish) -> Draft | None:
    """None where neither was asked for, or rows are groups already."""
    if wish.mark not in ("histogram", "box") or not shape.measures:
        return None
    measure = next((field for field in shape.measures if field.column.name in (wish.x, wish.y)), shape.measures[0])
    if wish.mark == "box":
        return _boxes(shape, measure)
    grouped = any(len(field.distinct) == shape.rows for field in shape.dimensions) and not shape.listed
    if grouped or len(measure.numbers) < _FEWEST:
        return None
    return Draft(mark="histogram", encodings=(encode_measure("x", measure),), notes=_left_out(shape, measure))


def _boxes(shape: Shape, measure: Field) -> Draft | None:
    """A box for each group that has several values; one for all where no column groups them."""
    groups = [field for field in shape.dimensions if len(field.distinct) * 2 <= shape.rows]
    if len(measure.numbers) < _FEWEST or (shape.dimensions and not groups and not shape.listed):
        return None
    value = encode_measure("x", measure)
    if not groups:
        return Draft(mark="box", encodings=(value,), notes=_left_out(shape, measure))
    group = groups[0]
    order = order_of(group, measure)
    limit, notes = cut(group, order)
    if group.kind == "time":
        return Draft(mark="box", encodings=(value, encode_periods("y", group)), notes=_left_out(shape, measure))
    category = encode_category("y", group, order if limit is None else order or group.distinct, limit)
    return Draft(mark="box", encodings=(value, category), notes=(*notes, *_left_out(shape, measure)))


def _left_out(shape: Shape, measure: Field) -> tuple[str, ...]:
    missing = shape.rows - len(measure.numbers)
    return (f"{missing:,} rows without a value are left out.",) if missing else ()
