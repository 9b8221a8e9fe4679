"""Which drawing a chart gets in a terminal, and its title, axes and legend around it."""

from __future__ import annotations

from charts.formats import written
from charts.spec.lines import starts_at_zero
from charts.spec.table import Drawn, all_encoded, drawn, encoded
from charts.terminal.bars import Bar, bar_lines
from charts.terminal.canvas import MARKERS, Canvas
from charts.terminal.series import Plotted, as_number, named, plotted
from charts.terminal.text import bold, cells_of, cut, dim, filled, in_series, safe
from core.chart import Chart, Encoding
from core.errors import InvalidInput
from core.result import Result

_LEAST_WIDTH, _LEAST_PLOT = 30, 16
_HEIGHT, _MOST_BARS = 14, 30
_DRAWN_AS_TEXT = ("bar", "arc", "line", "area", "point")
_NO_VALUE = "–"


def draw(chart: Chart, result: Result, width: int, colour: bool, height: int | None = None) -> str:
    """Lines of at most `width` columns; the empty text where the chart has no drawing of text or does not fit.

    `height` is of the drawing itself, in lines.
    """
    try:
        rows = drawn(chart, result)
    except InvalidInput:
        return ""
    if width < _LEAST_WIDTH or not rows.rows:
        return ""
    body = _body(chart, rows, width, colour, height)
    if not body:
        return ""
    return "\n".join((*_heading(chart, width, colour), *body))


def _body(chart: Chart, rows: Drawn, width: int, colour: bool, height: int | None) -> list[str]:
    if chart.mark not in _DRAWN_AS_TEXT or encoded(chart, "column") is not None:
        return []
    if chart.mark in ("bar", "arc"):
        return _bars(chart, rows, width, colour, height or _MOST_BARS)
    axes = [encoding for encoding in chart.encodings if encoding.channel in ("x", "y")]
    if axes[-1].scale != "quantitative" or encoded(chart, "y") is None:
        return []
    if any(encoding.channel == "y" and encoding.scale != "quantitative" for encoding in axes):
        return []
    lines = plotted(chart, rows)
    return [] if lines is None else _plot(chart, lines, width, colour, height or _HEIGHT)


def _heading(chart: Chart, width: int, colour: bool) -> list[str]:
    under = safe(" · ".join(part for part in (chart.subtitle, chart.note) if part))
    lines = [bold(cut(safe(chart.title), width), colour)] if chart.title.strip() else []
    return [*lines, dim(cut(under, width), colour)] if under else lines


def _bars(chart: Chart, rows: Drawn, width: int, colour: bool, most: int) -> list[str]:
    measures = [encoding for encoding in chart.encodings if encoding.scale == "quantitative"]
    along = next((encoding for encoding in chart.encodings if encoding.scale != "quantitative"), None)
    if along is None or not measures:
        return []
    hue = encoded(chart, "color") if chart.mark == "bar" else None
    bars = _sorted_bars(along, hue, measures, rows)
    lines = bar_lines(bars[:most], width, colour=colour)
    left = len(bars) - most
    return [*lines, dim(cut(f"… and {left:,} more", width), colour)] if lines and left > 0 else lines


def _sorted_bars(along: Encoding, hue: Encoding | None, measures: list[Encoding], rows: Drawn) -> list[Bar]:
    places = _order(along, rows)
    shades = _order(hue, rows) if hue else {}
    made: list[tuple[tuple[int, int], Bar]] = []
    for row in rows.rows:
        name = named(row[rows.field(along)], along)
        for index, measure in enumerate(measures):
            shade = named(row[rows.field(hue)], hue) if hue else ""
            series = shades.get(shade, 0) if hue else index
            parts = [name, *([shade] if hue else []), *([safe(measure.title)] if len(measures) > 1 else [])]
            value = as_number(row[rows.field(measure)])
            text = _NO_VALUE if value is None else written(value, measure.format, measure.unit)
            made.append(((places[name], series), Bar(name=" · ".join(parts), value=value, text=text, series=series)))
    return [bar for _, bar in sorted(made, key=lambda entry: entry[0])]


def _order(encoding: Encoding, rows: Drawn) -> dict[str, int]:
    values = rows.order(encoding) or sorted(
        rows.distinct(encoding), key=lambda value: (value is None, isinstance(value, str), value)
    )
    return {name: index for index, name in enumerate(dict.fromkeys(named(value, encoding) for value in values))}


def _plot(chart: Chart, lines: Plotted, width: int, colour: bool, height: int) -> list[str]:
    measure = all_encoded(chart, "y")[0]
    points = [point for _, series in lines.series for point in series]
    heights = [y for _, y in points if y is not None]
    if not heights:
        return []
    low, high = min(heights), max(heights)
    low = min(low, 0.0) if starts_at_zero(heights) else low
    high = max(high, 0.0) if high > low else low + (abs(low) or 1.0)
    marks = {0: high, height // 2: high - (high - low) * (height // 2) / (height - 1), height - 1: low}
    ticks = {row: written(value, measure.format, measure.unit) for row, value in marks.items()}
    gutter = max(map(cells_of, ticks.values()))
    columns = width - gutter - 2
    if columns < _LEAST_PLOT or height < 3:
        return []
    canvas = _canvas(chart, lines, (columns, height), (low, high))
    several = len(lines.series) > 1
    drawn_rows = canvas.lines(colour=colour, several=several)
    body = [f"{filled(ticks.get(row, ''), gutter, right=True)} ┤{line}" for row, line in enumerate(drawn_rows)]
    return [*body, _x_axis(lines, gutter, columns), *(_legend(lines, width, colour) if several else [])]


def _canvas(chart: Chart, lines: Plotted, size: tuple[int, int], ends: tuple[float, float]) -> Canvas:
    canvas = Canvas(*size)
    low, high = ends
    places = [x for _, series in lines.series for x, _ in series]
    first, span = min(places), max(places) - min(places) or 1.0
    for index, (_, series) in enumerate(lines.series):
        scaled = [None if y is None else ((x - first) / span, (y - low) / (high - low)) for x, y in series]
        if chart.mark == "point":
            for point in filter(None, scaled):
                canvas.point(point, index)
        else:
            canvas.line(scaled, index)
    return canvas


def _x_axis(lines: Plotted, gutter: int, columns: int) -> str:
    left, middle, right = lines.x_names
    if cells_of(left) + cells_of(middle) + cells_of(right) + 4 > columns:
        middle = ""
    if cells_of(left) + cells_of(right) + 2 > columns:
        return " " * (gutter + 2) + cut(left, columns)
    before = max(0, (columns - cells_of(middle)) // 2 - cells_of(left)) if middle else 0
    start = left + " " * before + middle
    return " " * (gutter + 2) + start + filled(right, columns - cells_of(start), right=True)


def _legend(lines: Plotted, width: int, colour: bool) -> list[str]:
    """The series in their colours or markers, in as many lines as they need."""
    made: list[str] = []
    used = width
    for index, (name, _) in enumerate(lines.series):
        entry = f"{MARKERS[0] if colour else MARKERS[index % len(MARKERS)]} {cut(name, width // 2)}"
        if used + cells_of(entry) + 3 > width:
            made.append("")
            used = 0
        gap = "   " if used else ""
        made[-1] += gap + in_series(entry, index, colour)
        used += cells_of(gap) + cells_of(entry)
    return made
