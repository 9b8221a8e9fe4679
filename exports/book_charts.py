"""Native charts of Excel, each on a sheet with the figures it draws."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from core.chart import ChartSeries, ChartTable
from exports.number_patterns import day_pattern, goes_below_zero, number_pattern
from exports.visible import cut, on_one_line

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

_LONGEST_TITLE = 250
_LIKE_A_RANGE = re.compile(r"!(?=\$?[A-Z]+\$?\d)")
_KINDS = {
    "column": "column",
    "bar": "bar",
    "line": "line",
    "area": "area",
    "scatter": "scatter",
    "doughnut": "doughnut",
}
_PICTURE_SHARE = 0.5
_LINE = {"color": "#D5DAE1", "width": 0.75}
_QUIET = {"color": "#525C6B", "size": 9}


def write_chart(book: xlsxwriter.Workbook, name: str, table: ChartTable | None, png: str | None) -> None:
    """The picture (in base64) stands for a chart that Excel does not know; a heat map is a table of coloured cells."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if table is None:
        if png is not None:
            share = {"x_scale": _PICTURE_SHARE, "y_scale": _PICTURE_SHARE}
            sheet.insert_image(0, 0, "chart.png", {"image_data": io.BytesIO(base64.b64decode(png)), **share})
        return
    columns = _write_points(book, sheet, table) if table.kind == "scatter" else _write_categories(book, sheet, table)
    if table.kind == "heat":
        low, high = table.colours
        shades = {"type": "2_color_scale", "min_color": low, "max_color": high}
        sheet.conditional_format(1, 1, len(table.series), len(table.categories), shades)
        return
    chart = book.add_chart({"type": _KINDS[table.kind], **({"subtype": "stacked"} if table.stacked else {})})
    for at, series in enumerate(table.series):
        chart.add_series(_series(name, table, at, series))
    _dress(chart, table)
    sheet.insert_chart(0, columns + 1, chart, {"object_position": 2, "description": on_one_line(table.title)})


def _write_categories(book: xlsxwriter.Workbook, sheet: Worksheet, table: ChartTable) -> int:
    """A row for each category and a column for each series; of a heat map the other way round. How many columns there are."""
    head, quoted = (
        book.add_format({"bold": True, "bottom": 1, "quote_prefix": True}),
        book.add_format({"quote_prefix": True}),
    )
    number = book.add_format({"num_format": number_pattern(table)})
    day = book.add_format({"num_format": day_pattern(table)})
    names: Sequence[str | date] = table.days or table.categories
    across = [series.name for series in table.series]
    grid = [list(values) for values in zip(*(series.values for series in table.series), strict=True)]
    if table.kind == "heat":
        names, across = [series.name for series in table.series], list(table.categories)
        grid = [list(series.values) for series in table.series]
    sheet.set_column(0, 0, min(40, max([10, *(len(str(name)) + 2 for name in names)])))
    sheet.set_column(1, len(across), max(12, *(min(30, len(name) + 2) for name in across)))
    for column, heading in enumerate([table.category_title, *across]):
        sheet.write_string(0, column, on_one_line(heading), head)
    for row, (name, values) in enumerate(zip(names, grid, strict=True), 1):
        if isinstance(name, date):
            sheet.write_datetime(row, 0, name, day)
        else:
            sheet.write_string(row, 0, on_one_line(name), quoted)
        for column, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(row, column, value, number)
    return len(across) + 1


def _write_points(book: xlsxwriter.Workbook, sheet: Worksheet, table: ChartTable) -> int:
    """Two columns for each series: x and y."""
    head = book.add_format({"bold": True, "bottom": 1, "quote_prefix": True})
    for at, series in enumerate(table.series):
        sheet.write_string(0, 2 * at, on_one_line(table.category_title), head)
        sheet.write_string(0, 2 * at + 1, on_one_line(series.name), head)
    for row in range(max(len(series.values) for series in table.series)):
        for at, series in enumerate(table.series):
            if row < len(series.values):
                sheet.write_number(row + 1, 2 * at, series.x[row])
                sheet.write_number(row + 1, 2 * at + 1, series.values[row] or 0.0)
    return 2 * len(table.series)


def _series(sheet: str, table: ChartTable, at: int, series: ChartSeries) -> dict[str, Any]:
    """Ranges of the sheet, with what stands in them: programs that do not compute show it."""
    last = len(series.values)
    points = table.kind == "scatter"
    across, up = (2 * at, 2 * at + 1) if points else (0, at + 1)
    colour = table.colours[at % len(table.colours)]
    options: dict[str, Any] = {
        "name": [sheet, 0, up],
        "categories": [sheet, 1, across, last, across],
        "values": [sheet, 1, up, last, up],
        "categories_data": list(series.x)
        if points
        else []
        if table.days
        else [on_one_line(name) for name in table.categories],
        "values_data": list(series.values),
    }
    if table.kind == "line":
        markers = {"marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}}
        return {**options, "line": {"color": colour, "width": 2}, **(markers if last <= 31 else {})}
    if points:
        return {**options, "marker": {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"none": True}}}
    if table.kind == "doughnut":
        fills = [{"fill": {"color": table.colours[place % len(table.colours)]}} for place in range(last)]
        return {**options, "points": fills, "data_labels": {"value": True, "num_format": number_pattern(table)}}
    labels = {"data_labels": {"value": True, "num_format": number_pattern(table), "font": _QUIET}}
    alone = len(table.series) == 1 and last <= 30 and table.kind in ("bar", "column")
    return {**options, "fill": {"color": colour}, "gap": 60, **(labels if alone else {})}


def _dress(chart: Chart, table: ChartTable) -> None:
    chart.set_title({"name": _as_text(table.title), "overlay": False, "name_font": {"size": 13, "color": "#1A1F27"}})
    chart.set_size({"width": 760, "height": max(380, 24 * len(table.categories) + 110) if table.kind == "bar" else 420})
    chart.set_legend({"none": True} if len(table.series) == 1 and table.kind != "doughnut" else {"position": "top"})
    if table.kind == "doughnut":
        chart.set_legend({"position": "right"})
        return
    chart.show_blanks_as("gap")
    along: dict[str, Any] = {**_axis(table.category_title), "line": _LINE, "major_gridlines": {"visible": False}}
    measured: dict[str, Any] = {**_axis(table.value_title), "num_format": number_pattern(table), "line": {"none": True}}
    measured["major_gridlines"] = {"visible": table.kind != "bar", "line": _LINE}
    if table.kind in ("bar", "column", "area") and not goes_below_zero(table):
        measured["min"] = 0
    if table.days:
        along |= {"date_axis": True, "num_format": day_pattern(table)}
    if table.kind == "bar":
        chart.set_y_axis({**along, "reverse": True, "crossing": "max"})
        chart.set_x_axis(measured)
    else:
        chart.set_x_axis(along)
        chart.set_y_axis(measured)


def _axis(title: str) -> dict[str, Any]:
    return {"name": _as_text(title), "name_font": _QUIET, "num_font": _QUIET}


def _as_text(title: str) -> str:
    """What looks like the range of a sheet ("Sheet!A1") would be read as one."""
    plain = cut(on_one_line(title), _LONGEST_TITLE)
    return _LIKE_A_RANGE.sub("! ", plain)
