from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.errors import LimitReached, UnreadableFile
from core.import_choices import Choice, Choices, ReadLimits
from tests.ingestion.conftest import Read
from tests.ingestion.pages import HEIGHT, PROSE, WIDTH, bare, grid, pdf, prose, write

ReadText = Callable[..., Read]
SALES = [("Region", "Shops", "Revenue"), ("North", "12", "1,234.50"), ("South", "7", "980.25"), ("East", "3", "77.00")]
XS = (60.0, 200.0, 300.0, 420.0)


def read_pdf(read: ReadText, content: bytes, **options: Any) -> Read:
    return read(content, name="report.pdf", **options)


def rows_of(*, first: int, last: int) -> list[tuple[str, str, str]]:
    return [(f"Shop {n}", str(n), f"{n * 3}.50") for n in range(first, last + 1)]


def test_a_table_with_lines_is_typed_and_keeps_its_page_and_box(read: ReadText) -> None:
    found = read_pdf(read, pdf(lambda c: prose(c, 60), lambda c: grid(c, 100, SALES, XS)))
    table = found.imported.tables[0]
    assert [(c.name, c.type) for c in table.columns] == [
        ("region", "text"),
        ("shops", "integer"),
        ("revenue", "decimal"),
    ]
    assert found.rows()[0] == ("North", 12, Decimal("1234.50"))
    assert (table.origin.page, table.origin.range) == (2, "page 2 table 1")
    assert table.origin.box == pytest.approx((60, 100, 420, 180), abs=2)
    assert [(p.page, p.first_row, p.last_row) for p in table.origin.parts] == [(2, 1, 3)]


def test_a_table_that_only_white_space_shows_is_found_between_text(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, 60)
        bare(canvas, 130, SALES, (60, 260, 400))
        prose(canvas, 230)

    found = read_pdf(read, pdf(page))
    assert len(found.imported.tables) == 2
    assert found.names == ["region", "shops", "revenue"]
    assert found.rows() == [
        ("North", 12, Decimal("1234.50")),
        ("South", 7, Decimal("980.25")),
        ("East", 3, Decimal("77.00")),
    ]
    assert not any("North" in row[4] for row in found.rows(1))


def test_text_alone_is_no_table(read: ReadText) -> None:
    found = read_pdf(read, pdf(lambda c: prose(c, 60, PROSE * 8)))
    assert [table.name for table in found.imported.tables] == ["report_text"]


def test_text_in_two_columns_is_read_column_by_column(read: ReadText) -> None:
    left = [f"The left column goes on with its line {n} of words" for n in range(30)]
    right = [f"Another story stands in the right one, line {n} here" for n in range(30)]

    def page(canvas: Canvas) -> None:
        for n in range(30):
            write(canvas, 50, 60 + 14 * n, left[n])
            write(canvas, 310, 60 + 14 * n, right[n])

    found = read_pdf(read, pdf(page))
    assert [table.name for table in found.imported.tables] == ["report_text"]
    text = " ".join(row[4] for row in found.rows())
    assert text.index(left[29]) < text.index(right[0])


def test_several_tables_on_a_page_are_tables_of_their_own(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 80, "Table 1: Sales by region")
        grid(canvas, 100, SALES, XS)
        write(canvas, 60, 280, "Table 2: Staff")
        grid(canvas, 300, [("Name", "Age"), ("Ann", "31"), ("Bob", "45")], (60, 200, 300))

    found = read_pdf(read, pdf(page))
    assert [table.name for table in found.imported.tables[:2]] == ["report_sales_by_region", "report_staff"]
    assert found.rows(1) == [("Ann", 31), ("Bob", 45)]


def continued(*, header_again: bool) -> bytes:
    header = ("Shop", "Number", "Revenue")

    def first(canvas: Canvas) -> None:
        prose(canvas, 60)
        grid(canvas, 420, [header, *rows_of(first=1, last=15)], XS)

    def second(canvas: Canvas) -> None:
        grid(canvas, 60, [*([header] if header_again else []), *rows_of(first=16, last=30)], XS)

    return pdf(first, second)


@pytest.mark.parametrize("header_again", [True, False])
def test_a_table_that_goes_on_over_pages_is_one(read: ReadText, header_again: bool) -> None:
    found = read_pdf(read, continued(header_again=header_again))
    assert found.rows() == [(f"Shop {n}", n, Decimal(n * 3) + Decimal("0.5")) for n in range(1, 31)]
    parts = found.imported.tables[0].origin.parts
    assert [(p.page, p.first_row, p.last_row) for p in parts] == [(1, 1, 15), (2, 16, 30)]
    told = found.decision("joined_pages")
    assert told is not None
    assert told.key == "joined_pages|page 1 table 1"
    assert told.value == "joined"


def test_the_parts_of_a_table_count_the_rows_that_are_left(read: ReadText) -> None:
    rows = [("Ann", "1", "10"), ("Bob", "2", "20"), ("Cleo", "3", "30"), ("Total", "6", "60")]
    found = read_pdf(read, pdf(lambda canvas: grid(canvas, 100, [("Name", "Number", "Revenue"), *rows], XS)))
    assert found.imported.tables[0].rows == 3
    assert [(p.first_row, p.last_row) for p in found.imported.tables[0].origin.parts] == [(1, 3)]
    assert found.report.origin == found.imported.tables[0].origin


