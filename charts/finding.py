"""What a chart shows, in one sentence for its title; every figure is a cell or counted from the cells drawn."""

from __future__ import annotations

import math
from statistics import correlation, quantiles

from charts.cells import as_json, label, moment, number, one_line
from charts.formats import full_pattern, written, written_moment
from core.chart import Chart, Encoding
from core.result import Result
from core.table import Cell

_LONGEST = 110
_HARDLY, _CLEARLY, _ALMOST_ALL = 0.02, 0.5, 0.995
_FEWEST_POINTS = 10

Row = dict[str, Cell]


def finding(chart: Chart, result: Result, *, adds_up: bool = False) -> str | None:
    """None where no one thing stands out, or rows are missing.

    `adds_up`: the rows are all there is of a measure that can be added, so that shares of it may be told.
    """
    if result.truncated or not result.rows:
        return None
    names = [column.name for column in result.columns]
    rows = [dict(zip(names, row, strict=True)) for row in result.rows]
    said = _said(chart, rows, adds_up=adds_up)
    return said if said is not None and len(said) <= _LONGEST else None


def _said(chart: Chart, rows: list[Row], *, adds_up: bool) -> str | None:
    by_channel: dict[str, list[Encoding]] = {}
    for encoding in chart.encodings:
        by_channel.setdefault(encoding.channel, []).append(encoding)
    if "column" in by_channel:
        return None
    match chart.mark:
        case "bar" | "arc":
            return _of_bars(by_channel, rows, adds_up=adds_up)
        case "line" | "area":
            return _of_lines(chart, by_channel, rows)
        case "point":
            return _of_points(by_channel, rows)
        case "rect":
            return _of_squares(by_channel, rows)
        case "histogram":
            return _of_spread(by_channel["x"][0], rows)
        case _:
            return None


def _of_bars(by_channel: dict[str, list[Encoding]], rows: list[Row], *, adds_up: bool) -> str | None:
    placed = [each for channel in ("x", "y", "theta", "color") for each in by_channel.get(channel, [])]
    measures = [each for each in placed if _is_measure(each)]
    along = next((each for each in placed if not _is_measure(each)), None)
    if len(measures) != 1 or along is None or ("color" in by_channel and "theta" not in by_channel):
        return None
    measure = measures[0]
    pairs = [(row[along.field], _value(row, measure)) for row in rows]
    known = sorted(((value, name) for name, value in pairs if value is not None), key=lambda one: -one[0])
    if len(known) < 2 or known[0][0] == known[1][0]:
        return None
    (most, leader), total = known[0], math.fsum(value for value, _ in known)
    name, figure = _name(leader, along), _figure(most, measure)
    if adds_up and known[-1][0] >= 0 and total > 0:
        share = most / total
        if share > _ALMOST_ALL:
            return f"{name} makes up almost all of the {_lower(measure.title)}"
        return f"{name} leads with {figure}, {written(share, '.1~%')} of the {_lower(measure.title)}"
    return f"{name} has the highest {_lower(measure.title)}: {figure}"


def _of_lines(chart: Chart, by_channel: dict[str, list[Encoding]], rows: list[Row]) -> str | None:
    x, measures = by_channel["x"][0], by_channel["y"]
    whole = [row for row in rows if row[x.field] is not None and str(as_json(row[x.field])) != chart.partial]
    if len(measures) != 1 or len(whole) < 2 or x.scale == "nominal":
        return None
    measure, colours = measures[0], by_channel.get("color")
    if colours:
        return _of_series(x, measure, colours[0], whole)
    points = sorted(((_order(row[x.field]), row) for row in whole), key=lambda one: one[0])
    first, last = (row for _, row in (points[0], points[-1]))
    before, after = _value(first, measure), _value(last, measure)
    if before is None or after is None:
        return None
    start, end = _name(first[x.field], x), _name(last[x.field], x)
    if before <= 0:
        return f"{_upper(measure.title)} went from {_figure(before, measure)} in {start} to {_figure(after, measure)} in {end}"
    change = (after - before) / before
    if abs(change) < _HARDLY:
        return f"{_upper(measure.title)} is much the same in {end} as in {start}: {_figure(after, measure)}"
    verb = "rose" if change > 0 else "fell"
    return f"{_upper(measure.title)} {verb} {written(abs(change), '.1~%')} from {start} to {end}, to {_figure(after, measure)}"


