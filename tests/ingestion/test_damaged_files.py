"""Whatever is done to a file, it ends in a report that accounts for every row or in an error a person can act on."""

from __future__ import annotations

import functools
import gzip
import io
import re
import tempfile
import warnings
import zipfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import UserError
from ingestion import read_file
from tests.ingestion.binary_books import ods, ods_rows, xls, xlsb
from tests.ingestion.test_other_workbooks import COVERED, SALES, SPANNED, euros
from tests.ingestion.test_workbooks import rows, workbook

OPEN_ROWS = ods_rows(["a", "b", "c"], [SPANNED, 1, euros(2.5)], [COVERED, 2, euros(3)])
briefly = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@functools.cache
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})  # noqa: TID251


def outcome(content: bytes, name: str) -> str:
    """The error's message, or "" where the file was read; fails for any other error and for rows not accounted for."""
    connection = database()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        try:
            imported = read_file(path, name, connection)
        except UserError as refused:
            return refused.message or pytest.fail("an error that says nothing")
        finally:
            for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                connection.execute(f'DROP TABLE IF EXISTS "{table}"')
    for report in imported.report.tables:
        assert report.reconciled
        assert min(report.header_rows, report.blank_rows, report.left_out_rows, report.rows_rejected) >= 0
    return ""


@functools.cache
def book() -> bytes:
    def first(sheet: Worksheet) -> None:
        rows(["Sales 2024"], [], ["region", "units", "share"], ["North", 1, 0.5], [None, 2, 0.25])(sheet)
        rows(["South", 3, 0.125], ["Total", 6, 0.875], [], ["city", "=1+1"], ["Oslo", "#REF!"], ["Rome", 5])(sheet)
        sheet.merge_cells("A4:A5")
        sheet.merge_cells("A1:C1")
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet["C4"].number_format = "0.0%"

    def second(sheet: Worksheet) -> None:
        rows(["name", "n", "day"], ["a", 1, "2024-01-05"], ["b", 2, "2024-02-06"])(sheet)
        sheet.add_table(Table(displayName="Named", ref="A1:C3"))

    return workbook(first, second)


@functools.cache
def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("orders.csv", "id,amount\n" + "".join(f"{n},{n * 1.5}\n" for n in range(50)))
        packed.writestr("folder/log.ndjson", '{"a": 1}\n{"a": 2}\n')
        packed.writestr("book.xlsx", book())
        packed.writestr("text.csv.gz", gzip.compress(b"a,b\n1,2\n"))
    return out.getvalue()


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """The bytes cut off, changed, taken out or doubled somewhere."""
    content = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(1, 64))
        match draw(st.sampled_from(["cut", "change", "take", "double", "zero"])):
            case "cut":
                del content[at:]
            case "change":
                content[at : at + length] = draw(st.binary(min_size=1, max_size=length))
            case "take":
                del content[at : at + length]
            case "double":
                content[at:at] = content[at : at + length]
            case _:
                content[at : at + length] = bytes(length)
    return bytes(content)


STRANGE = [
    b"-1",
    b"0",
    b"99999999",
    b"XFD1048576",
    b"A0",
    b"A1:XFD1048576",
    b"&#0;",
    b"1e999",
    b"\xff\xfe",
    b"",
    b"NaN",
]
TAGS = [
    b"<c>",
    b"</row>",
    b"<row r='5'>",
    b'<c r="B2" t="s"><v>999</v></c>',
    b"<f>A1</f>",
    b"<!-- -->",
    b"<![CDATA[x]]>",
]


@st.composite
def rewritten(draw: st.DrawFn, whole: bytes) -> bytes:
    """A package whose parts are dropped, doubled, emptied, or whose XML says strange things; the zip itself is sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = draw(st.sampled_from(names))
        fate = draw(st.sampled_from(["drop", "double", "empty", "bytes", "value", "value", "tag", "tag"]))
        warnings.simplefilter("ignore")
        for name in names:
            part = old.read(name)
            if name != hit:
                new.writestr(name, part)
            elif fate != "drop":
                new.writestr(name, draw(_part(part, fate)))
                if fate == "double":
                    new.writestr(name, part[: len(part) // 2])
    return out.getvalue()


def _part(part: bytes, fate: str) -> st.SearchStrategy[bytes]:
    if fate == "empty":
        return st.just(b"")
    if fate == "bytes":
        return damaged(part)
    if fate == "tag":
        return st.tuples(st.integers(0, len(part)), st.sampled_from(TAGS)).map(
            lambda choice: part[: choice[0]] + choice[1] + part[choice[0] :]
        )
    values = [found.span(1) for found in re.finditer(rb'[="]([\w:.]+)["<]', part)]
    if fate == "value" and values:
        return st.tuples(st.sampled_from(values), st.sampled_from(STRANGE)).map(
            lambda choice: part[: choice[0][0]] + choice[1] + part[choice[0][1] :]
        )
    return st.just(part)


def test_the_files_are_read_when_nothing_is_done_to_them() -> None:
    packed = gzip.compress(archive())
    whole: list[tuple[bytes, str]] = [
        (book(), "book.xlsx"),
        (archive(), "all.zip"),
        (gzip.compress(b"a,b\n1,2"), "t.csv.gz"),
    ]
    assert [outcome(content, name) for content, name in whole] == ["", "", ""]
    assert "archive within an archive" in outcome(packed, "all.zip.gz")


@briefly
@given(damaged(book()))
def test_a_damaged_workbook_is_read_or_refused(content: bytes) -> None:
    outcome(content, "book.xlsx")


@briefly
@given(rewritten(book()))
def test_a_workbook_that_says_strange_things_is_read_or_refused(content: bytes) -> None:
    outcome(content, "book.xlsx")


OTHERS = {"book.xls": xls(SALES), "book.xlsb": xlsb(SALES), "book.ods": ods(OPEN_ROWS)}


@briefly
@given(st.sampled_from(sorted(OTHERS)), st.data())
def test_another_damaged_workbook_is_read_or_refused(name: str, data: st.DataObject) -> None:
    outcome(data.draw(damaged(OTHERS[name])), name)


@briefly
@given(st.sampled_from(["book.xlsb", "book.ods"]), st.data())
def test_another_workbook_that_says_strange_things_is_read_or_refused(name: str, data: st.DataObject) -> None:
    outcome(data.draw(rewritten(OTHERS[name])), name)


@briefly
@given(damaged(archive()))
def test_a_damaged_archive_is_read_or_refused(content: bytes) -> None:
    outcome(content, "all.zip")


@briefly
@given(rewritten(archive()))
def test_an_archive_that_says_strange_things_is_read_or_refused(content: bytes) -> None:
    outcome(content, "all.zip")


@briefly
@given(damaged(gzip.compress(b"id,amount\n" + b"1,2.5\n" * 100)))
def test_a_damaged_gzip_file_is_read_or_refused(content: bytes) -> None:
    outcome(content, "t.csv.gz")


@briefly
@given(st.binary(max_size=400), st.sampled_from(["t.xlsx", "t.xls", "t.ods", "t.xlsb", "t.zip", "t.gz"]), st.data())
def test_rubbish_under_any_name_is_read_or_refused(content: bytes, name: str, data: st.DataObject) -> None:
    marks: list[bytes] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08", b"PK\x05\x06"]
    outcome(data.draw(st.sampled_from(marks)) + content, name)
