from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import UnreadableFile
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]


def workbook(*fills: Callable[[Worksheet], object], names: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for position, fill in enumerate(fills):
        sheet = book.active if position == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        if names:
            sheet.title = names[position]
        fill(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(*cells: list[object]) -> Callable[[Worksheet], object]:
    def fill(sheet: Worksheet) -> None:
        for row in cells:
            sheet.append(row)

    return fill


def test_typed_cells_keep_their_types(read: ReadText) -> None:
    content = workbook(
        rows(
            ["day", "at", "moment", "paid", "amount", "code"],
            [datetime(2024, 1, 5), time(9, 30), datetime(2024, 1, 5, 10, 30), True, 2.5, "007"],  # noqa: DTZ001
            [datetime(2024, 2, 6), time(17, 5), datetime(2024, 1, 6, 11, 0), False, 3, "010"],  # noqa: DTZ001
        )
    )
    found = read(content, name="book.xlsx")
    assert found.rows()[0] == (
        date(2024, 1, 5),
        time(9, 30),
        datetime(2024, 1, 5, 10, 30),  # noqa: DTZ001
        True,
        Decimal("2.5"),
        "007",
    )


def test_dates_counted_from_1904_are_the_same_days(read: ReadText) -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    assert isinstance(book.active, Worksheet)
    rows(["day", "n"], [datetime(2024, 1, 5), 1], [datetime(2024, 1, 6), 2])(book.active)  # noqa: DTZ001
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), name="book.xlsx").cells("day") == [date(2024, 1, 5), date(2024, 1, 6)]


def test_every_sheet_that_holds_something_is_a_table(read: ReadText) -> None:
    content = workbook(
        rows(["a", "b"], [1, 2]), rows(), rows(["c", "d"], [3, 4]), names=("First", "Nothing", "Last one")
    )
    found = read(content, name="book.xlsx")
    assert [table.name for table in found.imported.tables] == ["book_first", "book_last_one"]
    assert found.rows(1) == [(3, 4)]


def test_a_title_above_the_header_is_skipped(read: ReadText) -> None:
    content = workbook(rows(["Sales 2024"], [], ["region", "units", "price"], ["North", 1, 2.5], ["South", 2, 3.5]))
    found = read(content, name="book.xlsx")
    assert found.names == ["region", "units", "price"]
    assert (found.report.left_out_rows, found.report.blank_rows, found.report.header_rows) == (1, 1, 1)
    assert found.imported.tables[0].origin.range == "A1:C5"


def test_a_cell_merged_over_rows_holds_its_value_in_each(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["region", "units"], ["North", 1], [None, 2], ["South", 3])(sheet)
        sheet.merge_cells("A2:A3")

    found = read(workbook(fill), name="book.xlsx")
    assert found.rows() == [("North", 1), ("North", 2), ("South", 3)]
    assert found.decision("merged_cells") is not None


def test_a_header_of_two_levels_is_joined(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["region", "2023", None, "2024", None], [None, "units", "price", "units", "price"])(sheet)
        rows(["North", 1, 2.5, 3, 4.5], ["South", 2, 3.5, 4, 5.5])(sheet)
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:E1")

    found = read(workbook(fill), name="book.xlsx")
    assert [c.label for c in found.imported.tables[0].columns] == [
        "region",
        "2023 units",
        "2023 price",
        "2024 units",
        "2024 price",
    ]
    assert len(found.rows()) == 2


def test_two_tables_on_one_sheet_are_two_tables(read: ReadText) -> None:
    content = workbook(rows(["name", "age"], ["Ann", 3], ["Ben", 4], [], ["city", "size"], ["Oslo", 5], ["Rome", 6]))
    found = read(content, name="book.xlsx")
    assert [found.rows(position) for position in range(2)] == [[("Ann", 3), ("Ben", 4)], [("Oslo", 5), ("Rome", 6)]]


