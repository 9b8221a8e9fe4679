"""Tables of PDF files as reports set them: headings that stand up or span, groups of rows, cells of several lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.ingestion.pages import HEIGHT, bare, grid, pdf, prose, write
from tests.ingestion.test_pdf import ReadText, read_pdf

CITIES = [
    ("Oslo", "3", "1.5", "99"),
    ("Rome", "6", "3.0", "98"),
    ("Bonn", "9", "4.5", "97"),
    ("Bern", "12", "6.0", "96"),
]
HEADINGS = ("City", "Visitors", "Income", "Rooms free")
XS = (60.0, 130.0, 200.0, 270.0, 340.0)
NAMES = ["city", "visitors", "income", "rooms_free"]


def stand(canvas: Canvas, x: float, foot: float, text: str, turn: int) -> None:
    """`foot` is where the text ends below, from the top of the page."""
    canvas.saveState()
    canvas.setFont("Helvetica", 10)
    canvas.translate(x, HEIGHT - foot)
    canvas.rotate(turn)
    canvas.drawString(0 if turn == 90 else -canvas.stringWidth(text, "Helvetica", 10), 0, text)
    canvas.restoreState()


def headed(canvas: Canvas, top: float, turn: int) -> None:
    write(canvas, XS[0] + 4, top + 54, HEADINGS[0])
    for x, heading in zip(XS[1:], HEADINGS[1:], strict=False):
        stand(canvas, x + 30, top + 66, heading, turn)


@pytest.mark.parametrize("turn", [90, -90], ids=["upwards", "downwards"])
def test_headings_printed_upwards_or_downwards_name_their_columns(read: ReadText, turn: int) -> None:
    def ruled(canvas: Canvas) -> None:
        headed(canvas, 100, turn)
        grid(canvas, 170, CITIES, XS)
        for x in XS:
            canvas.line(x, HEIGHT - 100, x, HEIGHT - 170)
        canvas.line(XS[0], HEIGHT - 100, XS[-1], HEIGHT - 100)

    def unruled(canvas: Canvas) -> None:
        headed(canvas, 100, turn)
        bare(canvas, 170, CITIES, (64, 180, 250, 320))

    for page in (ruled, unruled):
        found = read_pdf(read, pdf(page))
        assert found.names == NAMES, page.__name__
        assert found.rows()[0] == ("Oslo", 3, Decimal("1.5"), 99)
        assert len(found.rows()) == 4


def test_a_single_text_up_the_margin_is_no_heading(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        stand(canvas, 40, 400, "Confidential until the first of May", 90)
        bare(canvas, 100, [HEADINGS, *CITIES], (64, 180, 250, 320))

    found = read_pdf(read, pdf(page))
    assert found.names == NAMES
    assert len(found.rows()) == 4


def test_years_over_several_columns_count_for_each(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        for x, year in ((170, "2023"), (310, "2024")):
            canvas.setFont("Helvetica", 10)
            canvas.drawCentredString(x + 20, HEIGHT - 110, year)
        rows = [("Region", "Units", "Value", "Units", "Value")]
        rows += [
            (name, str(n), f"{n * 3}.5", str(n + 9), f"{n * 7}.5")
            for n, name in enumerate(("North", "South", "East"), 1)
        ]
        bare(canvas, 118, rows, (60, 184, 216, 324, 356))

    found = read_pdf(read, pdf(page))
    labels = [column.label for column in found.imported.tables[0].columns]
    assert labels == ["Region", "2023 Units", "2023 Value", "2024 Units", "2024 Value"]


def test_the_first_group_of_rows_is_no_part_of_the_header(read: ReadText) -> None:
    rows = [("Item", "Old", "New"), ("Assets", "", ""), ("Cash", "100", "120"), ("Stock", "200", "210")]
    rows += [("Liabilities", "", ""), ("Loans", "50", "60"), ("Taxes", "10", "12")]
    found = read_pdf(read, pdf(lambda canvas: bare(canvas, 100, rows, (60, 200, 300))))
    assert found.names == ["item", "old", "new"]
    assert [row[0] for row in found.rows()] == ["Assets", "Cash", "Stock", "Liabilities", "Loans", "Taxes"]


def test_a_heading_of_two_lines_stays_one(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 100, "Name of the")
        bare(canvas, 112, [("product", "Old", "New")], (60, 200, 300))
        bare(canvas, 132, [("Pens", "100", "120"), ("Ink", "200", "210"), ("Paper", "20", "21")], (60, 200, 300))

    found = read_pdf(read, pdf(page))
    assert [column.label for column in found.imported.tables[0].columns][1:] == ["Old", "New"]
    assert [row[0] for row in found.rows()] == ["Pens", "Ink", "Paper"]


def test_descriptions_of_several_lines_are_cells_of_a_table(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        bare(canvas, 90, [("Item", "", "Amount")], (60, 300, 460))
        write(canvas, 130, 90, "Description")
        for number in range(1, 6):
            top = 80 + number * 30
            bare(canvas, top, [(f"Item {number}", "", f"{number}00.50")], (60, 300, 460))
            write(canvas, 130, top, "A long description of the item that goes on")
            write(canvas, 130, top + 12, f"over several lines of its cell, number {number}")

    found = read_pdf(read, pdf(page))
    assert found.names == ["item", "description", "amount"]
    assert found.rows()[1] == (
        "Item 2",
        "A long description of the item that goes on over several lines of its cell, number 2",
        Decimal("200.50"),
    )
    assert len(found.rows()) == 5


def test_a_caption_at_the_margin_names_a_table_in_the_middle(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, 60)
        write(canvas, 60, 130, "Table 4: Guests")
        bare(canvas, 150, [HEADINGS, *CITIES], (264, 380, 450, 520))

    assert read_pdf(read, pdf(page)).imported.tables[0].name == "report_guests"


def test_sums_that_stand_apart_below_are_no_rows(read: ReadText) -> None:
    def page(canvas: Canvas) -> None:
        rows = [("Pos", "Qty", "Price", "Sum"), ("1", "2", "39.90", "79.80"), ("2", "4", "120.00", "480.00")]
        bare(canvas, 100, [*rows, ("3", "10", "4.50", "45.00")], (60, 240, 400, 520), height=18)
        bare(canvas, 190, [("", "", "Net", "604.80"), ("", "", "VAT 20%", "120.96")], (60, 240, 400, 520))

    found = read_pdf(read, pdf(page))
    assert [column.type for column in found.imported.tables[0].columns] == ["integer", "integer", "decimal", "decimal"]
    assert len(found.rows()) == 3
    assert "120.96" in found.rows(1)[0][4]


def test_fields_of_a_form_have_no_header(read: ReadText) -> None:
    fields = [("Name:", "Ann Lee"), ("Born:", "1990-01-02"), ("Height:", "170"), ("Weight:", "65"), ("Rooms:", "4")]

    def page(canvas: Canvas) -> None:
        for number, (label, value) in enumerate(fields):
            write(canvas, 60, 100 + 16 * number, label)
            write(canvas, 160, 100 + 16 * number, value)

    assert read_pdf(read, pdf(page)).rows() == fields
