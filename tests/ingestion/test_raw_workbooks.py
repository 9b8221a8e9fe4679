"""Workbooks as other programs and ill will write them: XML that no library here would make."""

from __future__ import annotations

import io
import zipfile
from datetime import date, time, timedelta

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from core.errors import UnreadableFile
from tests.ingestion.test_sheets import ReadText, decisions

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def raw(
    rows: str, *, texts: str = "", formats: tuple[str, ...] = (), book: str = "", claim: str = "", main: str = MAIN
) -> bytes:
    """`rows` are elements of the one sheet, `texts` of the shared ones; cells of style n have the nth of `formats`."""
    codes = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    kinds = ("worksheet", "styles", "sharedStrings")
    targets = ("worksheets/sheet1.xml", "styles.xml", "sharedStrings.xml")
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(zip(kinds, targets, strict=True), start=1)
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1"'
        f' Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{book}<sheets>'
        '<sheet name="Sheet" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" {claim}>{texts}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def row(number: int, *cells: str | float) -> str:
    written = (cell(f"{letter}{number}", each) for letter, each in zip("ABCDEF", cells, strict=False))
    return f'<row r="{number}">{"".join(written)}</row>'


def cell(place: str, value: str | float, style: int = 0) -> str:
    """Texts that begin with < are the inside of a shared or an inline text's cell, as they are."""
    if isinstance(value, str) and value.startswith("<c"):
        return value
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def test_pieces_of_rich_text_are_one_text_and_readings_of_it_are_left_out(read: ReadText) -> None:
    texts = '<si><r><t>東</t></r><r><rPr><b/></rPr><t>京</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>'
    inline = '<c r="A3" t="inlineStr"><is><r><t>Os</t></r><r><t>lo</t></r></is></c>'
    content = raw(row(1, "city", "n") + row(2, '<c r="A2" t="s"><v>0</v></c>', 1) + row(3, inline, 2), texts=texts)
    assert read(content, name="book.xlsx").rows() == [("東京", 1), ("Oslo", 2)]


def test_cells_and_rows_without_places_stand_one_after_the_other(read: ReadText) -> None:
    lines = ("ab", ("<v>1</v>", "<v>2</v>"), ("<v>3</v>", "<v>4</v>"))
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in lines[0])
    body = "".join(f"<row>{''.join(f'<c>{value}</c>' for value in line)}</row>" for line in lines[1:])
    assert read(raw(f"<row>{head}</row>{body}"), name="book.xlsx").rows() == [(1, 2), (3, 4)]


def test_a_sheet_of_the_strict_format_is_read(read: ReadText) -> None:
    content = raw(row(1, "a", "b") + row(2, 1, 2), main="http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert read(content, name="book.xlsx").rows() == [(1, 2)]


def test_rows_in_another_order_are_read_in_that_of_the_sheet(read: ReadText) -> None:
    content = raw(row(3, "x", 1) + row(1, "a", "b") + row(2, "y", 2))
    assert read(content, name="book.xlsx").rows() == [("y", 2), ("x", 1)]


def test_days_before_1900_and_the_first_ones_after_are_days(read: ReadText) -> None:
    day = "yyyy\\-mm\\-dd"
    lines = row(1, "day", "n") + row(2, "1865-04-09", 1)
    lines += f'<row r="3">{cell("A3", 1, 1)}{cell("B3", 2)}</row><row r="4">{cell("A4", 61, 1)}{cell("B4", 3)}</row>'
    found = read(raw(lines, formats=(day,)), name="book.xlsx")
    assert [each[0] for each in found.rows()] == [date(1865, 4, 9), date(1900, 1, 1), date(1900, 3, 1)]


@pytest.mark.parametrize("epoch", ["", '<workbookPr date1904="1"/>'], ids=["1900", "1904"])
def test_lengths_of_time_may_be_longer_than_a_day(read: ReadText, epoch: str) -> None:
    lines = row(1, "at", "spent")
    for number, (at, spent) in enumerate([(0.25, 1.5), (0.5, 70.25), (0.75, 0.125)], start=2):
        lines += f'<row r="{number}">{cell(f"A{number}", at, 1)}{cell(f"B{number}", spent, 2)}</row>'
    found = read(raw(lines, formats=("hh:mm", "[h]:mm:ss"), book=epoch), name="book.xlsx")
    assert found.rows() == [
        (time(6), timedelta(days=1, hours=12)),
        (time(12), timedelta(days=70, hours=6)),
        (time(18), timedelta(hours=3)),
    ]


def test_a_currency_or_a_share_is_told_by_any_of_its_formats(read: ReadText) -> None:
    formats = ("_(&quot;$&quot;* #,##0.00_);_(&quot;$&quot;* \\(#,##0.00\\)", "[$₽-419]#,##0", "0.0%;[Red]-0.0%")
    lines = row(1, "who", "paid", "cost", "share")
    for number in (2, 3):
        cells = "".join(cell(f"{letter}{number}", number / 4, at) for at, letter in enumerate("BCD", start=1))
        lines += f'<row r="{number}">{cell(f"A{number}", f"person {number}")}{cells}</row>'
    found = read(raw(lines, formats=formats), name="book.xlsx")
    assert [column.unit for column in found.imported.tables[0].columns] == [None, "USD", "RUB", "%"]


def test_a_formula_without_a_saved_value_is_told(read: ReadText) -> None:
    lines = row(1, "a", "b") + row(2, "x", 1) + row(3, "y", '<c r="B3"><f>1+1</f></c>')
    found = read(raw(lines), name="book.xlsx")
    assert found.rows() == [("x", 1), ("y", None)]
    assert any("without a saved value" in decision.detail for decision in decisions(found, "other"))


def test_a_list_of_texts_that_claims_billions_is_refused(read: ReadText) -> None:
    content = raw(row(1, "a", "b"), texts="<si><t>x</t></si>", claim='count="4294967295" uniqueCount="4294967295"')
    with pytest.raises(UnreadableFile, match=r"claims to hold 4,294,967,295 texts"):
        read(content, name="book.xlsx")


def test_a_text_that_is_not_in_the_list_damages_only_its_sheet(read: ReadText) -> None:
    with pytest.raises(UnreadableFile, match=r"sheet Sheet.*damaged"):
        read(raw(row(1, "a", "b") + row(2, '<c r="A2" t="s"><v>99</v></c>', 1)), name="book.xlsx")


def test_a_sheet_that_is_a_chart_is_told_as_one(read: ReadText) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["a", "b"], ["x", 1], ["y", 2]):
        sheet.append(line)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3))
    book.create_chartsheet("Bars").add_chart(chart)
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), name="book.xlsx")
    assert found.rows() == [("x", 1), ("y", 2)]
    (told,) = decisions(found, "skipped_sheet")
    assert told.detail == "The sheet “Bars” is a chart; only tables are read."


def test_an_open_document_under_a_password_says_so(read: ReadText) -> None:
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="10">'
    locked = f"{entry}<manifest:encryption-data/></manifest:file-entry>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{namespace}">{locked}</manifest:manifest>'
        )
        package.writestr("content.xml", bytes(range(256)) * 4)
    with pytest.raises(UnreadableFile, match="protected by a password"):
        read(out.getvalue(), name="book.ods")
