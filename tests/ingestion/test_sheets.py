"""What sheets of people look like: named tables, groups, totals, hidden parts; and what a person may decide of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import InvalidInput, LimitReached
from core.import_choices import Choices, ReadLimits, decision_key
from core.import_report import Decision
from tests.ingestion.conftest import Read
from tests.ingestion.test_workbooks import rows, with_part, workbook

ReadText = Callable[..., Read]
Fill = Callable[[Worksheet], object]


def chosen(*key_and_value: str) -> Choices:
    *key, value = key_and_value
    return Choices(chosen={decision_key(*key): value})


def decisions(found: Read, kind: str) -> list[Decision]:
    every = [decision for report in found.imported.report.tables for decision in report.decisions]
    return [decision for decision in [*every, *found.imported.report.decisions] if decision.kind == kind]


def placed(row: int, column: int, *cells: list[object]) -> Fill:
    def fill(sheet: Worksheet) -> None:
        for down, line in enumerate(cells):
            for across, cell in enumerate(line):
                if cell is not None:
                    sheet.cell(row + down, column + across, cell)

    return fill


def both(*fills: Fill) -> Fill:
    def fill(sheet: Worksheet) -> None:
        for one in fills:
            one(sheet)

    return fill


GROUPED: tuple[list[object], ...] = (
    ["region", "shop", "units", "amount"],
    ["North", "Oslo", 1, 10.5],
    ["North", "Bergen", 2, 20],
    ["North Total", None, 3, 30.5],
    ["South", "Rome", 4, 40],
    ["South", "Bari", 5, 50],
    ["South Total", None, 9, 90],
    ["Grand Total", None, 12, 120.5],
)


def test_totals_and_subtotals_are_left_out_and_each_is_listed(read: ReadText) -> None:
    found = read(workbook(rows(*GROUPED)), name="book.xlsx")
    assert [row[1] for row in found.rows()] == ["Oslo", "Bergen", "Rome", "Bari"]
    assert found.report.left_out_rows == 3
    told = [(decision.kind, decision.key, decision.value) for decision in found.report.decisions if decision.cells == 1]
    assert told == [
        ("subtotal", "subtotal|Sheet|row 4", "left_out"),
        ("subtotal", "subtotal|Sheet|row 7", "left_out"),
        ("total_row", "total_row|Sheet|row 8", "left_out"),
    ]


def test_a_person_may_keep_a_total_as_data(read: ReadText) -> None:
    content = workbook(rows(*GROUPED))
    found = read(content, name="book.xlsx", choices=chosen("subtotal", "Sheet", "row 4", "data"))
    assert [row[0] for row in found.rows()] == ["North", "North", "North Total", "South", "South"]
    kept = next(decision for decision in decisions(found, "subtotal") if decision.by_person)
    assert kept.value == "data"
    assert [alternative.value for alternative in kept.alternatives] == ["left_out"]


def test_a_total_above_its_group_is_found(read: ReadText) -> None:
    content = workbook(
        rows(
            ["item", "n"], ["Fruit total", 3], ["Apple", 1], ["Pear", 2], ["Nuts total", 9], ["Hazel", 4], ["Pecan", 5]
        )
    )
    assert read(content, name="book.xlsx").rows() == [("Apple", 1), ("Pear", 2), ("Hazel", 4), ("Pecan", 5)]


def test_a_last_row_of_nothing_but_sums_is_a_total(read: ReadText) -> None:
    content = workbook(rows(["item", "n", "v"], ["Apple", 1, 2.5], ["Pear", 2, 3], ["Fig", 3, 4], [None, 6, 9.5]))
    found = read(content, name="book.xlsx")
    assert len(found.rows()) == 3
    assert [decision.value for decision in decisions(found, "total_row")] == ["left_out"]


def test_a_name_that_begins_like_a_total_is_data(read: ReadText) -> None:
    lines: list[list[object]] = [["company", "sales"], ["Shell", 5], ["TotalEnergies", 7], ["Total Wine", 9], ["BP", 2]]
    found = read(workbook(rows(*lines)), name="book.xlsx")
    assert len(found.rows()) == 4
    assert [decision.value for decision in decisions(found, "subtotal")] == ["data"]


def test_the_tables_that_a_workbook_names_are_the_tables(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        placed(1, 1, ["Report of the year"], ["made by Ann"])(sheet)
        placed(4, 2, ["name", "n"], ["a", 1], ["b", 2], ["Total", 3])(sheet)
        placed(4, 4, ["city", "size"], ["Oslo", 5], ["Rome", 6])(sheet)
        for name, ref, totals in (("People", "B4:C7", 1), ("Cities", "D4:E6", 0)):
            table = Table(displayName=name, ref=ref)
            table.totalsRowCount = totals or None
            sheet.add_table(table)

    found = read(workbook(fill), name="book.xlsx")
    assert [table.name for table in found.imported.tables] == ["book_people", "book_cities"]
    assert [found.rows(at) for at in range(2)] == [[("a", 1), ("b", 2)], [("Oslo", 5), ("Rome", 6)]]
    assert [table.origin.range for table in found.imported.tables] == ["B4:C7", "D4:E6"]
    assert "Report of the year" in (decisions(found, "preamble")[0].before or "")


def test_a_named_range_that_is_a_whole_table_gives_its_name(read: ReadText) -> None:
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    both(placed(3, 2, ["name", "n"], ["a", 1], ["b", 2]), placed(8, 2, ["city", "size"], ["Oslo", 5]))(book.active)
    book.defined_names["Staff"] = openpyxl.workbook.defined_name.DefinedName("Staff", attr_text="Sheet!$B$3:$C$5")
    book.defined_names["Old"] = openpyxl.workbook.defined_name.DefinedName("Old", attr_text="Sheet!$B$3:$C$4")
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), name="book.xlsx")
    assert [table.name for table in found.imported.tables] == ["book_staff", "book_sheet_2"]


def test_a_sheet_that_does_not_begin_in_the_first_cell_keeps_its_places(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        placed(4, 3, ["region", "share"], ["North", 0.5], [None, 0.25], ["South", 0.125])(sheet)
        sheet.merge_cells("C5:C6")
        for row in (5, 6, 7):
            sheet.cell(row, 4).number_format = "0.0%"
        sheet.cell(1, 1).number_format = "0.0%"
        sheet.row_dimensions[7].hidden = True

    found = read(workbook(fill), name="book.xlsx")
    assert found.rows() == [("North", Decimal("50.0")), ("North", Decimal("25.0")), ("South", Decimal("12.5"))]
    assert found.imported.tables[0].origin.range == "C4:D7"


def test_merged_cells_stay_as_they_are_where_that_is_chosen(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["region", "units"], ["North", 1], [None, 2], ["South", 3])(sheet)
        sheet.merge_cells("A2:A3")

    found = read(workbook(fill), name="book.xlsx", choices=chosen("merged_cells", "Sheet", "as_is"))
    assert found.rows() == [("North", 1), (None, 2), ("South", 3)]


def test_a_merged_header_reaches_no_further_than_it_is_merged(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["region", "2023", None, "note", "2024", None], [None, "units", "price", None, "units", "price"])(sheet)
        rows(["North", 1, 2.5, "x", 3, 4.5], ["South", 2, 3.5, "y", 4, 5.5])(sheet)
        for area in ("A1:A2", "B1:C1", "D1:D2", "E1:F1"):
            sheet.merge_cells(area)

    found = read(workbook(fill), name="book.xlsx")
    labels = [column.label for column in found.imported.tables[0].columns]
    assert labels == ["region", "2023 units", "2023 price", "note", "2024 units", "2024 price"]


@pytest.mark.parametrize(
    ("value", "names", "count"), [("none", ["column_1", "column_2"], 4), ("3", ["a", "column_2"], 2), ("2-3", None, 2)]
)
def test_a_person_says_which_row_is_the_header(read: ReadText, value: str, names: list[str] | None, count: int) -> None:
    content = workbook(rows(["x", "y"], ["p", "q"], ["a", 1], ["b", 2], ["c", 3]))
    plain = read(content, name="book.xlsx")
    header = decisions(plain, "header")[0]
    assert (header.key, header.value) == ("header|Sheet", "1")
    found = read(content, name="book.xlsx", choices=chosen("header", "Sheet", value))
    assert len(found.rows()) >= count
    if value == "none":
        assert found.names == names
    assert decisions(found, "header")[0].by_person


def test_a_header_row_that_is_not_there_is_refused(read: ReadText) -> None:
    with pytest.raises(InvalidInput, match="99"):
        read(workbook(rows(["x", "y"], [1, 2])), name="book.xlsx", choices=chosen("header", "Sheet", "99"))
    merged = workbook(both(rows(["x", "y"], [1, 2], [1, 3]), lambda sheet: sheet.merge_cells("A2:A3")))
    with pytest.raises(InvalidInput, match="sideways"):
        read(merged, name="book.xlsx", choices=chosen("merged_cells", "Sheet", "sideways"))


def test_what_is_hidden_can_be_left_out(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["a", "b", "c"], [1, 2, 3], [4, 5, 6], [7, 8, 9])(sheet)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    content = workbook(fill)
    assert len(read(content, name="book.xlsx").rows()) == 3
    choices = Choices(chosen={"hidden|Sheet|rows": "left_out", "hidden|Sheet|columns": "left_out"})
    found = read(content, name="book.xlsx", choices=choices)
    assert found.rows() == [(1, 3), (7, 9)]
    assert found.report.left_out_rows == 1


def test_a_hidden_sheet_and_any_sheet_can_be_left_out(read: ReadText) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows(["a"], [1]), rows(["b"], [2]), names=("One", "Two"))))
    book["Two"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert len(read(out.getvalue(), name="book.xlsx").imported.tables) == 2
    for choices in (chosen("hidden", "Two", "sheet", "left_out"), chosen("skipped_sheet", "Two", "left_out")):
        assert len(read(out.getvalue(), name="book.xlsx", choices=choices).imported.tables) == 1


def test_notes_below_and_above_can_be_kept_as_data(read: ReadText) -> None:
    content = workbook(rows(["My title"], ["a", "b", "c"], ["x", 1, 2], ["y", 3, 4], ["Source: the office"]))
    assert len(read(content, name="book.xlsx").rows()) == 2
    footer = read(content, name="book.xlsx", choices=chosen("footer", "Sheet", "data"))
    assert footer.rows()[-1][0] == "Source: the office"
    preamble = read(content, name="book.xlsx", choices=chosen("preamble", "Sheet", "data"))
    assert preamble.rows()[0][0] == "My title"


def test_formulas_without_saved_values_are_counted(read: ReadText) -> None:
    content = workbook(rows(["a", "b"], [1, "=A2*2"], [2, "=A3*2"], [3, 4]))
    told = [decision for decision in decisions(read(content, name="book.xlsx"), "other") if decision.cells == 2]
    assert len(told) == 1
    assert "save it" in told[0].detail


def test_formulas_and_tags_in_cells_stay_text(read: ReadText) -> None:
    content = workbook(
        both(rows(["a", "b"], ["x", "y"]), _as_text("A2", "=cmd|' /C calc'!A0"), _as_text("B2", "<script>"))
    )
    assert read(content, name="book.xlsx").rows() == [("=cmd|' /C calc'!A0", "<script>")]


def _as_text(cell: str, text: str) -> Fill:
    def fill(sheet: Worksheet) -> None:
        sheet[cell] = text
        sheet[cell].data_type = "s"

    return fill


def test_numbers_stored_as_text_are_numbers_and_codes_stay_codes(read: ReadText) -> None:
    found = read(workbook(rows(["n", "code"], ["12", "007"], [13, "010"], ["14", "011"])), name="book.xlsx")
    assert found.rows() == [(12, "007"), (13, "010"), (14, "011")]


def test_a_cell_at_the_end_of_the_sheet_does_not_cost_its_memory(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["name", "n"], ["a", 1], ["b", 2.5])(sheet)
        sheet.cell(1_048_576, 16_384, "stray")

    found = read(workbook(fill), name="book.xlsx")
    assert [row[:2] for row in found.rows()[:2]] == [("a", Decimal("1.0")), ("b", Decimal("2.5"))]


def test_a_format_far_away_is_no_cell(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["name", "n"], ["a", 1], ["b", 2])(sheet)
        sheet.cell(1_048_576, 16_384).number_format = "0%"

    assert read(workbook(fill), name="book.xlsx").rows() == [("a", 1), ("b", 2)]


def test_a_wide_sheet_with_gaps_is_read_and_a_too_wide_one_refused(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["name", "n"], ["a", 1], ["b", 2])(sheet)
        placed(1, 600, ["city", "size"], ["Oslo", 5], ["Rome", 6])(sheet)

    found = read(workbook(fill), name="book.xlsx")
    assert [table.origin.range for table in found.imported.tables] == ["A1:B3", "WB1:WC3"]
    with pytest.raises(LimitReached, match=r"sheet Sheet.*5 columns; at most 4"):
        read(workbook(rows([*"abcde"], [1, 2, 3, 4, 5])), name="book.xlsx", limits=ReadLimits(columns=4))


def test_an_empty_workbook_names_its_empty_sheets(read: ReadText) -> None:
    found = read(workbook(rows(), rows(["a", "b"], [1, 2]), names=("Nothing", "Some")), name="book.xlsx")
    assert [decision.before for decision in decisions(found, "skipped_sheet")] == ["Nothing"]


def test_xml_that_defines_entities_is_refused(read: ReadText) -> None:
    content = workbook(rows(["a", "b"], [1, 2]))
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        for encoded in (bomb, bomb.decode().encode("utf-16")):
            with pytest.raises(Exception, match="defines entities"):
                read(with_part(content, part, encoded), name="book.xlsx")


def test_a_sheet_of_one_column_of_words_can_be_left_out(read: ReadText) -> None:
    content = workbook(rows(["Read me first"], ["These are notes"]), rows(["a", "b"], [1, 2]), names=("Notes", "Data"))
    found = read(content, name="book.xlsx")
    keys: list[Any] = [decision.key for decision in decisions(found, "skipped_sheet")]
    assert len(found.imported.tables) + len(keys) >= 2