def test_tables_side_by_side_are_two_tables(read: ReadText) -> None:
    content = workbook(
        rows(["name", "age", None, "city", "size"], ["Ann", 3, None, "Oslo", 5], ["Ben", 4, None, "Rome", 6])
    )
    found = read(content, name="book.xlsx")
    assert [found.rows(position) for position in range(2)] == [[("Ann", 3), ("Ben", 4)], [("Oslo", 5), ("Rome", 6)]]


def test_blank_rows_inside_a_table_do_not_split_it(read: ReadText) -> None:
    content = workbook(rows(["name", "age"], ["Ann", 3], [], ["Ben", 4], ["Cem", 5]))
    found = read(content, name="book.xlsx")
    assert found.rows() == [("Ann", 3), ("Ben", 4), ("Cem", 5)]
    assert found.report.blank_rows == 1


def test_formats_of_the_sheet_give_the_unit(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["share", "price"], [0.125, 5.5], [0.2, 6])(sheet)
        for row in (2, 3):
            sheet.cell(row, 1).number_format = "0.0%"
            sheet.cell(row, 2).number_format = '#,##0.00 "€"'

    found = read(workbook(fill), name="book.xlsx")
    assert found.rows() == [(Decimal("12.5"), Decimal("5.5")), (Decimal("20.0"), Decimal("6.0"))]
    assert [column.unit for column in found.imported.tables[0].columns] == ["%", "EUR"]


def test_error_cells_are_empty_and_counted(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["a", "b"], [1, 2], ["#REF!", 3])(sheet)
        sheet["A3"].data_type = "e"

    found = read(workbook(fill), name="book.xlsx")
    assert found.rows() == [(1, 2), (None, 3)]
    decision = found.decision("error_cells")
    assert decision is not None
    assert decision.cells == 1


def test_hidden_rows_are_read_and_told(read: ReadText) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["a", "b"], [1, 2], [3, 4])(sheet)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    found = read(workbook(fill), name="book.xlsx")
    assert len(found.rows()) == 2
    assert [d.kind for d in found.report.decisions].count("hidden") == 2


def test_a_total_row_is_left_out_and_told(read: ReadText) -> None:
    content = workbook(rows(["region", "units"], ["North", 1], ["South", 2], ["Total", 3]))
    found = read(content, name="book.xlsx")
    assert found.rows() == [("North", 1), ("South", 2)]
    assert found.decision("total_row") is not None
    assert found.report.left_out_rows == 1


def test_workbooks_that_cannot_be_read_say_why(read: ReadText) -> None:
    whole = workbook(rows(["a", "b"], [1, 2]))
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        read(whole[: len(whole) // 2], name="book.xlsx")
    with pytest.raises(UnreadableFile, match="not a workbook"):
        read("just words\n", name="book.xlsx")
    with pytest.raises(UnreadableFile, match="no table"):
        read(workbook(rows()), name="book.xlsx")
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="password"):
        read(encrypted, name="book.xlsx")


def test_a_workbook_under_the_extension_of_a_text_file_is_read(read: ReadText) -> None:
    found = read(workbook(rows(["a", "b"], [1, 2])), name="export.csv")
    assert found.rows() == [(1, 2)]
    assert found.imported.report.format == "xlsx"


def test_one_damaged_sheet_does_not_cost_the_others(read: ReadText) -> None:
    content = workbook(rows(["a", "b"], [1, "x"]), rows(["c", "d"], [2, "y"]), names=("Good", "Bad"))
    broken = with_part(content, "xl/worksheets/sheet2.xml", b"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>9<")
    found = read(broken, name="book.xlsx")
    assert found.rows() == [(1, "x")]
    skipped = found.decision("skipped_sheet")
    assert skipped is not None
    assert skipped.before == "Bad"


def test_a_workbook_of_damaged_sheets_says_which(read: ReadText) -> None:
    content = workbook(rows(["a"], [1]), rows(["b"], [2]), names=("One", "Two"))
    for part in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        content = with_part(content, part, b"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>9<")
    with pytest.raises(UnreadableFile, match="“Two” is damaged"):
        read(content, name="book.xlsx")


def with_part(content: bytes, name: str, replacement: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, replacement if part == name else old.read(part))
    return out.getvalue()
