"""Whether a chart is the one that was asked for: its kind, and what is on its axes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.chart import Chart, Encoding
from core.result import Result
from evals.drawing.requests import Request

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
)  # fmt: skip
_TIME_OF_DAY = re.compile(r"[ t]00:00(?::00(?:\.0+)?)?z?$")
_DIGITS = 4

Data = Mapping[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart as nvBench sees one: bars that lie are bars, `x` is what they are of and `y` how long they are."""

    kind: str
    x: str
    y: str
    series: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    kind: bool
    axes: bool

    @property
    def right(self) -> bool:
        return self.kind and self.axes


def drawn_as(chart: Chart) -> Drawn | None:
    """None for charts that nvBench has no name for."""
    by_channel = {each.channel: each for each in reversed(chart.encodings)}
    colour = by_channel.get("color")
    series = colour.field if colour is not None else None
    if chart.mark == "arc" and colour is not None:
        return Drawn(kind="Pie", x=colour.field, y=by_channel["theta"].field)
    x, y = by_channel.get("x"), by_channel.get("y")
    kinds = {"bar": "Bar", "line": "Line", "point": "Scatter"}
    if x is None or y is None or chart.mark not in kinds or "column" in by_channel:
        return None
    if chart.mark == "bar" and _is_length(x) and not _is_length(y):
        x, y = y, x
    kind = kinds[chart.mark]
    if series is not None:
        beside = "Grouped Bar" if "offset" in by_channel else "Stacked Bar"
        kind = beside if chart.mark == "bar" else f"Grouping {kind}"
    return Drawn(kind=kind, x=x.field, y=y.field, series=series)


def is_kind(drawn: Drawn, request: Request) -> bool:
    """Bars beside each other serve as well where the request does not say that they are stacked."""
    if request.chart == "Stacked Bar" and not request.stacked:
        return drawn.kind in ("Stacked Bar", "Grouped Bar")
    return drawn.kind == request.chart


def by_columns(chart: Chart | None, columns: Sequence[str], request: Request) -> Verdict:
    """Against a result whose columns are x, y and series, in this order.

    Either measure may be the x of a scatter whose request names no axes.
    """
    drawn = drawn_as(chart) if chart is not None else None
    if drawn is None:
        return Verdict(kind=False, axes=False)
    x, y, *rest = columns
    placed = (drawn.x, drawn.y) == (x, y)
    if "Scatter" in request.chart and not request.names_axes:
        placed = {drawn.x, drawn.y} == {x, y}
    series = rest[0] if rest else None
    return Verdict(kind=is_kind(drawn, request), axes=placed and drawn.series == series)


def by_data(chart: Chart | None, result: Result, request: Request) -> Verdict:
    """Against the data that is right, whatever the columns are called; places without a value, or with 0, say nothing."""
    drawn = drawn_as(chart) if chart is not None else None
    if drawn is None:
        return Verdict(kind=False, axes=False)
    right, found = expected_data(request), data_of(drawn, result)
    same = found == right
    if "Scatter" in request.chart and not request.names_axes and not same:
        same = {name: frozenset((y, x) for x, y in points) for name, points in found.items()} == right
    return Verdict(kind=is_kind(drawn, request), axes=same)


def expected_data(request: Request) -> Data:
    one = request.x_data[0] if len(request.x_data) == 1 else None
    names = [plain(name) for name in request.series] or [""]
    data: dict[str, frozenset[tuple[str, str]]] = {}
    for index, values in enumerate(request.y_data):
        places = one if one is not None else request.x_data[index]
        name = names[index] if index < len(names) else str(index)
        data[name] = _points(zip(places, values, strict=False), keep_zero="Scatter" in request.chart)
    return {name: points for name, points in data.items() if points}


def data_of(drawn: Drawn, result: Result) -> Data:
    places = {column.name: index for index, column in enumerate(result.columns)}
    series: dict[str, list[tuple[Any, Any]]] = {}
    for row in result.rows:
        name = plain(row[places[drawn.series]]) if drawn.series is not None else ""
        series.setdefault(name, []).append((row[places[drawn.x]], row[places[drawn.y]]))
    found = {name: _points(points, keep_zero="Scatter" in drawn.kind) for name, points in series.items()}
    return {name: points for name, points in found.items() if points}


def plain(value: Any) -> str:
    """One spelling of what is the same: 2010 and "2010", Thur and Thursday, a date with and without midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, int | float | Decimal):
        return _number(float(value))
    if isinstance(value, datetime | date):
        return _TIME_OF_DAY.sub("", value.isoformat().casefold())
    text = _TIME_OF_DAY.sub("", str(value).strip().casefold())
    if len(text) > 2 and any(name.startswith(text) for name in (*_DAYS, *_MONTHS)):
        return text[:3]
    try:
        return _number(float(text))
    except ValueError:
        return text


def _points(points: Any, *, keep_zero: bool) -> frozenset[tuple[str, str]]:
    written = ((plain(x), plain(y)) for x, y in points)
    return frozenset((x, y) for x, y in written if y and (keep_zero or y != "0"))


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return f"{value:.{_DIGITS}g}" if value != int(value) else str(int(value))


def _is_length(encoding: Encoding) -> bool:
    return encoding.scale == "quantitative" and encoding.format != "d"