def test_pages_that_a_person_wants_apart_stay_apart(read: ReadText) -> None:
    choices = Choices.of([Choice(key="joined_pages|page 1 table 1", value="apart")])
    found = read_pdf(read, continued(header_again=True), choices=choices)
    assert [table.rows for table in found.imported.tables[:2]] == [15, 15]


def test_a_turned_page_is_read_as_it_is_shown(read: ReadText) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        grid(canvas, 100, SALES, XS)

    def sideways(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.translate(0, WIDTH - HEIGHT)
        grid(canvas, 100, SALES, XS)

    for page in (turned, sideways):
        found = read_pdf(read, pdf(page))
        assert found.rows()[0] == ("North", 12, Decimal("1234.50"))


def test_the_box_of_a_sideways_table_lies_on_the_page_as_shown(read: ReadText) -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.translate(0, WIDTH - HEIGHT)
        grid(canvas, 100, SALES, XS)

    box = read_pdf(read, pdf(sideways)).imported.tables[0].origin.box
    assert box is not None
    x0, top, x1, bottom = box
    assert (x1 - x0, bottom - top) == pytest.approx((80, 360), abs=2)
    assert x1 <= WIDTH + 1
    assert bottom <= HEIGHT + 1


def test_merged_header_cells_name_all_their_columns(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        for y in (100, 140, 160, 180):
            canvas.line(60, HEIGHT - y, 360, HEIGHT - y)
        canvas.line(160, HEIGHT - 120, 360, HEIGHT - 120)
        for x, top in ((60, 100), (160, 100), (260, 120), (360, 100)):
            canvas.line(x, HEIGHT - top, x, HEIGHT - 180)
        write(canvas, 64, 124, "Region")
        write(canvas, 220, 104, "Revenue")
        for x, text in ((164, "Actual"), (264, "Planned")):
            write(canvas, x, 124, text)
        for row, cells in enumerate((("North", "10", "20"), ("South", "30", "40"))):
            for x, text in zip((64, 164, 264), cells, strict=True):
                write(canvas, x, 144 + 20 * row, text)

    found = read_pdf(read, pdf(page))
    assert found.names == ["region", "revenue_actual", "revenue_planned"]
    assert found.rows() == [("North", 10, 20), ("South", 30, 40)]


def test_lines_of_a_cell_are_put_together(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        grid(canvas, 100, [("Item", "Price"), ("A very long", "12"), ("Short", "3")], (60, 200, 300), height=40)
        write(canvas, 64, 158, "descrip-")
        write(canvas, 64, 168, "tion")

    assert read_pdf(read, pdf(page)).rows() == [("A very long description", 12), ("Short", 3)]


def test_headers_and_footers_of_pages_are_no_text(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 30, "Annual report of the harbour")
        prose(canvas, 90)
        write(canvas, 290, 800, f"Page {canvas.getPageNumber()} of 4")

    found = read_pdf(read, pdf(page, page, page, page))
    text = " ".join(row[4] for row in found.rows())
    assert "Annual report" not in text
    assert "of 4" not in text
    assert [row[2] for row in found.rows()] == [1, 2, 3, 4]


def test_headings_are_the_sections_of_passages(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "Harbour", 22)
        write(canvas, 60, 100, "Visitors", 14)
        prose(canvas, 130)

    (row,) = read_pdf(read, pdf(page)).rows()
    assert row[:4] == ("report.pdf", 1, 1, "Harbour › Visitors")
    assert row[4] == " ".join(PROSE)


def test_text_can_be_left_out(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, 60)
        grid(canvas, 200, SALES, XS)

    found = read_pdf(read, pdf(page), choices=Choices.of([Choice(key="passages", value="left_out")]))
    assert [table.name for table in found.imported.tables] == ["report"]
    assert found.decision("passages") is not None


def test_a_person_says_which_row_is_the_header(read: ReadText) -> None:
    content = pdf(lambda c: grid(c, 100, SALES, XS))
    none = read_pdf(read, content, choices=Choices.of([Choice(key="header|page 1 table 1", value="none")]))
    assert len(none.rows()) == 4
    second = read_pdf(read, content, choices=Choices.of([Choice(key="header|page 1 table 1", value="2")]))
    assert second.names == ["north", "c_12", "c_1_234_50"]
    told = second.decision("header")
    assert told is not None
    assert told.by_person


def test_a_protected_document_says_so(read: ReadText) -> None:
    locked = pdf(lambda c: grid(c, 100, SALES, XS), encrypt=StandardEncryption("secret"))
    with pytest.raises(UnreadableFile, match="password"):
        read_pdf(read, locked)


def test_a_scan_without_text_says_so(read: ReadText) -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "grey").save(picture, "PNG")

    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 50, 50, 400, 600)

    with pytest.raises(UnreadableFile, match="scan"):
        read_pdf(read, pdf(page))
    found = read_pdf(read, pdf(page, lambda c: prose(c, 60)))
    assert any("a scan" in decision.detail for decision in found.imported.report.decisions)


def test_too_many_pages_are_refused_before_any_is_read(read: ReadText) -> None:
    with pytest.raises(LimitReached, match="3 pages"):
        read_pdf(read, pdf(*[lambda c: prose(c, 60)] * 3), limits=ReadLimits(pages=2))


def test_a_document_that_is_no_pdf_or_cut_off_says_so(read: ReadText) -> None:
    whole = pdf(lambda c: grid(c, 100, SALES, XS))
    for content, reason in (
        (b"", "empty"),
        (b"\0\1\2\3" * 50, "no PDF"),
        (b"%PDF-1.4\n" + b"\0" * 100, "damaged"),
        (pdf(lambda c: None), "empty"),
    ):
        with pytest.raises(UnreadableFile, match=reason):
            read_pdf(read, content)
    with pytest.raises(UnreadableFile, match=r"damaged|opened|empty"):
        read_pdf(read, whole[: len(whole) // 3])


def test_a_page_number_list_is_no_table(read: ReadText) -> None:
    def contents(canvas: Canvas) -> None:
        for n, title in enumerate(("Introduction", "What was sold", "Where it was sold", "Outlook", "Annex")):
            write(canvas, 60, 80 + 16 * n, title + " " + "." * (90 - 2 * len(title)))
            canvas.drawRightString(520, HEIGHT - 90 - 16 * n, str(3 + 7 * n))

    assert [t.name for t in read_pdf(read, pdf(contents)).imported.tables] == ["report_text"]


def test_dots_that_lead_the_eye_are_no_text(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        for n, (name, value) in enumerate(
            (("Wood", "1,204"), ("Iron and steel", "88"), ("Paper", "930"), ("Glass", "7"))
        ):
            write(canvas, 60, 100 + 15 * n, name + "." * (80 - 2 * len(name)))
            canvas.drawRightString(400, HEIGHT - 110 - 15 * n, value)

    assert read_pdf(read, pdf(page)).rows() == [("Wood", 1204), ("Iron and steel", 88), ("Paper", 930), ("Glass", 7)]


def test_a_currency_sign_that_stands_apart_goes_with_its_number(read: ReadText) -> None:
    rows = [("Item", "2023", "2024"), ("Rent", "1,200", "1,300"), ("Power", "80", "95"), ("Water", "31", "28")]

    def page(canvas: Canvas) -> None:
        bare(canvas, 100, rows, (60, 300, 420))
        for n in (1, 2, 3):
            write(canvas, 255, 100 + 15 * n, "$")
            write(canvas, 375, 100 + 15 * n, "$")

    found = read_pdf(read, pdf(page))
    assert found.rows() == [("Rent", 1200, 1300), ("Power", 80, 95), ("Water", 31, 28)]
    assert [c.unit for c in found.imported.tables[0].columns] == [None, "USD", "USD"]


def test_a_row_that_numbers_the_columns_is_no_data(read: ReadText) -> None:
    rows = [("Region", "Shops", "Sales"), ("(1)", "(2)", "(3)"), ("North", "4", "50"), ("South", "6", "70")]
    found = read_pdf(read, pdf(lambda c: grid(c, 100, rows, XS)))
    assert found.names == ["region", "shops", "sales"]
    assert found.rows() == [("North", 4, 50), ("South", 6, 70)]


def test_years_below_a_spanning_heading_name_the_columns(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 284, 100, "Passengers")
        bare(
            canvas,
            115,
            [
                ("Harbour", "2022", "2023", "2024"),
                ("North", "410", "432", "455"),
                ("South", "120", "98", "131"),
                ("East", "77", "81", "90"),
            ],
            (60, 240, 320, 400),
        )

    found = read_pdf(read, pdf(page))
    assert found.names == ["harbour", "passengers_2022", "passengers_2023", "passengers_2024"]
    assert len(found.rows()) == 3


def test_the_scale_of_a_chart_is_no_table(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        for n in range(9):
            write(canvas, 60, 100 + 20 * n, str(400 - 50 * n))
            write(canvas, 320, 100 + 20 * n, str(400 - 50 * n))
        prose(canvas, 330)

    assert [t.name for t in read_pdf(read, pdf(page)).imported.tables] == ["report_text"]


def test_shading_in_place_of_lines_shows_no_rows_twice(read: ReadText) -> None:
    rows = [("Region", "Shops", "Sales"), *((f"Place {n}", str(n), str(7 * n)) for n in range(1, 9))]

    def page(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        for n in range(0, 9, 2):
            canvas.rect(55, HEIGHT - 100 - 15 * (n + 1), 380, 15, stroke=0, fill=1)
        canvas.setFillGray(0)
        bare(canvas, 101, rows, (60, 260, 400))

    found = read_pdf(read, pdf(page))
    assert found.rows() == [(f"Place {n}", n, 7 * n) for n in range(1, 9)]
