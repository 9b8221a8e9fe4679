"""A Chart as a table of categories and series, for programs that draw their own charts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from charts.cells import Plain
from charts.formats import affixes
from charts.spec.channels import is_period
from charts.spec.gaps import missing_periods
from charts.spec.table import Drawn, all_encoded, drawn, encoded
from charts.terminal.series import as_number, named
from charts.theme import THEMES
from core.chart import Chart, ChartSeries, ChartTable, Encoding
from core.errors import InvalidInput
from core.result import Result

MOST_CATEGORIES, MOST_SERIES, MOST_POINTS = 2_000, 60, 5_000
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T00:00:00Z)?")
_DECIMALS = re.compile(r"\.(\d+)f$")


def chart_table(chart: Chart, result: Result) -> ChartTable | None:
    """None for a chart that has no like among those of a spreadsheet, or too much in it."""
    try:
        rows = drawn(chart, result)
    except InvalidInput:
        return None
    if not rows.rows or encoded(chart, "column") is not None:
        return None
    match chart.mark:
        case "bar":
            return _bars(chart, rows)
        case "line" | "area":
            return _over(chart, rows, encoded(chart, "x"), all_encoded(chart, "y"))
        case "arc":
            return _over(chart, rows, encoded(chart, "color"), all_encoded(chart, "theta"))
        case "rect":
            return _squares(chart, rows)
        case "point":
            return _points(chart, rows)
        case _:
            return None


def _bars(chart: Chart, rows: Drawn) -> ChartTable | None:
    lies = any(e.channel == "y" and e.scale != "quantitative" for e in chart.encodings)
    along, across = ("y", "x") if lies else ("x", "y")
    table = _over(chart, rows, encoded(chart, along), all_encoded(chart, across))
    if table is None:
        return None
    stacked = encoded(chart, "color") is not None and encoded(chart, "offset") is None
    return replace(table, kind="bar" if lies else "column", stacked=stacked, days=(), day_pattern="")


def _over(chart: Chart, rows: Drawn, along: Encoding | None, measures: tuple[Encoding, ...]) -> ChartTable | None:
    """Categories of `along`; a series for each measure, or for each colour where there is one measure."""
    if along is None or not measures:
        return None
    colour = encoded(chart, "color") if along.channel != "color" else None
    places = _places(along, rows, with_gaps=chart.mark == "line")
    names = _series_names(rows, measures, colour)
    cells: dict[tuple[Plain, str], float | None] = {}
    for row in rows.rows:
        for measure in measures:
            key = (row[rows.field(along)], names[row[rows.field(colour)] if colour else measure.field])
            if key in cells:
                return None
            cells[key] = as_number(row[rows.field(measure)])
    listed = tuple(dict.fromkeys(names.values()))
    series = (ChartSeries(name=name, values=tuple(cells.get((place, name)) for place in places)) for name in listed)
    kind = {"line": "line", "area": "area", "arc": "doughnut"}.get(chart.mark, "column")
    table = _table(chart, along, measures[0], places, tuple(series))
    days = _days(along, places) if chart.mark in ("line", "area") else ()
    stacked = chart.mark == "area" and colour is not None
    pattern = along.format or "" if days else ""
    return table and replace(table, kind=kind, days=days, day_pattern=pattern, stacked=stacked)  # type: ignore[arg-type]


def _squares(chart: Chart, rows: Drawn) -> ChartTable | None:
    x, y, shade = encoded(chart, "x"), encoded(chart, "y"), encoded(chart, "color")
    if x is None or y is None or shade is None or shade.scale != "quantitative":
        return None
    across, down = _places(x, rows), _places(y, rows)
    cells = {(row[rows.field(y)], row[rows.field(x)]): as_number(row[rows.field(shade)]) for row in rows.rows}
    series = tuple(
        ChartSeries(name=named(lower, y), values=tuple(cells.get((lower, place)) for place in across)) for lower in down
    )
    table = _table(chart, x, shade, across, series)
    ramp = THEMES["light"].ramp
    return table and replace(table, kind="heat", colours=(ramp[0], ramp[-2]))


def _points(chart: Chart, rows: Drawn) -> ChartTable | None:
    x, y, colour = encoded(chart, "x"), encoded(chart, "y"), encoded(chart, "color")
    if x is None or y is None or {x.scale, y.scale} != {"quantitative"} or len(rows.rows) > MOST_POINTS:
        return None
    points: dict[str, list[tuple[float, float]]] = {}
    for row in rows.rows:
        across, up = as_number(row[rows.field(x)]), as_number(row[rows.field(y)])
        if across is not None and up is not None:
            points.setdefault(named(row[rows.field(colour)], colour) if colour else y.title, []).append((across, up))
    series = tuple(
        ChartSeries(name=name, x=tuple(one[0] for one in pairs), values=tuple(one[1] for one in pairs))
        for name, pairs in points.items()
    )
    table = _table(chart, x, y, (), series)
    return table and replace(table, kind="scatter")


def _table(
    chart: Chart, along: Encoding, measure: Encoding, places: Sequence[Plain], series: tuple[ChartSeries, ...]
) -> ChartTable | None:
    if not series or len(series) > MOST_SERIES or len(places) > MOST_CATEGORIES:
        return None
    before, after = affixes(measure.unit)
    pattern = measure.format or ""
    written = _DECIMALS.search(pattern)
    return ChartTable(
        kind="column",
        categories=tuple(named(place, along) for place in places),
        series=series,
        title=chart.title,
        category_title=along.title,
        value_title=measure.title,
        colours=THEMES["light"].series,
        before=before,
        after=after,
        percent=pattern.endswith("%"),
        decimals=0 if pattern.endswith("d") else int(written[1]) if written else None,
    )


def _places(along: Encoding, rows: Drawn, *, with_gaps: bool = False) -> tuple[Plain, ...]:
    listed = rows.order(along)
    if listed is not None:
        return listed
    found = list(rows.distinct(along))
    if with_gaps:
        found += [value for value in missing_periods(along, rows) if value not in found]
    return tuple(sorted(found, key=lambda value: (value is None, isinstance(value, str), value)))


def _series_names(rows: Drawn, measures: tuple[Encoding, ...], colour: Encoding | None) -> Mapping[Plain, str]:
    """By value of the colour, or by field of the measure; no two the same."""
    names: dict[Plain, str] = {}
    if colour is None:
        wanted: list[tuple[Plain, str]] = [(measure.field, measure.title) for measure in measures]
    else:
        wanted = [(value, named(value, colour)) for value in _places(colour, rows)]
    for value, name in wanted:
        while name in names.values():
            name += " ′"
        names[value] = name
    return names


def _days(along: Encoding, places: Sequence[Plain]) -> tuple[date, ...]:
    """Empty where the categories are not all whole days, or are written as no pattern of a spreadsheet can write them."""
    if not is_period(along) or "%q" in (along.format or "") or "%H" in (along.format or ""):
        return ()
    found = [_DAY.fullmatch(place) if isinstance(place, str) else None for place in places]
    days = [date.fromisoformat(day[1]) for day in found if day]
    return tuple(days) if len(days) == len(places) and min(days) >= date(1900, 3, 1) else ()
