"""The rows that a chart draws, keyed by fields of a spec."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.cells import Plain, as_json, label
from charts.spec.names import field_names
from core.chart import Chart, Encoding
from core.errors import InvalidInput
from core.result import Result

Row = dict[str, Plain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """`names` maps columns to fields; `orders` the fields of listed categories to all their drawn values in order."""

    rows: tuple[dict[str, Plain], ...]
    names: dict[str, str]
    orders: dict[str, tuple[Plain, ...]]

    def field(self, encoding: Encoding) -> str:
        return self.names[encoding.field]

    def distinct(self, encoding: Encoding) -> tuple[Plain, ...]:
        return distinct([row[self.field(encoding)] for row in self.rows])

    def order(self, encoding: Encoding) -> tuple[Plain, ...] | None:
        return self.orders.get(self.field(encoding))

    def numbers(self, encoding: Encoding) -> list[float]:
        values = (row[self.field(encoding)] for row in self.rows)
        return [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]


def drawn(chart: Chart, result: Result) -> Drawn:
    """All rows, without those of categories over an encoding's limit, or with these added up.

    Raises InvalidInput for a chart of a column that the result does not have.
    """
    columns = [column.name for column in result.columns]
    for encoding in chart.encodings:
        if encoding.field not in columns:
            raise InvalidInput(f"The chart shows “{encoding.field}”, which the result does not have.", stage="charting")
    names = field_names(columns)
    places = {columns.index(column): name for column, name in names.items()}
    rows = [{name: as_json(row[place]) for place, name in places.items()} for row in result.rows]
    orders: dict[str, tuple[Plain, ...]] = {}
    for encoding in chart.encodings:
        if encoding.sort is None:
            continue
        field = names[encoding.field]
        every = ordered(encoding, distinct([row[field] for row in rows]))
        orders[field] = every[: encoding.limit]
        if encoding.limit is not None:
            kept = {(type(value), value) for value in orders[field]}
            left = [row for row in rows if (type(row[field]), row[field]) not in kept]
            rows = [row for row in rows if (type(row[field]), row[field]) in kept]
            if encoding.other is not None and left:
                orders[field] = (*orders[field], encoding.other)
                rows += _together(chart, names, left, {field: encoding.other})
    return Drawn(rows=tuple(rows), names=names, orders=orders)


def _together(chart: Chart, names: dict[str, str], rows: list[Row], called: Row) -> list[Row]:
    """Rows with what they have in common; measures are added up, but for points, which stay as many as they are."""
    if chart.mark == "point":
        return [{**row, **called} for row in rows]
    measures = {names[each.field] for each in chart.encodings if each.scale == "quantitative" and each.format != "d"}
    shared = {names[each.field] for each in chart.encodings} - measures - set(called)
    sums: dict[tuple[tuple[str, Plain], ...], Row] = {}
    for row in rows:
        common = tuple((name, row[name]) for name in sorted(shared))
        total = sums.setdefault(common, {**dict.fromkeys(names.values()), **dict(common), **called})
        for name in measures:
            total[name] = _added(total[name], row[name])
    return list(sums.values())


def _added(total: Plain, value: Plain) -> Plain:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return total
    return value if not isinstance(total, int | float) else total + value


def distinct(values: Sequence[Plain]) -> tuple[Plain, ...]:
    seen: dict[tuple[type, Plain], Plain] = {}
    for value in values:
        seen.setdefault((type(value), value), value)
    return tuple(seen.values())


def ordered(encoding: Encoding, values: Sequence[Plain]) -> tuple[Plain, ...]:
    """Values as the encoding lists them; what it does not list follows as it came."""
    place = {name: index for index, name in enumerate(encoding.sort or ())}
    return tuple(sorted(values, key=lambda value: place.get(category_name(value, encoding), len(place))))


def category_name(value: Plain, encoding: Encoding) -> str:
    return label(value, encoding.null_label, encoding.time_unit)


def encoded(chart: Chart, channel: str) -> Encoding | None:
    return next((encoding for encoding in chart.encodings if encoding.channel == channel), None)


def all_encoded(chart: Chart, channel: str) -> tuple[Encoding, ...]:
    return tuple(encoding for encoding in chart.encodings if encoding.channel == channel)


Spec = dict[str, Any]
