from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from core.chart import ChartTable
from exports.report import Report
from exports.slides import write_slides
from tests.exports.reports import HOSTILE, bars, months, part, points, report, result


def slides(folder: Path, made: Report) -> list[Any]:
    write_slides(made, folder / "report.pptx")
    return list(Presentation(str(folder / "report.pptx")).slides)


def chart_of(slide: Any) -> Any:
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def text_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_an_answer_is_one_slide_whose_title_states_the_finding(tmp_path: Path) -> None:
    (slide,) = slides(tmp_path, report())
    assert slide.shapes.title.text_frame.text == "Revenue was highest in “west”: 42."
    assert "orders.csv v3" in text_of(slide)


def test_the_notes_hold_the_sql_and_the_receipt(tmp_path: Path) -> None:
    (slide,) = slides(tmp_path, report())
    notes = slide.notes_slide.notes_text_frame.text
    for told in ("SELECT 1", "Read as: revenue by region", "status is “paid”: 111 rows", "120 rows without date"):
        assert told in notes


def test_the_chart_and_its_workbook_hold_the_same_figures(tmp_path: Path) -> None:
    (slide,) = slides(tmp_path, report())
    chart = chart_of(slide)
    (drawn,) = chart.plots[0].series
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    held = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert list(drawn.values) == held == list(bars().series[0].values)


def test_text_in_the_workbook_of_a_chart_is_never_a_formula(tmp_path: Path) -> None:
    (slide,) = slides(tmp_path, report())
    sheet = openpyxl.load_workbook(io.BytesIO(chart_of(slide).part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet["A"][1:]] == ["s"] * len(HOSTILE)
    assert sheet["A2"].value == "=1+1"


def test_gaps_stay_gaps_and_dates_are_dates(tmp_path: Path) -> None:
    (slide,) = slides(tmp_path, report(part(table=months())))
    north, south = chart_of(slide).plots[0].series
    assert (list(north.values), list(south.values)) == ([1.0, None, 3.5], [2.0, 2.5, None])
    sheet = openpyxl.load_workbook(io.BytesIO(chart_of(slide).part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    assert sheet["A2"].number_format == "mmm yyyy"


def test_points_stand_where_the_chart_looks_for_them(tmp_path: Path) -> None:
    (slide,) = slides(tmp_path, report(part(table=points())))
    chart = chart_of(slide)
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    for series, wanted in zip(chart.plots[0].series, points().series, strict=True):
        x_range = series._element.xpath("c:xVal/c:numRef/c:f")[0].text.partition("!")[2].replace("$", "")
        assert [cell[0].value for cell in sheet[x_range]] == list(wanted.x)


@pytest.mark.parametrize(
    "table",
    [
        bars(("a", "b"), kind="bar"),
        bars(("a", "b"), kind="column", stacked=True),
        bars(("a", "b"), kind="area", stacked=True),
        bars(("a", "b"), kind="doughnut"),
        months(),
        points(),
    ],
)
def test_every_kind_of_chart_can_be_read_back(tmp_path: Path, table: ChartTable) -> None:
    (slide,) = slides(tmp_path, report(part(table=table)))
    read = [list(series.values) for series in chart_of(slide).plots[0].series]
    assert read == [list(series.values) for series in table.series]


def test_rows_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    (slide,) = slides(tmp_path, report(part(table=None, result=result(40), rows=4_000)))
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    assert len(table.rows) == 15
    assert "The first 14 of 4,000 rows are shown; 3,986 are not." in text_of(slide)


def test_a_dashboard_has_a_slide_for_each_tile(tmp_path: Path) -> None:
    made = report(part(title="One"), part(title="Two", problem="The table is gone.", table=None), dashboard=True)
    opening, one, two = slides(tmp_path, made)
    assert "Sources: orders.csv v3" in text_of(opening)
    assert one.shapes.title.text_frame.text == "One"
    assert "The table is gone." in text_of(two)
