"""Charts of one dimension: lines over time, bars of categories, slices."""

from __future__ import annotations

from charts.cells import Plain
from charts.choosing.encode import (
    Draft,
    encode_category,
    encode_measure,
    encode_number_axis,
    encode_periods,
    encode_time,
    longest_name,
    order_of,
    ranked,
    with_other,
)
from charts.choosing.measured import Measured
from charts.choosing.wish import Wish
from charts.shape import Field
from core.chart import Channel, Encoding, Mark

FEW_PERIODS, MOST_PERIODS_AS_BARS = 3, 60
MOST_CATEGORIES, KEPT_CATEGORIES = 50, 20
_MOST_GROUPED, _UPRIGHT, _LONG_NAME, _SLICES = 12, 6, 12, 5
_ROOM_UPRIGHT = 240


def over_time(time: Field, measured: Measured, wish: Wish) -> Draft:
    wanted, periods = wish.mark, len(time.distinct)
    if wanted == "arc" and _can_be_slices(measured.first, periods):
        return _slices(time, measured)
    if len(time.values) > periods:
        return Draft(mark="point", encodings=(encode_time("x", time), encode_measure("y", measured.first)))
    as_bars = wanted == "bar" or (wanted not in ("line", "area") and (measured.changes or periods <= FEW_PERIODS))
    if as_bars and periods <= MOST_PERIODS_AS_BARS:
        return _bars(encode_periods("x", time), "y", measured, periods)
    mark: Mark = wanted if wanted in ("line", "area", "point") else "line"
    if mark == "area" and (len(measured.shown) > 1 or min(measured.first.numbers) < 0):
        mark = "line"
    series = measured.shown if mark == "line" else measured.shown[:1]
    notes = measured.notes + too_many_bars(wanted, periods)
    return Draft(mark=mark, encodings=(encode_time("x", time), *_series("y", series)), notes=notes)


def by_group(group: Field, measured: Measured, wish: Wish) -> Draft:
    wanted, count = wish.mark, len(group.distinct)
    if len(group.values) > count:
        return _dots(group, measured)
    if wanted == "arc" and _can_be_slices(measured.first, count):
        return _slices(group, measured)
    if group.kind == "ordinal" and natural_axis(group) and (count > MOST_CATEGORIES or wanted in ("line", "area")):
        return Draft(
            mark="line",
            encodings=(encode_number_axis("x", group), *_series("y", measured.shown)),
            notes=measured.notes,
        )
    if wanted == "point" and group.kind == "ordinal" and natural_axis(group):
        axes = (encode_number_axis("x", group), encode_measure("y", measured.first))
        return Draft(mark="point", encodings=axes, notes=measured.notes)
    order = order_of(group, measured.first)
    if wanted == "line" and group.kind == "ordinal":
        return Draft(mark="line", encodings=(encode_category("x", group, order), *_series("y", measured.shown)))
    return _category_bars(group, order, measured, upright=wish.upright)


def natural_axis(group: Field) -> bool:
    """Whether the values are numbers that can stand on an axis of their own."""
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in group.distinct) and (
        group.column.part is None
    )


def too_many_bars(wanted: Mark | None, periods: int) -> tuple[str, ...]:
    if wanted == "bar" and periods > MOST_PERIODS_AS_BARS:
        return (f"{periods:,} periods are too many for bars, so this is a line.",)
    return ()


def lies_flat(group: Field, *, upright: bool = False) -> bool:
    """Whether bars lie, so that their names can be read; where axes were spoken of, they stand while there is room."""
    if upright and longest_name(group) * len(group.distinct) <= _ROOM_UPRIGHT:
        return False
    if longest_name(group) > _LONG_NAME:
        return True
    return group.kind != "ordinal" and len(group.distinct) > _UPRIGHT


def cut(group: Field, order: tuple[Plain, ...] | None) -> tuple[int | None, tuple[str, ...]]:
    """How many categories are drawn of too many, and the sentence that says so."""
    count = len(group.distinct)
    if count <= MOST_CATEGORIES:
        return None, ()
    return KEPT_CATEGORIES, (f"The first {KEPT_CATEGORIES} of {count:,} are drawn; the table has them all.",)


def _category_bars(
    group: Field, order: tuple[Plain, ...] | None, measured: Measured, *, upright: bool = False
) -> Draft:
    limit, notes = cut(group, order)
    if limit is not None and order is None:
        order = group.distinct
    along: Channel = "y" if lies_flat(group, upright=upright) else "x"
    across: Channel = "x" if along == "y" else "y"
    category = encode_category(along, group, order, limit)
    draft = _bars(category, across, measured, len(group.distinct))
    return Draft(mark=draft.mark, encodings=draft.encodings, notes=draft.notes + notes)


def _bars(along: Encoding, across: Channel, measured: Measured, count: int) -> Draft:
    shown = measured.shown if count <= _MOST_GROUPED else measured.shown[:1]
    left = measured.shown[len(shown) :]
    notes = tuple(f"{field.column.label} is in the table." for field in left)
    return Draft(mark="bar", encodings=(along, *_series(across, shown)), notes=measured.notes + notes)


def _series(channel: Channel, fields: tuple[Field, ...]) -> tuple[Encoding, ...]:
    return tuple(encode_measure(channel, field) for field in fields)


def _dots(group: Field, measured: Measured) -> Draft:
    """A dot for each row, where adding up rows of one name would invent a number."""
    order = order_of(group, measured.first)
    limit, notes = cut(group, order)
    category = encode_category("y", group, order if limit is None else order or group.distinct, limit)
    return Draft(mark="point", encodings=(category, encode_measure("x", measured.first)), notes=measured.notes + notes)


def _can_be_slices(measure: Field, count: int) -> bool:
    """At most five, or the four largest beside all others together where the values add up."""
    fits = count <= _SLICES or measure.column.additive
    return fits and min(measure.numbers) >= 0 and sum(measure.numbers) > 0


def _slices(group: Field, measured: Measured) -> Draft:
    order = order_of(group, measured.first) or tuple(sorted(group.distinct, key=str))
    encoding, notes = encode_category("color", group, order), measured.notes
    if len(order) > _SLICES:
        order = ranked(group, measured.first)
        encoding = with_other(encode_category("color", group, order), _SLICES - 1)
        notes = (*notes, f"{encoding.other} is {len(order) - _SLICES + 1:,} more; the table has them all.")
    return Draft(mark="arc", encodings=(encode_measure("theta", measured.first), encoding), notes=notes)
