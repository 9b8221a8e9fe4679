"""Charts of two dimensions: lines by colour, bars beside or upon each other, heat maps."""

from __future__ import annotations

from dataclasses import replace

from charts.choosing.encode import (
    SERIES,
    Draft,
    encode_category,
    encode_measure,
    encode_periods,
    encode_time,
    longest_name,
    order_of,
    ranked,
    with_other,
)
from charts.choosing.measured import Measured
from charts.choosing.one import FEW_PERIODS, MOST_PERIODS_AS_BARS, cut, lies_flat, too_many_bars
from charts.choosing.wish import Wish
from charts.orders import natural_order
from charts.shape import Field
from core.chart import Channel, Encoding, Mark

_NO_STACK = "These values do not add up, so the bars stand beside each other and not upon each other."
_MOST_BESIDE, _MOST_COLOURS_BESIDE, _MOST_SQUARES, _SHORT = 8, 3, 50, 3


def time_and_group(time: Field, group: Field, measured: Measured, wish: Wish) -> Draft | None:
    wanted = wish.mark
    if not _is_unique(time, group):
        return None
    periods = len(time.distinct)
    if time.counts_years and group.column.part is not None and wanted != "rect" and periods <= SERIES:
        return _years_over_parts(time, group, measured)
    if wanted == "rect" and periods <= MOST_PERIODS_AS_BARS:
        return _squares(encode_periods("x", time), group, measured)
    stacks = measured.first.column.additive and min(measured.first.numbers) >= 0
    colour, notes = _colour(group, measured)
    notes += measured.notes + too_many_bars(wanted, periods)
    y = encode_measure("y", measured.first)
    if wanted == "bar" and periods <= MOST_PERIODS_AS_BARS and stacks:
        return Draft(mark="bar", encodings=(encode_periods("x", time), y, colour), notes=notes)
    if periods <= FEW_PERIODS and wanted not in ("line", "area") and wish.series != group.column.name:
        return _periods_beside(time, group, measured)
    mark: Mark = "area" if wanted == "area" and stacks else "line"
    return Draft(mark=mark, encodings=(encode_time("x", time), y, colour), notes=notes)


def two_groups(first: Field, second: Field, measured: Measured, wish: Wish) -> Draft | None:
    wanted = wish.mark
    if not _is_unique(first, second):
        return None
    along, inner = _roles(first, second) if wish.mark is None else _asked_roles(first, second, wish)
    colours = len(inner.distinct)
    if wanted == "line" and along.kind == "ordinal":
        colour, notes = _colour(inner, measured)
        x = encode_category("x", along, order_of(along, measured.first))
        return Draft(mark="line", encodings=(x, encode_measure("y", measured.first), colour), notes=notes)
    if wanted == "rect" or (colours > SERIES and wanted != "bar"):
        return _squares_of(along, inner, measured)
    stacks = measured.first.column.additive and min(measured.first.numbers) >= 0
    few = colours <= _MOST_COLOURS_BESIDE and len(along.distinct) <= _MOST_BESIDE
    beside = wish.layout == "beside" or (few and wanted != "bar" and wish.layout is None)
    if not stacks and not beside and wanted != "bar":
        return _squares_of(along, inner, measured)
    made = _coloured_bars(along, inner, measured, wish, stacked=stacks and not beside)
    unstacked = wish.layout == "stacked" and not stacks
    return replace(made, notes=(_NO_STACK, *made.notes)) if unstacked else made


def _roles(first: Field, second: Field) -> tuple[Field, Field]:
    """The dimension along the axis and the one told by colour: an order goes along, else the longer."""
    if (first.kind == "ordinal") != (second.kind == "ordinal"):
        along, inner = (first, second) if first.kind == "ordinal" else (second, first)
        if len(inner.distinct) <= SERIES:
            return along, inner
    return (first, second) if len(first.distinct) >= len(second.distinct) else (second, first)


