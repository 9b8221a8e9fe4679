"""Native charts of PowerPoint, each with the workbook that its figures are edited in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from core.chart import ChartTable
from exports.number_patterns import day_pattern, goes_below_zero, number_pattern
from exports.visible import cut, on_one_line

if TYPE_CHECKING:
    from pptx.slide import Slide

_QUIET = "525C6B"
_LABELLED = 30
_UNITS = {"%Y": "years", "%b %Y": "months"}
_KINDS = {
    ("column", False): "COLUMN_CLUSTERED",
    ("column", True): "COLUMN_STACKED",
    ("bar", False): "BAR_CLUSTERED",
    ("bar", True): "BAR_STACKED",
    ("line", False): "LINE_MARKERS",
    ("area", False): "AREA",
    ("area", True): "AREA_STACKED",
    ("scatter", False): "XY_SCATTER",
    ("doughnut", False): "DOUGHNUT",
}


def add_chart(slide: Slide, table: ChartTable, room: tuple[float, float, float, float]) -> None:
    """`room` is left, top, width and height in inches. The kind is any but a heat map."""
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    left, top, width, height = map(Inches, room)
    kind = XL_CHART_TYPE[_KINDS[table.kind, table.stacked]]
    frame = slide.shapes.add_chart(kind, left, top, width, height, _data_of(table))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", on_one_line(table.title))
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(table))
    _dress(chart, table)


def _data_of(table: ChartTable) -> Any:
    from pptx.chart.data import CategoryChartData, XyChartData

    if table.kind == "scatter":
        points = XyChartData(number_format=number_pattern(table))
        for series in table.series:
            added = points.add_series(on_one_line(series.name))
            for x, y in zip(series.x, series.values, strict=True):
                added.add_data_point(x, y)
        return points
    data = CategoryChartData(number_format=number_pattern(table))
    data.categories = table.days or [on_one_line(name) for name in table.categories]
    for series in table.series:
        data.add_series(on_one_line(series.name), series.values)
    return data


def _workbook(table: ChartTable) -> bytes:
    """Cells where the chart looks for them. Text stays text: the library's own workbook would make formulas of it."""
    import xlsxwriter

    file = io.BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(file, as_text) as book:
        sheet = book.add_worksheet()
        if table.kind == "scatter":
            _write_points(sheet, table)
        else:
            _write_categories(book, sheet, table)
    return file.getvalue()


def _write_categories(book: Any, sheet: Any, table: ChartTable) -> None:
    number, day = (
        book.add_format({"num_format": number_pattern(table)}),
        book.add_format({"num_format": day_pattern(table)}),
    )
    for column, series in enumerate(table.series, 1):
        sheet.write_string(0, column, on_one_line(series.name))
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, column, value, number)
    for row, name in enumerate(table.categories, 1):
        if table.days:
            sheet.write_datetime(row, 0, table.days[row - 1], day)
        else:
            sheet.write_string(row, 0, on_one_line(name))


def _write_points(sheet: Any, table: ChartTable) -> None:
    """One series below the other, an empty row between them."""
    top = 0
    for series in table.series:
        sheet.write_string(top, 1, on_one_line(series.name))
        for row, (x, y) in enumerate(zip(series.x, series.values, strict=True), top + 1):
            sheet.write_number(row, 0, x)
            sheet.write_number(row, 1, y or 0.0)
        top += len(series.values) + 2


def _dress(chart: Any, table: ChartTable) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.has_title = False
    chart.font.size = Pt(12)
    chart.has_legend = len(table.series) > 1 or table.kind == "doughnut"
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.RIGHT if table.kind == "doughnut" else XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    for at, series in enumerate(chart.plots[0].series):
        _colour(series, table, at)
    if table.kind == "doughnut" or (
        table.kind in ("bar", "column") and len(table.series) == 1 and len(table.categories) <= _LABELLED
    ):
        plot = chart.plots[0]
        plot.has_data_labels = True
        plot.data_labels.number_format = number_pattern(table)
        plot.data_labels.number_format_is_linked = False
        plot.data_labels.show_value = True
    if table.kind in ("bar", "column"):
        chart.plots[0].gap_width = 60
        if table.stacked:
            chart.plots[0].overlap = 100
    if table.kind != "doughnut":
        _axes(chart, table)


def _colour(series: Any, table: ChartTable, at: int) -> None:
    from pptx.dml.color import RGBColor

    def colour(place: int) -> Any:
        return RGBColor.from_string(table.colours[place % len(table.colours)].removeprefix("#"))

    match table.kind:
        case "doughnut":
            for place in range(len(table.categories)):
                fill = series.points[place].format.fill
                fill.solid()
                fill.fore_color.rgb = colour(place)
        case "line" | "scatter":
            series.format.line.color.rgb = colour(at)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = colour(at)
            if table.kind == "line":
                series.smooth = False
            else:
                series.format.line.fill.background()
        case _:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour(at)


def _count_in(axis: Any, unit: str) -> None:
    """The step of an axis of dates, for which the library has no name; it writes days."""
    for child in axis._element:
        if child.tag.endswith("}baseTimeUnit"):
            child.set("val", unit)


def _axes(chart: Any, table: ChartTable) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    along, measured = chart.category_axis, chart.value_axis
    along.has_major_gridlines = False
    measured.major_gridlines.format.line.color.rgb = RGBColor.from_string("D5DAE1")
    measured.tick_labels.number_format = number_pattern(table)
    measured.tick_labels.number_format_is_linked = False
    measured.format.line.fill.background()
    if table.kind in ("bar", "column", "area") and not goes_below_zero(table):
        measured.minimum_scale = 0
    if table.days:
        _count_in(along, _UNITS.get(table.day_pattern, "days"))
        along.tick_labels.number_format = day_pattern(table)
        along.tick_labels.number_format_is_linked = False
    if table.kind == "bar":
        along.reverse_order = True
        measured.has_major_gridlines = False
        measured.visible = False
    for axis, title in ((along, table.category_title), (measured, table.value_title)):
        if not axis.visible:
            continue
        axis.has_title = True
        axis.axis_title.text_frame.text = cut(on_one_line(title), 80)
        axis.axis_title.text_frame.paragraphs[0].font.size = Pt(11)
        axis.axis_title.text_frame.paragraphs[0].font.bold = False
        axis.axis_title.text_frame.paragraphs[0].font.color.rgb = RGBColor.from_string(_QUIET)
