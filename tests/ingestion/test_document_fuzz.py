"""Real documents with parts cut out, doubled, swapped and overwritten: read and reconciled, or refused with a reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import docx
import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from core.errors import UserError
from core.import_choices import ReadLimits
from ingestion import read_file
from tests.ingestion.pages import bare, grid, pdf, prose, write

ROWS = [("Region", "Shops", "Revenue"), ("North", "12", "1,234.50"), ("South", "7", "980.25"), ("East", "3", "77.00")]
HTML = (
    "<!doctype html><html><head><title>t</title></head><body><h1>Sales</h1><p>Some words, and more.</p>"
    "<table><caption>By region</caption><thead><tr><th>Region</th><th colspan='2'>Sum</th></tr></thead>"
    "<tbody><tr><td rowspan='2'>North</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>"
    "<ul><li>one</li><li>two</li></ul></body></html>"
)
MARKDOWN = (
    "# Sales\n\nSome words.\n\n| Region | Sum |\n|---|--:|\n| North | 1 |\n| South | 2 |\n\n- one\n- two\n\n> said\n"
)
LIMITS = ReadLimits(pages=50, columns=2_000, cells=1_000_000, unpacked=20_000_000)
bounded = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@cache
def document() -> bytes:
    written = docx.Document()
    written.add_heading("Sales", 1)
    written.add_paragraph("Some words, and more.")
    table = written.add_table(rows=4, cols=3)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


XS = (60.0, 200.0, 300.0, 420.0)


def unruled(canvas: Canvas) -> None:
    prose(canvas, 60)
    bare(canvas, 200, ROWS, XS)
    write(canvas, 60, 800, "1")


def ruled(canvas: Canvas) -> None:
    grid(canvas, 60, ROWS, XS)
    write(canvas, 60, 800, "2")


@cache
def pages() -> bytes:
    return pdf(unruled, ruled, pageCompression=0)


Change = Callable[[bytes], bytes]


def cut(place: float, length: int) -> Change:
    return lambda data: data[: int(place * len(data))] + data[int(place * len(data)) + length :]


def doubled(place: float, length: int) -> Change:
    def change(data: bytes) -> bytes:
        start = int(place * len(data))
        return data[: start + length] + data[start : start + length] + data[start + length :]

    return change


def overwritten(place: float, by: bytes) -> Change:
    return lambda data: data[: int(place * len(data))] + by + data[int(place * len(data)) + len(by) :]


def replaced(old: bytes, new: bytes) -> Change:
    return lambda data: data.replace(old, new)


def changes(words: Sequence[bytes], new: Sequence[bytes]) -> st.SearchStrategy[list[Change]]:
    places, lengths = st.floats(0, 1), st.integers(1, 400)
    return st.lists(
        st.one_of(
            st.builds(cut, places, lengths),
            st.builds(doubled, places, lengths),
            st.builds(overwritten, places, st.binary(min_size=1, max_size=8)),
            st.builds(replaced, st.sampled_from(words), st.sampled_from([*words, *new])),
        ),
        min_size=1,
        max_size=4,
    )


def changed(data: bytes, wanted: Sequence[Change]) -> bytes:
    for change in wanted:
        data = change(data)[:2_000_000]
    return data


@pytest.fixture
def check(tmp_path: Path, database: duckdb.DuckDBPyConnection) -> Callable[[bytes, str], Any]:
    def read_or_refuse(content: bytes, name: str) -> None:
        path = tmp_path / "upload"
        path.write_bytes(content)
        connection = database.cursor()
        database.execute("ATTACH OR REPLACE ':memory:' AS fuzzed")
        connection.execute("USE fuzzed")
        try:
            imported = read_file(path, name, connection, limits=LIMITS)
        except UserError as error:
            told = error.message
        else:
            told = ""
            assert all(report.reconciled for report in imported.report.tables)
            for table in imported.tables:
                (count,) = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchall()[0]
                assert count == table.rows
        finally:
            connection.close()
            database.execute("DETACH fuzzed")
        assert str(tmp_path) not in told

    return read_or_refuse


@bounded
@given(
    wanted=changes(
        [b"<table>", b"</table>", b"<td>", b"</td>", b"<tr>", b"<th>", b"<p>", b"'2'", b"<thead>", b"</thead>"],
        [b"<table><tr><td>", b"'99999'", b"'0'", b"'-1'", b"<td hidden>", b"<div>", b"&#0;", b"\xff", b"", b"<!--"],
    )
)
def test_web_pages(check: Callable[[bytes, str], None], wanted: list[Change]) -> None:
    check(changed(HTML.encode(), wanted), "t.html")


@bounded
@given(
    wanted=changes(
        [b"|", b"---", b"\n", b"# ", b"- ", b"> "],
        [b"||", b"\\|", b"\n\n", b"> > > ", b"<table>", b"`", b"\0", b"\xff", b"", b"\t"],
    )
)
def test_markdown(check: Callable[[bytes, str], None], wanted: list[Change]) -> None:
    check(changed(MARKDOWN.encode(), wanted), "t.md")


@bounded
@given(wanted=changes([b"w:tc", b"w:tr", b"w:p", b"w:t", b"w:vMerge"], [b"w:tbl", b"w:gridSpan", b"w:sdt", b""]))
def test_word_documents_with_changed_xml(check: Callable[[bytes, str], None], wanted: list[Change]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, changed(data, wanted) if name == "word/document.xml" else data)
    check(out.getvalue(), "t.docx")


@bounded
@given(wanted=changes([b"PK\x03\x04", b"PK\x01\x02", b"word/"], [b"PK\x05\x06", b"xl/", b"\0\0\0\0"]))
def test_word_documents_with_changed_bytes(check: Callable[[bytes, str], None], wanted: list[Change]) -> None:
    check(changed(document(), wanted), "t.docx")


@bounded
@given(
    wanted=changes(
        [b"endobj", b"stream", b"/Page ", b"/Kids", b"/MediaBox", b" Tj", b" l", b"BT", b"ET", b" 0 R", b"xref"],
        [b"", b"/Rotate 90 /X", b"[0 0 0 0]", b"-1 0 R", b" Td", b" 1e30", b" re", b"\0", b"\xff\xff"],
    )
)
def test_pdf_documents(check: Callable[[bytes, str], None], wanted: list[Change]) -> None:
    check(changed(pages(), wanted), "t.pdf")