def _asked_roles(first: Field, second: Field, wish: Wish) -> tuple[Field, Field]:
    """As the request names them; else the first along the axis, unless only the second is of many."""
    if first.column.name == wish.series or second.column.name == wish.x:
        return second, first
    if wish.x or wish.series or len(second.distinct) <= SERIES or wish.mark != "bar":
        return first, second
    return (second, first) if len(first.distinct) <= SERIES else (first, second)


def _is_unique(first: Field, second: Field) -> bool:
    """Whether each pair has one row; several would be drawn upon each other."""
    return len(set(zip(first.values, second.values, strict=True))) == len(first.values)


def _colour(group: Field, measured: Measured, channel: Channel = "color") -> tuple[Encoding, tuple[str, ...]]:
    count = len(group.distinct)
    order = natural_order(group.distinct) if group.kind == "ordinal" else None
    if count <= SERIES:
        numbers = None if group.kind == "ordinal" and order is None else ranked(group, measured.first)
        return encode_category(channel, group, order or numbers), ()
    largest = encode_category(channel, group, ranked(group, measured.first), SERIES)
    if measured.first.column.additive:
        other = with_other(largest, SERIES - 1)
        return other, (f"{other.other} is {count - SERIES + 1:,} more; the table has them all.",)
    note = f"The {SERIES} largest of {count:,} by {measured.first.column.label} are drawn; the table has them all."
    return largest, (note,)


def _coloured_bars(along: Field, inner: Field, measured: Measured, wish: Wish, *, stacked: bool) -> Draft:
    order = order_of(along, measured.first)
    limit, notes = cut(along, order)
    axis: Channel = "y" if lies_flat(along, upright=wish.upright) else "x"
    category = encode_category(axis, along, order if limit is None else order or along.distinct, limit)
    colour, colour_notes = _colour(inner, measured)
    measure = encode_measure("x" if axis == "y" else "y", measured.first)
    beside = () if stacked else (_colour(inner, measured, "offset")[0],)
    encodings = (category, measure, colour, *beside)
    return Draft(mark="bar", encodings=encodings, notes=measured.notes + colour_notes + notes)


def _periods_beside(time: Field, group: Field, measured: Measured) -> Draft:
    order = order_of(group, measured.first)
    limit, notes = cut(group, order)
    axis: Channel = "y" if lies_flat(group) else "x"
    category = encode_category(axis, group, order if limit is None else order or group.distinct, limit)
    measure = encode_measure("x" if axis == "y" else "y", measured.first)
    encodings = (category, measure, encode_periods("color", time), encode_periods("offset", time))
    return Draft(mark="bar", encodings=encodings, notes=measured.notes + notes)


def _years_over_parts(time: Field, part: Field, measured: Measured) -> Draft:
    x = encode_category("x", part, order_of(part, measured.first))
    encodings = (x, encode_measure("y", measured.first), encode_periods("color", time))
    return Draft(mark="line", encodings=encodings, notes=measured.notes)


def _squares_of(along: Field, inner: Field, measured: Measured) -> Draft | None:
    """The longer dimension goes down, where names have room, unless it is an order of short names."""
    if along.kind == "ordinal" and longest_name(along) <= _SHORT and len(along.distinct) <= _MOST_SQUARES:
        along, inner = inner, along
    limit, notes = cut(inner, inner.distinct)
    across = encode_category("x", inner, order_of(inner, measured.first) or (inner.distinct if limit else None), limit)
    draft = _squares(across, along, measured)
    return Draft(mark=draft.mark, encodings=draft.encodings, notes=draft.notes + notes)


def _squares(across: Encoding, down: Field, measured: Measured) -> Draft:
    order = order_of(down, measured.first)
    limit, notes = cut(down, order)
    rows = encode_category("y", down, order if limit is None else order or down.distinct, limit)
    encodings = (across, rows, encode_measure("color", measured.first))
    return Draft(mark="rect", encodings=encodings, notes=measured.notes + notes)
