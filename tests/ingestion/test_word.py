from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement

from core.errors import LimitReached, UnreadableFile
from core.import_choices import ReadLimits
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def filled(document: Document, rows: list[list[str]]) -> Any:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return table


def body(inner: str, head: str = "") -> bytes:
    """A document of nothing but its main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_tables_and_text_become_tables(read: ReadText) -> None:
    document = docx.Document()
    document.add_heading("Sales", 1)
    document.add_paragraph("All went well.")
    document.add_heading("By region", 2)
    filled(document, [["Region", "Revenue"], ["North", "1.234,50 €"], ["South", "80,25 €"]])
    document.add_paragraph("More follows.")
    found = read(saved(document), name="report.docx")
    assert [(c.name, c.type, c.unit) for c in found.imported.tables[0].columns] == [
        ("region", "text", None),
        ("revenue", "decimal", "EUR"),
    ]
    assert found.rows(1) == [
        ("report.docx", 1, None, "Sales", "All went well."),
        ("report.docx", 2, None, "Sales › By region", "More follows."),
    ]


def test_merged_cells_head_their_columns_and_fill_their_rows(read: ReadText) -> None:
    document = docx.Document()
    table = filled(
        document,
        [
            ["Region", "Revenue", ""],
            ["", "2023", "2024"],
            ["North", "1", "2"],
            ["", "3", "4"],
            ["South", "5", "6"],
        ],
    )
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(3, 0))
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    found = read(saved(document), name="t.docx")
    assert found.names == ["region", "revenue_2023", "revenue_2024"]
    assert found.rows() == [("North", 1, 2), ("North", 3, 4), ("South", 5, 6)]
    assert found.decision("merged_cells") is not None


def test_a_table_within_a_cell_is_a_table_of_its_own(read: ReadText) -> None:
    document = docx.Document()
    outer = filled(document, [["Name", "Detail"], ["Ann", "see"], ["Bob", "none"]])
    inner = outer.cell(1, 1).add_table(2, 2)
    for cell, text in zip([c for row in inner.rows for c in row.cells], ("k", "v", "a", "7"), strict=True):
        cell.text = text
    found = read(saved(document), name="t.docx")
    assert found.rows() == [("Ann", "see"), ("Bob", "none")]
    assert found.rows(1) == [("a", 7)]


def test_deleted_text_is_not_read_and_inserted_text_is(read: ReadText) -> None:
    inner = (
        "<w:p><w:r><w:t>kept </w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>added</w:t></w:r></w:ins></w:p>"
    )
    assert read(body(inner), name="t.docx").rows()[0][4] == "kept added"


def test_lists_and_title_are_read(read: ReadText) -> None:
    document = docx.Document()
    document.add_heading("The title", 0)
    for text in ("one", "two"):
        document.add_paragraph(text, style="List Bullet")
    assert read(saved(document), name="t.docx").rows() == [("t.docx", 1, None, "The title", "one\ntwo")]


def test_entities_are_refused(read: ReadText) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = body(paragraph("&e9;"), head=f'<!DOCTYPE w [<!ENTITY e0 "ha">{levels}]>')
    outside = body(paragraph("&x;"), head='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    for content in (bomb, outside):
        with pytest.raises(UnreadableFile, match="entities"):
            read(content, name="t.docx")


def test_a_document_that_expands_without_reason_is_refused(read: ReadText) -> None:
    content = body(paragraph("a" * 70_000_000))
    with pytest.raises(LimitReached, match="unpacked"):
        read(content, name="t.docx")
    with pytest.raises(LimitReached, match="unpacked"):
        read(body(paragraph("a" * 100_000)), name="t.docx", limits=ReadLimits(unpacked=50_000))


def test_nesting_without_end_is_refused(read: ReadText) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400
    with pytest.raises(UnreadableFile, match=r"deep|damaged"):
        read(body(deep), name="t.docx")


def test_a_document_that_is_something_else_says_so(read: ReadText) -> None:
    whole = saved(docx.Document())
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    protected = old + "EncryptedPackage".encode("utf-16-le")
    for content, reason in (
        (b"", "empty"),
        (whole[: len(whole) // 2], "damaged"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
        (old, "old Word document"),
        (protected, "password"),
        (body("<w:p>"), "damaged"),
    ):
        with pytest.raises(UnreadableFile, match=reason):
            read(content, name="t.docx")


def test_text_under_the_name_of_a_document_is_read_as_text(read: ReadText) -> None:
    found = read("a,b\n1,2\n3,4\n", name="t.docx")
    assert found.rows() == [(1, 2), (3, 4)]
    assert "read as that" in found.imported.report.decisions[0].detail


def test_a_span_beyond_all_cells_makes_no_columns(read: ReadText) -> None:
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='{{}}'/></w:tcPr>{paragraph('{}')}</w:tc>"
    rows = "".join(
        f"<w:tr>{cell.format(999_999_999, a)}{cell.format(1, b)}</w:tr>" for a, b in (("a", "b"), ("1", "2"))
    )
    assert read(body(f"<w:tbl>{rows}</w:tbl>"), name="t.docx").rows() == [(1, 2)]


def test_the_namespace_of_strict_documents_is_known(read: ReadText) -> None:
    usual = body(paragraph("hello there"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual)) as old, zipfile.ZipFile(out, "w") as new:
        text = old.read("word/document.xml").decode()
        new.writestr("word/document.xml", text.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert read(out.getvalue(), name="t.docx").rows()[0][4] == "hello there"


def test_footnotes_and_page_headers_are_passages(read: ReadText) -> None:
    document = docx.Document()
    document.add_paragraph("The body of it.")
    document.sections[0].header.paragraphs[0].text = "Quarterly report"
    plain = saved(document)
    out = io.BytesIO(plain)
    with zipfile.ZipFile(out, "a") as package:
        notes = f"<w:footnotes xmlns:w='{W}'><w:footnote>{paragraph('Unaudited figures.')}</w:footnote></w:footnotes>"
        package.writestr("word/footnotes.xml", notes)
    found = read(out.getvalue(), name="t.docx")
    assert [row[3:] for row in found.rows()] == [
        (None, "The body of it."),
        ("Footnotes", "Unaudited figures."),
        ("Page headers", "Quarterly report"),
    ]


def test_a_column_of_numbers_is_a_table_and_a_frame_is_text(read: ReadText) -> None:
    document = docx.Document()
    filled(document, [["Amount"], ["12"], ["30"]])
    filled(document, [["Note"], ["Please read this first."]])
    found = read(saved(document), name="t.docx")
    assert (found.names, found.rows()) == (["amount"], [(12,), (30,)])
    assert found.rows(1)[0][4] == "Note\nPlease read this first."
