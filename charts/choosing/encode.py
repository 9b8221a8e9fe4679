"""Fields as encodings: titles, patterns, and categories in the order they are drawn."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from charts.cells import Plain, label, number, one_line
from charts.formats import GRAIN_PATTERNS, affixes, number_pattern
from charts.orders import natural_order
from charts.shape import Field
from core.chart import Channel, Encoding, Mark, Scale

SERIES = 6
_SORTED_ON_PURPOSE = 3
_TIMED = {"timestamp": "%-d %b %Y %H:%M", "timestamptz": "%-d %b %Y %H:%M"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A chart without its words. `notes` are whole sentences."""

    mark: Mark
    encodings: tuple[Encoding, ...]
    notes: tuple[str, ...] = ()


def encode_measure(channel: Channel, field: Field) -> Encoding:
    return Encoding(
        channel=channel,
        field=field.column.name,
        scale="quantitative",
        title=title_of(field),
        format=number_pattern(field.numbers, field.unit),
        unit=field.unit,
    )


def encode_time(channel: Channel, field: Field) -> Encoding:
    """Whole years stay numbers on a line's axis, so that missing years leave a gap."""
    scale: Scale = "quantitative" if field.counts_years else "temporal"
    return Encoding(
        channel=channel, field=field.column.name, scale=scale, title=title_of(field), format=time_pattern(field)
    )


def encode_periods(channel: Channel, field: Field) -> Encoding:
    """Periods as steps of equal width, in order; for bars and colours."""
    return Encoding(
        channel=channel,
        field=field.column.name,
        scale="ordinal",
        title=title_of(field),
        format=time_pattern(field),
        time_unit=field.column.grain,
    )


def encode_number_axis(channel: Channel, field: Field) -> Encoding:
    return Encoding(
        channel=channel,
        field=field.column.name,
        scale="quantitative",
        title=title_of(field),
        format=number_pattern(field.numbers, field.unit),
        unit=field.unit,
    )


def encode_category(
    channel: Channel, field: Field, order: Sequence[Plain] | None, limit: int | None = None
) -> Encoding:
    """`order` lists distinct values as they are drawn; None leaves numbers in their own order."""
    names = None if order is None else tuple(dict.fromkeys(name_of(value, field) for value in order))
    return Encoding(
        channel=channel,
        field=field.column.name,
        scale="ordinal" if field.kind == "ordinal" else "nominal",
        title=title_of(field),
        sort=names,
        time_unit=field.column.part,
        limit=limit if names is None or limit is None or limit < len(names) else None,
    )


def with_other(encoding: Encoding, kept: int) -> Encoding:
    """The first `kept` categories, and all others added up under a name that none of them has."""
    names = set(encoding.sort or ())
    other = next(name for name in ("Other", "All others", "Other (together)", "…") if name not in names)
    return replace(encoding, limit=kept, other=other)


def title_of(field: Field) -> str:
    """The label, with the unit where numbers do not carry it."""
    text = one_line(field.column.label) or one_line(field.column.name) or "(blank)"
    text = text[:1].upper() + text[1:] if text[1:2].islower() or " " in text else text
    unit = field.unit
    if not unit or unit == "ratio" or any(affixes(unit)) or field.kind != "measure" or f"({unit})" in text:
        return text
    return f"{text} ({unit})"


def time_pattern(field: Field) -> str:
    if field.counts_years:
        return "d"
    return GRAIN_PATTERNS.get(field.column.grain or "") or _TIMED.get(field.column.type or "", "%-d %b %Y")


def name_of(value: Plain, field: Field) -> str:
    return label(value, part=field.column.part)


def longest_name(field: Field) -> int:
    return max((len(name_of(value, field)) for value in field.distinct), default=0)


def order_of(field: Field, measure: Field) -> tuple[Plain, ...] | None:
    """Ordinal categories by their nature, others by value: the greatest first, or as the rows came where they are sorted."""
    if field.kind == "ordinal":
        texts = natural_order(field.distinct)
        return texts if texts is not None else None
    totals = totals_by(field, measure)
    came = [totals[value] for value in field.distinct]
    pairs = list(itertools.pairwise(came))
    if len(pairs) >= _SORTED_ON_PURPOSE and all(first <= second for first, second in pairs):
        return field.distinct
    return tuple(sorted(field.distinct, key=lambda value: totals[value], reverse=True))


def ranked(field: Field, measure: Field) -> tuple[Plain, ...]:
    """Distinct values, the greatest by the sum of their absolute values first."""
    totals: defaultdict[Plain, float] = defaultdict(float)
    for value, cell in zip(field.values, measure.cells, strict=True):
        totals[value] += abs(number(cell) or 0.0)
    return tuple(sorted(field.distinct, key=lambda value: totals[value], reverse=True))


def totals_by(field: Field, measure: Field) -> dict[Plain, float]:
    totals: defaultdict[Plain, float] = defaultdict(float)
    for value, cell in zip(field.values, measure.cells, strict=True):
        totals[value] += number(cell) or 0.0
    return dict(totals)
