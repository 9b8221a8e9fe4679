from __future__ import annotations

import subprocess
import sys
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.errors import LimitReached
from exports.workbook import Book, BookPart, check_fits, write_workbook
from tests.exports.results import EVERY_TYPE, kept
from wire import dumps


def sheet_of(path: Path, name: str = "Result") -> Any:
    return openpyxl.load_workbook(path)[name]


def written(folder: Path, sql: str, told: tuple[tuple[str, str], ...] = ()) -> Path:
    write_workbook(Book(parts=(BookPart(source=kept(folder, sql)),), told=told), folder / "result.xlsx")
    return folder / "result.xlsx"


def test_cells_have_types(tmp_path: Path) -> None:
    sheet = sheet_of(written(tmp_path, EVERY_TYPE))
    names = [cell.value for cell in sheet[1]]
    cells = dict(zip(names, sheet[2], strict=True))
    assert cells["b"].value is True
    assert (cells["i"].value, cells["d"].value, cells["f"].value) == (1, 1.5, 0.5)
    assert str(cells["day"].value) == "2024-02-29 00:00:00"
    assert cells["day"].number_format == "yyyy-mm-dd"
    assert str(cells["at"].value) == str(cells["tz"].value) == "2024-02-29 01:02:03"
    assert cells["t"].value == time(1, 2, 3)
    assert cells["span"].value == timedelta(hours=36)
    assert cells["n"].value is None


def test_what_excel_cannot_hold_exactly_stays_text_and_is_told(tmp_path: Path) -> None:
    path = written(
        tmp_path, "SELECT 12345678901234567 AS i, DATE '1850-01-01' AS d, 'nan'::DOUBLE AS n, repeat('x', 40000) AS t"
    )
    (row,) = sheet_of(path).iter_rows(min_row=2, values_only=True)
    assert row[:3] == ("12345678901234567", "1850-01-01", "nan")
    assert len(row[3]) == 32_767
    told = {row[0]: row[1] for row in sheet_of(path, "About").iter_rows(values_only=True)}
    assert told["As text"].startswith("3 values")
    assert told["Cut"].startswith("1 texts")


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(1)", "http://example.org", "{=1}"]
)
def test_text_is_never_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, f"SELECT '{text}' AS \"=1+1\"", (("Question", text),))
    sheet, about = sheet_of(path), sheet_of(path, "About")
    for cell in (sheet["A2"], about["B1"]):
        assert cell.value == text
        assert cell.data_type == "s"
        assert cell.hyperlink is None
    assert sheet["A1"].data_type == "s"
    assert sheet["A2"].quotePrefix or not text.startswith(("=", "+", "-", "@"))


def test_the_second_sheet_tells_where_the_rows_come_from(tmp_path: Path) -> None:
    about = sheet_of(written(tmp_path, "SELECT 1 AS x", (("Question", "How many?"), ("SQL", "SELECT 1"))), "About")
    assert list(about.iter_rows(values_only=True)) == [("Question", "How many?"), ("SQL", "SELECT 1")]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path) -> None:
    source = kept(tmp_path, "SELECT range AS x FROM range(1048576)", batch_rows=200_000)
    with pytest.raises(LimitReached, match="1,048,575") as refused:
        check_fits(source)
    assert "CSV" in (refused.value.hint or "")
    check_fits(kept(tmp_path, "SELECT range AS x FROM range(1048575)", "fits.arrow", 200_000))


def test_it_can_be_written_by_a_process_of_its_own(tmp_path: Path) -> None:
    source = kept(tmp_path, "SELECT range AS x FROM range(3)")
    command = [sys.executable, "-P", "-m", "exports.workbook", str(tmp_path / "own.xlsx")]
    book = dumps(Book(parts=(BookPart(source=source),), told=(("Question", "q"),)))
    subprocess.run(command, input=book, text=True, check=True, cwd=Path(__file__).parents[2])
    assert sheet_of(tmp_path / "own.xlsx").max_row == 4
