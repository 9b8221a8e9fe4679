"""The series of a chart as numbers on two axes, with the names of the ends of each axis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from charts.cells import Plain
from charts.formats import written, written_moment
from charts.spec.gaps import missing_periods
from charts.spec.table import Drawn, all_encoded, category_name, encoded
from charts.terminal.text import safe
from core.chart import Chart, Encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Plotted:
    """`series` are names with their points in order of x; a y of None is a gap. `x_names` are left, middle, right."""

    series: tuple[tuple[str, tuple[tuple[float, float | None], ...]], ...]
    x_names: tuple[str, str, str]


def plotted(chart: Chart, drawn: Drawn) -> Plotted | None:
    x, measures, colour = encoded(chart, "x"), all_encoded(chart, "y"), encoded(chart, "color")
    if x is None or not measures:
        return None
    places = _places(x, drawn)
    series: defaultdict[str, list[tuple[float, float | None]]] = defaultdict(list)
    for row in drawn.rows:
        place = places.get(row[drawn.field(x)])
        if place is None:
            continue
        for measure in measures:
            name = named(row[drawn.field(colour)], colour) if colour else safe(measure.title)
            series[name].append((place, as_number(row[drawn.field(measure)])))
    if not series:
        return None
    for missing in _missing_places(x, drawn) if chart.mark == "line" else ():
        for points in series.values():
            points.append((missing, None))
    order = [named(value, colour) for value in drawn.order(colour) or ()] if colour else list(series)
    listed = sorted(series, key=lambda name: order.index(name) if name in order else len(order))
    lines = tuple((name, tuple(sorted(series[name], key=lambda point: point[0]))) for name in listed)
    return Plotted(series=lines, x_names=_x_names(x, drawn, places))


def named(value: Plain, encoding: Encoding) -> str:
    """A value as its axis or legend writes it."""
    if value is None:
        return encoding.null_label
    if encoding.format and "%" in encoding.format and isinstance(value, str):
        return written_moment(_moment(value), encoding.format)
    if encoding.scale == "quantitative" and isinstance(value, int | float):
        return str(int(value)) if encoding.format == "d" else written(value, encoding.format, encoding.unit)
    return safe(category_name(value, encoding))


def as_number(value: Plain) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _places(x: Encoding, drawn: Drawn) -> dict[Plain, float]:
    """Where each value stands on the axis: times and numbers by what they are, categories evenly."""
    values = [value for value in drawn.order(x) or drawn.distinct(x) if value is not None or x.sort is not None]
    if x.scale == "temporal":
        return {value: _moment(str(value)).timestamp() for value in values}
    if x.scale == "quantitative":
        return {value: float(value) for value in values if isinstance(value, int | float)}
    evenly: Sequence[Plain] = (
        values if x.sort is not None else sorted(values, key=lambda value: (str(type(value)), value))
    )
    return {value: float(index) for index, value in enumerate(evenly)}


def _missing_places(x: Encoding, drawn: Drawn) -> list[float]:
    missing = missing_periods(x, drawn)
    if x.scale == "temporal":
        return [_moment(str(value)).timestamp() for value in missing]
    return [float(value) for value in missing if isinstance(value, int | float)]


def _x_names(x: Encoding, drawn: Drawn, places: dict[Plain, float]) -> tuple[str, str, str]:
    by_place = sorted(places, key=lambda value: places[value])
    if not by_place:
        return "", "", ""
    middle = (places[by_place[0]] + places[by_place[-1]]) / 2
    closest = min(by_place, key=lambda value: abs(places[value] - middle))
    centred = abs(places[closest] - middle) <= 0.02 * (places[by_place[-1]] - places[by_place[0]])
    return named(by_place[0], x), named(closest, x) if centred else "", named(by_place[-1], x)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00") if "T" in text else f"{text}T00:00:00+00:00")
