"""Workbooks that are no .xlsx: what is merged, hidden and formatted is seen in them as well."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

import pytest

from core.errors import UnreadableFile
from core.import_choices import Choices, decision_key
from tests.ingestion.binary_books import Cell, Sheet, ods, ods_rows, xls, xlsb, zipped_ods
from tests.ingestion.conftest import Read
from tests.ingestion.test_sheets import ReadText, decisions

Write = Callable[..., bytes]
BINARY = pytest.mark.parametrize(("write", "name"), [(xls, "book.xls"), (xlsb, "book.xlsb")], ids=["xls", "xlsb"])
SALES = Sheet(
    cells=[
        ["region", "shop", "share", "paid", "day"],
        ["North", "Oslo", 0.125, 10, 45_000],
        [None, "Bergen", 0.5, 20.5, 45_001],
        ["South", "Rome", 0.25, 30, 45_002],
    ],
    top=3,
    left=2,
    styles={4: "0%", 5: '#,##0.00 "€"', 6: "m/d/yy"},
    merges=[(4, 5, 2, 2)],
    hidden_rows=[5],
    hidden_columns=[3],
)


@BINARY
def test_merged_cells_formats_and_places_are_seen(read: ReadText, write: Write, name: str) -> None:
    found = read(write(SALES), name=name)
    assert found.rows() == [
        ("North", "Oslo", Decimal("12.5"), Decimal("10.0"), date(2023, 3, 15)),
        ("North", "Bergen", Decimal("50.0"), Decimal("20.5"), date(2023, 3, 16)),
        ("South", "Rome", Decimal("25.0"), Decimal("30.0"), date(2023, 3, 17)),
    ]
    (table,) = found.imported.tables
    assert [column.unit for column in table.columns] == [None, None, "%", "EUR", None]
    assert table.origin.range == "B3:F6"
    assert found.imported.report.format == name.rsplit(".", 1)[1]


@BINARY
def test_what_is_hidden_is_told_and_may_be_left_out(read: ReadText, write: Write, name: str) -> None:
    content = write(SALES)
    assert [decision.key for decision in decisions(read(content, name=name), "hidden")] == [
        "hidden|Sheet|rows",
        "hidden|Sheet|columns",
    ]
    keys = (decision_key("hidden", "Sheet", part) for part in ("rows", "columns"))
    left = read(content, name=name, choices=Choices(chosen=dict.fromkeys(keys, "left_out")))
    assert [row[0] for row in left.rows()] == ["North", "South"]
    assert len(left.imported.tables[0].columns) == 4


@BINARY
def test_days_of_both_epochs_are_the_same_days(read: ReadText, write: Write, name: str) -> None:
    early = Sheet(cells=[["day", "n"], [45_000 - 1462, 1], [45_001 - 1462, 2]], styles={1: "m/d/yy"})
    assert [row[0] for row in read(write(early, from_1904=True), name=name).rows()] == [
        date(2023, 3, 15),
        date(2023, 3, 16),
    ]


@BINARY
def test_errors_are_empty_and_counted(read: ReadText, write: Write, name: str) -> None:
    found = read(write(Sheet(cells=[["a", "b"], ["x", 1], ["y", "#REF!"], ["z", "#DIV/0!"]])), name=name)
    assert found.rows() == [("x", 1), ("y", None), ("z", None)]
    assert [decision.cells for decision in decisions(found, "error_cells")] == [2]


def test_a_chart_among_the_sheets_of_an_old_workbook_is_no_table(read: ReadText) -> None:
    found = read(xls(Sheet(cells=[["a", "b"], ["x", 1], ["y", 2]]), chart=True), name="book.xls")
    assert len(found.imported.tables) == 1
    assert [decision.before for decision in decisions(found, "skipped_sheet")] == ["Chart"]


def test_a_binary_sheet_whose_cells_lie_too_far_apart_is_refused(read: ReadText) -> None:
    far: list[list[Cell]] = [[1.0] for _ in range(4_001)]
    far[0] = ["a", *[None] * 9_000, "b"]
    with pytest.raises(UnreadableFile, match="far apart"):
        read(xlsb(Sheet(cells=far), claims=(4_001, 9_002)), name="book.xlsb")


SPANNED = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>North</text:p></table:table-cell>'
COVERED = "<table:covered-table-cell/>"


def typed(kind: str, value: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {value} {more}><text:p>shown</text:p></table:table-cell>'


def share(value: float) -> str:
    return typed("percentage", f'office:value="{value}"')


def euros(value: float) -> str:
    return typed("currency", f'office:value="{value}"', 'office:currency="EUR"')


def test_an_open_document_tells_merged_cells_formats_and_times(read: ReadText) -> None:
    nine, two = (typed("time", f'office:time-value="PT{clock}S"') for clock in ("09H30M00", "14H05M00"))
    content = ods(
        ods_rows(
            ["region", "shop", "share", "paid", "at"],
            [SPANNED, "Oslo", share(0.125), euros(10), nine],
            [COVERED, "Bergen", share(0.5), euros(20.5), two],
        )
    )
    found = read(content, name="book.ods")
    assert found.rows() == [
        ("North", "Oslo", Decimal("12.5"), Decimal("10.0"), time(9, 30)),
        ("North", "Bergen", Decimal("50.0"), Decimal("20.5"), time(14, 5)),
    ]
    assert [column.unit for column in found.imported.tables[0].columns] == [None, None, "%", "EUR", None]
    assert decisions(found, "error_cells") == []


def test_an_open_document_tells_hidden_parts_errors_and_formulas_without_values(read: ReadText) -> None:
    hidden = '<table:table-row table:visibility="filter">'
    broken = typed("string", 'office:string-value=""', 'calcext:value-type="error" table:formula="of:=1/0"')
    open_formula = '<table:table-cell table:formula="of:=[.A2]"/>'
    rows = ods_rows(["a", "b", "c"], ["x", 1, open_formula], ["y", broken, 2], ["z", 3, 4])
    second = rows.index("<table:table-row>", 20)
    content = ods(
        rows[:second] + hidden + rows[second + len("<table:table-row>") :],
        columns='<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>',
    )
    found = read(content, name="book.ods")
    assert found.rows() == [("x", 1, None), ("y", None, 2), ("z", 3, 4)]
    assert [decision.key for decision in decisions(found, "hidden")] == ["hidden|Sheet|rows", "hidden|Sheet|columns"]
    assert [decision.cells for decision in decisions(found, "error_cells")] == [1]
    assert any("without a saved value" in decision.detail for decision in decisions(found, "other"))


def test_repeated_rows_and_columns_of_an_open_document_keep_their_places(read: ReadText) -> None:
    repeated = '<table:table-row table:number-rows-repeated="2">' + ods_rows(["x", 1])[len("<table:table-row>") :]
    blank = '<table:table-row table:number-rows-repeated="4"><table:table-cell/></table:table-row>'
    content = ods(
        blank
        + ods_rows([None, "a", "b"])
        + repeated.replace("<table:table-cell ", "<table:table-cell/><table:table-cell ", 1)
    )
    found: Read = read(content, name="book.ods")
    assert found.imported.tables[0].origin.range == "B5:C7"
    assert found.rows() == [("x", 1), ("x", 1)]


def test_entities_in_an_open_document_are_not_expanded(read: ReadText) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = ods(ods_rows(["name", "n"], ["&b;", 1], ["plain", 2]))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = package.read("content.xml").decode().replace("?>", "?>" + bomb, 1).replace("&amp;b;", "&b;")
    try:
        found = read(zipped_ods(text), name="book.ods")
    except UnreadableFile:
        return
    assert all("aaaaaaaaaa" not in str(row) for row in found.rows())
