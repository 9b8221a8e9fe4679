from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.chart import ChartSeries, ChartTable
from exports.visible import on_one_line
from exports.workbook import Book, BookPart, sheet_name, write_workbook
from tests.exports.reports import HOSTILE, bars, months, points, result


def book(folder: Path, *parts: BookPart) -> Any:
    write_workbook(Book(parts=parts), folder / "book.xlsx")
    return openpyxl.load_workbook(folder / "book.xlsx")


def chart_xml(folder: Path, number: int = 1) -> str:
    with zipfile.ZipFile(folder / "book.xlsx") as archive:
        return archive.read(f"xl/charts/chart{number}.xml").decode()


def test_the_figures_of_a_chart_stand_beside_it(tmp_path: Path) -> None:
    sheet = book(tmp_path, BookPart(result=result(), chart=bars()))["Chart"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, max_col=2, values_only=True)] == [
        on_one_line(name) for name in HOSTILE
    ]
    assert [row[1] for row in sheet.iter_rows(min_row=2, max_col=2, values_only=True)] == list(bars().series[0].values)
    assert "<c:barChart>" in chart_xml(tmp_path)


def test_names_and_titles_are_never_formulas(tmp_path: Path) -> None:
    sheet = book(tmp_path, BookPart(result=result(), chart=bars()))["Chart"]
    assert [cell.data_type for row in sheet.iter_rows(max_col=1) for cell in row] == ["s"] * (len(HOSTILE) + 1)
    assert sheet["B1"].data_type == "s"
    assert "=Sheet1! $A$1" in chart_xml(tmp_path)
    assert "<c:f>Sheet1" not in chart_xml(tmp_path)


def test_text_that_no_file_can_hold_is_shown_otherwise(tmp_path: Path) -> None:
    names = ("a\ud800b", "\x00", "\uffff")
    book(tmp_path, BookPart(result=result(), chart=bars(names, kind="doughnut")))
    assert "a\ufffdb" in chart_xml(tmp_path)


def test_dates_are_dates_and_gaps_are_empty(tmp_path: Path) -> None:
    sheet = book(tmp_path, BookPart(result=result(), chart=months()))["Chart"]
    rows = list(sheet.iter_rows(min_row=2, max_col=3, values_only=True))
    assert [str(row[0])[:10] for row in rows] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert [row[1:] for row in rows] == [(1, 2), (None, 2.5), (3.5, None)]
    assert "<c:dateAx>" in chart_xml(tmp_path)
    assert '<c:pt idx="1">' not in chart_xml(tmp_path).partition("<c:val>")[2].partition("</c:val>")[0]


@pytest.mark.parametrize(
    ("table", "element"),
    [
        (bars(("a", "b"), kind="bar"), '<c:barDir val="bar"/>'),
        (bars(("a", "b"), stacked=True), '<c:grouping val="stacked"/>'),
        (bars(("a", "b"), kind="area", stacked=True), "<c:areaChart>"),
        (bars(("a", "b"), kind="doughnut"), "<c:doughnutChart>"),
        (points(), "<c:scatterChart>"),
    ],
)
def test_the_chart_is_of_the_kind_that_was_chosen(tmp_path: Path, table: ChartTable, element: str) -> None:
    book(tmp_path, BookPart(result=result(), chart=table))
    assert element in chart_xml(tmp_path)


def test_a_heat_map_is_a_table_of_coloured_cells(tmp_path: Path) -> None:
    rows = (ChartSeries(name="Mon", values=(1.0, 2.0)), ChartSeries(name="Tue", values=(3.0, None)))
    sheet = book(tmp_path, BookPart(result=result(), chart=bars(("am", "pm"), kind="heat", series=rows)))["Chart"]
    assert list(sheet.iter_rows(values_only=True))[1:] == [("Mon", 1, 2), ("Tue", 3, None)]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["B2:C3"]


def test_each_tile_has_sheets_of_its_own(tmp_path: Path) -> None:
    parts = (
        BookPart(name="1 Sales: [a/b]*?", result=result(), chart=bars(("a",))),
        BookPart(name="2 Sales", result=result()),
    )
    assert book(tmp_path, *parts).sheetnames == ["1 Sales a b", "1 Sales a b chart", "2 Sales", "About"]


def test_names_of_sheets_are_ones_that_excel_takes() -> None:
    taken: set[str] = set()
    names = [
        sheet_name(wanted, taken)
        for wanted in ("x" * 40, "X" * 40, "'", "About", "a\x00b", "History", "\U0001f600" * 31)
    ]
    assert len({name.casefold() for name in names}) == 7
    assert all(len(name.encode("utf-16-le")) <= 62 for name in names)
    assert all(0 < len(name) <= 31 and not name.startswith("'") for name in names)