def _of_series(x: Encoding, measure: Encoding, colour: Encoding, rows: list[Row]) -> str | None:
    last = max(_order(row[x.field]) for row in rows)
    ends = [
        (value, row) for row in rows if _order(row[x.field]) == last and (value := _value(row, measure)) is not None
    ]
    ends.sort(key=lambda one: -one[0])
    if len(ends) < 2 or ends[0][0] == ends[1][0]:
        return None
    most, row = ends[0]
    return f"{_name(row[colour.field], colour)} is ahead in {_name(row[x.field], x)} with {_figure(most, measure)}"


def _of_points(by_channel: dict[str, list[Encoding]], rows: list[Row]) -> str | None:
    x, y = by_channel["x"][0], by_channel["y"][0]
    pairs = [(_value(row, x), _value(row, y)) for row in rows]
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    if not (_is_measure(x) and _is_measure(y)) or len(known) < _FEWEST_POINTS:
        return None
    ones, others = zip(*known, strict=True)
    if len(set(ones)) < 2 or len(set(others)) < 2:
        return None
    strength = correlation(ones, others)
    related = "rise together" if strength > 0 else "move against each other"
    if abs(strength) < _CLEARLY:
        return f"{_upper(x.title)} and {_lower(y.title)} are hardly related (r = {written(strength, '.2f')})"
    return f"{_upper(x.title)} and {_lower(y.title)} {related} (r = {written(strength, '.2f')})"


def _of_squares(by_channel: dict[str, list[Encoding]], rows: list[Row]) -> str | None:
    if "color" not in by_channel:
        return None
    x, y, measure = by_channel["x"][0], by_channel["y"][0], by_channel["color"][0]
    known = [(value, row) for row in rows if (value := _value(row, measure)) is not None]
    known.sort(key=lambda one: -one[0])
    if len(known) < 2 or known[0][0] == known[1][0]:
        return None
    most, row = known[0]
    where = f"{_name(row[x.field], x)} and {_name(row[y.field], y)}"
    return f"{_upper(measure.title)} is highest for {where}: {_figure(most, measure)}"


def _of_spread(x: Encoding, rows: list[Row]) -> str | None:
    values = [value for row in rows if (value := _value(row, x)) is not None]
    if len(values) < _FEWEST_POINTS or len(set(values)) < 2:
        return None
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f"Half of the values of {_lower(x.title)} lie between {_figure(low, x)} and {_figure(high, x)}"


def _is_measure(encoding: Encoding) -> bool:
    return encoding.scale == "quantitative" and encoding.format != "d"


def _value(row: Row, encoding: Encoding) -> float | None:
    return number(row[encoding.field])


def _figure(value: float, encoding: Encoding) -> str:
    pattern = full_pattern(encoding.format, encoding.unit, [value])
    return written(value, ".1~%" if pattern == ".2~%" else pattern, encoding.unit)


def _name(cell: Cell, encoding: Encoding) -> str:
    when = moment(cell)
    if when is not None and encoding.format:
        return written_moment(when, encoding.format)
    return label(as_json(cell), encoding.null_label, encoding.time_unit)


def _order(cell: Cell) -> tuple[float, str]:
    when, value = moment(cell), number(cell)
    place = when.timestamp() if when is not None else value if value is not None else 0.0
    return place, str(cell) if when is None and value is None else ""


def _upper(title: str) -> str:
    text = one_line(title)
    return text[:1].upper() + text[1:]


def _lower(title: str) -> str:
    """In a sentence; abbreviations stay as they are."""
    text = one_line(title)
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
