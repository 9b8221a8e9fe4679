"""Bad input: each kind gets its own clear message or a right import, whatever the format."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable

import pytest

from core.errors import UserError
from ingestion import FORMATS
from tests.ingestion.conftest import Read
from tests.ingestion.test_archives import packed
from tests.ingestion.test_workbooks import rows, with_part, workbook

ReadText = Callable[..., Read]

BOOK = workbook(rows(["a", "b"], [1, 2], [3, 4]))
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RUBBISH = bytes((7 * number * number + 13 * number) % 251 for number in range(4096))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XLSX_LIKE = ("xlsx", "xlsm", "xlsb", "ods")


def renamed(name: str) -> bytes:
    xml = zipfile.ZipFile(io.BytesIO(BOOK)).read("xl/workbook.xml").decode()
    return with_part(BOOK, "xl/workbook.xml", re.sub(r'name="Sheet"', f'name="{name}"', xml).encode())


def entity_bomb(part: str) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    return with_part(BOOK, part, bomb)


def open_document(*, encrypted: bool) -> bytes:
    cells = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string">'
        "<text:p>a</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    secret = "<manifest:encryption-data/>" if encrypted else ""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="content.xml">{secret}</manifest:file-entry></manifest:manifest>'
    )
    return packed(
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", cells if not encrypted else RUBBISH),
    )


@pytest.mark.parametrize("extension", FORMATS)
def test_an_empty_file_says_that_it_is_empty(read: ReadText, extension: str) -> None:
    with pytest.raises(UserError, match=rf"t\.{extension}: the file is empty"):
        read(b"", name=f"t.{extension}")


@pytest.mark.parametrize("extension", ["xlsx", "xls", "xlsb", "ods", "zip", "gz", "parquet", "sqlite", "duckdb"])
def test_rubbish_is_not_what_its_name_says(read: ReadText, extension: str) -> None:
    with pytest.raises(UserError) as refused:
        read(RUBBISH, name=f"t.{extension}")
    assert refused.value.message.startswith(f"t.{extension}")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le") * 9, "protected by a password"),
        ("t.xlsb", COMPOUND + "EncryptedPackage".encode("utf-16-le") * 9, "protected by a password"),
        ("t.ods", open_document(encrypted=True), "protected by a password"),
        ("t.xlsx", BOOK[: len(BOOK) // 2], "damaged or cut off"),
        ("t.xlsx", BOOK[:10], "damaged or cut off"),
        ("t.xls", COMPOUND + bytes(600), "damaged or cut off"),
        ("t.gz", gzip.compress(BOOK, mtime=0)[:-20], "cut off"),
        ("t.xlsx", with_part(BOOK, "xl/workbook.xml", b""), "damaged"),
        ("t.xlsx", workbook(rows()), "“Sheet” is empty"),
        ("t.xlsx", entity_bomb("xl/worksheets/sheet1.xml"), "defines entities"),
        ("t.xlsx", entity_bomb("xl/styles.xml"), "defines entities"),
        (
            "t.docx",
            packed(("[Content_Types].xml", ""), ("word/document.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]>")),
            "entities",
        ),
        ("t.zip", packed(("a.zip", packed(("b.zip", packed(("c.csv", "a,b\n1,2")))))), "archive within an archive"),
        ("t.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        ("t.csv", b"\x7fELF" + RUBBISH, "t.csv"),
        ("t.tar.gz", gzip.compress(bytes(257) + b"ustar\x0000" + bytes(1000), mtime=0), "tar archive"),
        ("t.pptx", packed(("[Content_Types].xml", ""), ("ppt/presentation.xml", "<x/>")), "presentation"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(read: ReadText, name: str, content: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read(content, name=name)


@pytest.mark.parametrize("extension", [*XLSX_LIKE, "xls", "csv", "txt", "json", "bin", ""])
def test_a_workbook_is_read_under_any_extension(read: ReadText, extension: str) -> None:
    assert read(BOOK, name=f"t.{extension}").rows() == [(1, 2), (3, 4)]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.xlsx",
        "..\\..\\boot.xlsx",
        "a\0b\nc.xlsx",
        "\u202exslx.exe.xlsx",
        f"{'n' * 10_000}.xlsx",
        "select.xlsx",
        "; DROP TABLE x; --.xlsx",
        '"quoted".xlsx',
        "…….xlsx",
        "😀.xlsx",
    ],
)
def test_a_file_of_any_name_is_a_table_of_a_plain_name(read: ReadText, name: str) -> None:
    table = read(BOOK, name=name).imported.tables[0]
    assert re.fullmatch(r"[a-z_][a-z0-9_]*", table.name)
    assert len(table.name) < 80
    shown = f"{table.origin.file}{table.label}"
    assert not re.search(r"[\x00-\x1f\u200b-\u200f\u202a-\u202e/\\]", shown)
    assert len(shown) <= 1100


@pytest.mark.parametrize(
    "name", ["a|b|c", "\u202eevil", "n" * 10_000, "select", "&lt;script&gt;", "'; DROP TABLE x", " "]
)
def test_a_sheet_of_any_name_is_read(read: ReadText, name: str) -> None:
    found = read(renamed(name), name="t.xlsx")
    assert found.rows() == [(1, 2), (3, 4)]
    sheet = found.imported.tables[0].origin.sheet or ""
    assert 0 < len(sheet) <= 100
    assert not re.search(r"[\u202a-\u202e|]", sheet)


def test_a_second_sheet_of_the_same_name_is_told(read: ReadText) -> None:
    content = workbook(rows(["a"], [1]), rows(["b"], [2], [3]), names=("One", "Two"))
    xml = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").decode().replace('"Two"', '"One"')
    found = read(with_part(content, "xl/workbook.xml", xml.encode()), name="t.xlsx")
    assert found.rows() == [(1,)]
    assert "Another sheet called “One”" in found.imported.report.decisions[0].detail


def test_columns_of_any_name_are_read(read: ReadText) -> None:
    header: list[object] = ["id", "id", "ID", "select", "a\nb", "\u202eno", "n" * 10_000, "'; DROP TABLE t", "<b>x</b>"]
    found = read(workbook(rows(header, [*range(9)], [*range(9)])), name="t.xlsx")
    assert len(set(found.names)) == 9
    assert all(re.fullmatch(r"[a-z_][a-z0-9_]*", name) for name in found.names)
    assert found.rows() == [tuple(range(9))] * 2
    assert all(len(column.label) <= 500 for column in found.imported.tables[0].columns)


def test_what_looks_like_code_in_cells_stays_text(read: ReadText) -> None:
    cells = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "<script>alert(1)</script>", "{{7*7}}", "' OR 1=1 --"]
    shared = "".join(
        f"<row r='{n}'><c r='A{n}' t='inlineStr'><is><t>{_escaped(c)}</t></is></c></row>"
        for n, c in enumerate(cells, 2)
    )
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"<row r='1'><c r='A1' t='inlineStr'><is><t>word</t></is></c></row>{shared}</sheetData></worksheet>"
    )
    found = read(with_part(BOOK, "xl/worksheets/sheet1.xml", xml.encode()), name="t.xlsx")
    text = "word\n" + "\n".join(f'"{cell}"' for cell in cells)
    for rows_found in (found.rows(), read(text, name="t.csv").rows()):
        assert [row[0] for row in rows_found][-len(cells) :] == cells


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_a_million_columns_are_refused(read: ReadText) -> None:
    row = "".join(f'<c r="{_letters(number)}1"><v>1</v></c>' for number in (1, 1_000_000))
    xml = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{row}</row></sheetData></worksheet>'
    with pytest.raises(UserError, match=r"t\.xlsx"):
        read(with_part(BOOK, "xl/worksheets/sheet1.xml", xml.encode()), name="t.xlsx")
    with pytest.raises(UserError, match=r"columns; at most 10,000"):
        read(",".join(["x"] * 50_000) + "\n" + ",".join(["1"] * 50_000), name="t.csv")


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
