from __future__ import annotations

from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from exports.pages import Paper, write_pdf, write_picture
from exports.report import Report
from tests.exports.reports import HOSTILE, part, report, result

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><text x="10" y="40">Ελληνικά chart</text></svg>'


def text_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def pages(folder: Path, made: Report, paper: Paper = "a4") -> list[str]:
    write_pdf(made, folder / "report.pdf", paper)
    return text_of(folder / "report.pdf")


def test_an_answer_says_its_finding_its_rows_and_its_basis(tmp_path: Path) -> None:
    text = " ".join(" ".join(pages(tmp_path, report())).split())
    for told in (
        "Revenue was highest in “west”: 42.",
        "It was lowest",
        "SELECT 1",
        "120 rows without date",
        "Page 1 of 1",
    ):
        assert told in text
    for foot in (
        "revenue by region",
        "Filters: status is “paid”",
        "Sources: orders.csv v3",
        "2026-05-09 14:02 UTC",
        "example.org",
    ):
        assert foot in text


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_paper_is_a4_or_letter(tmp_path: Path, paper: Paper, size: tuple[int, int]) -> None:
    pages(tmp_path, report(), paper)
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as pdf:
        assert tuple(round(length) for length in pdf[0].get_size()) == size


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    made = report(part(result=result(len(HOSTILE)), rows=len(HOSTILE)), title=HOSTILE[4])
    text = " ".join("".join(pages(tmp_path, made)).replace("\u200b", "").split())
    for told in (
        "=1+1",
        "<script>alert(1)</script>",
        "#panic()",
        "{{ 7 * 7 }}",
        "$x^2$ `raw` @ref <label>",
        "Ελληνικά Кириллица",
    ):
        assert told in text
    assert "\u202e" not in text


def test_five_hundred_rows_are_shown_and_the_rest_is_stated(tmp_path: Path) -> None:
    rows = result(700, names=tuple(f"row {at}" for at in range(700)))
    text = pages(tmp_path, report(part(result=rows, rows=12_345)))
    assert "row 499" in "".join(text)
    assert "row 500" not in "".join(text)
    assert "The first 500 of 12,345 rows are shown; 11,845 are not." in " ".join("".join(text).split())
    assert all(f"Page {number} of {len(text)}" in page for number, page in enumerate(text, 1))
    assert all("region" in page for page in text[:5])


def test_a_chart_is_drawn_as_text_and_lines(tmp_path: Path) -> None:
    assert "Ελληνικά chart" in "".join(pages(tmp_path, report(part(picture=SVG))))


def test_a_wide_table_turns_the_page_and_what_does_not_fit_is_counted(tmp_path: Path) -> None:
    from core.result import Result, ResultColumn

    columns = tuple(ResultColumn(name=f"c{at}", type="text") for at in range(40))
    wide = Result(
        columns=columns, rows=(tuple(f"v{at}" for at in range(40)),), row_count=1, truncated=False, elapsed=0.0
    )
    text = pages(tmp_path, report(part(result=wide, rows=1)))
    assert "16 more columns are not shown." in "".join(text)
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as pdf:
        assert pdf[0].get_width() > pdf[0].get_height()


def test_a_dashboard_stands_in_two_columns_in_the_order_of_its_tiles(tmp_path: Path) -> None:
    tiles = [part(title=f"Tile {name}", picture=SVG, receipt=None) for name in ("one", "two", "three")]
    write_pdf(report(*tiles, dashboard=True, title="Sales"), tmp_path / "report.pdf")
    with pdfplumber.open(tmp_path / "report.pdf") as pdf:
        words = {word["text"]: word for word in pdf.pages[0].extract_words()}
    assert words["one"]["top"] == words["two"]["top"]
    assert words["one"]["x0"] < words["two"]["x0"]
    assert words["three"]["top"] > words["one"]["top"]
    assert words["three"]["x0"] < words["two"]["x0"]


def test_a_tile_with_many_rows_shows_its_first_ones_and_all_of_them_below(tmp_path: Path) -> None:
    rows = result(60, names=tuple(f"row {at}" for at in range(60)))
    tile = part(title="Many", result=rows, rows=60, table=None, receipt=None)
    text = " ".join("".join(pages(tmp_path, report(tile, dashboard=True))).split())
    assert "The first 10 of 60 rows are shown; 50 are not." in text
    assert "row 59" in text


def test_an_answer_without_a_chart_is_a_picture_of_its_sentences_and_rows(tmp_path: Path) -> None:
    write_picture(report(part(table=None)), tmp_path / "answer.png", "png")
    write_picture(report(part(table=None)), tmp_path / "answer.svg", "svg")
    assert (tmp_path / "answer.png").read_bytes().startswith(b"\x89PNG")
    drawing = (tmp_path / "answer.svg").read_text(encoding="utf-8")
    assert drawing.startswith("<svg")
    assert "<script" not in drawing
