"""Blocks of a sheet with blank columns between them: two tables where something proves it, and either way on request."""

from __future__ import annotations

import pytest

from tests.ingestion.conftest import Read
from tests.ingestion.test_sheets import ReadText, both, chosen, decisions, placed
from tests.ingestion.test_workbooks import workbook

PEOPLE: tuple[list[object], ...] = (["name", "age"], ["Ann", 3], ["Ben", 4], ["Cid", 5], ["Dan", 7])
CITIES: tuple[list[object], ...] = (["city", "size"], ["Oslo", 10], ["Rome", 20])
CODES: tuple[list[object], ...] = (["code", "label"], ["NO", "Norway"], ["IT", "Italy"], ["FR", "France"])


def ranges(found: Read) -> list[str | None]:
    return [table.origin.range for table in found.imported.tables]


@pytest.mark.parametrize(
    ("right", "row", "expected"),
    [
        (CITIES, 1, ["A1:B5", "D1:E3"]),
        (CODES, 1, ["A1:B5", "D1:E4"]),
        (CITIES, 3, ["A1:B5", "D3:E5"]),
        ((["name", "age"], ["Zoe", 30], ["Yan", 31], ["Xi", 2], ["Will", 1]), 1, ["A1:B5", "D1:E5"]),
        ((["pet", "legs"], ["cat", 4], ["hen", 2], ["fly", 6], ["eel", 0]), 1, ["A1:B5", "D1:E5"]),
    ],
    ids=["ends earlier", "ends earlier, words alone", "begins later", "the same columns", "names of its own"],
)
def test_tables_with_one_blank_column_between_them_are_two(
    read: ReadText, right: tuple[list[object], ...], row: int, expected: list[str]
) -> None:
    found = read(workbook(both(placed(1, 1, *PEOPLE), placed(row, 4, *right))), name="book.xlsx")
    assert ranges(found) == expected
    assert [decision.value for decision in decisions(found, "side_by_side")] == ["apart"]
    assert all(report.reconciled for report in found.imported.report.tables)


@pytest.mark.parametrize(
    "rows",
    [
        (["id", "name", None, "amount"], [1, "a", None, 5], [2, "b", None, 6], [3, "c", None, 7]),
        (["name", "town", None, "paid", "vat"], ["x", "a", None, 5, 1], ["y", "b", None, 6, 2], ["z", "c", None, 7, 3]),
        (["id", "day", None, "who", "n"], [1, "a", None, "x", 5], [2, "b", None, None, None], [3, "c", None, "z", 7]),
        (["region", "old", None, "new", "newer"], ["N", 1, None, 3, 4], ["S", 2, None, 5, 6], ["W", 2, None, 7, 1]),
    ],
    ids=["numbers right", "words left", "missing cells", "figures right"],
)
def test_a_table_with_an_empty_column_stays_one(read: ReadText, rows: tuple[list[object], ...]) -> None:
    found = read(workbook(placed(1, 1, *rows)), name="book.xlsx")
    assert len(found.imported.tables) == 1
    assert len(found.rows()) == 3


def test_a_person_may_put_the_halves_together_or_apart(read: ReadText) -> None:
    two = workbook(both(placed(1, 1, *PEOPLE), placed(1, 4, *CITIES)))
    key = "side_by_side", "Sheet", "column C"
    assert ranges(read(two, name="book.xlsx", choices=chosen(*key, "together"))) == ["A1:E5"]
    one = workbook(placed(1, 1, ["id", "name", None, "n", "m"], [1, "a", None, 5, 2], [2, "b", None, 6, 3]))
    found = read(one, name="book.xlsx", choices=chosen(*key, "apart"))
    assert ranges(found) == ["A1:B3", "D1:E3"]
    assert [decision.by_person for decision in decisions(found, "side_by_side")] == [True]


def test_tables_side_by_side_are_found_below_another_table(read: ReadText) -> None:
    above = placed(1, 1, ["k", "v", "w", "x", "y"], [1, 2, 3, 4, 5], [6, 7, 8, 9, 10])
    content = workbook(both(above, both(placed(6, 1, *PEOPLE), placed(6, 4, *CITIES))))
    assert ranges(read(content, name="book.xlsx")) == ["A1:E3", "A6:B10", "D6:E8"]


def test_a_title_over_the_blank_column_does_not_hide_it(read: ReadText) -> None:
    content = workbook(both(placed(1, 3, ["Overview"]), both(placed(2, 1, *PEOPLE), placed(2, 4, *CITIES))))
    found = read(content, name="book.xlsx")
    assert [len(table.columns) for table in found.imported.tables] == [2, 2]
    assert [decision.before for decision in decisions(found, "preamble")] == ["Overview"]


def test_a_remark_beside_a_table_is_told_and_no_column(read: ReadText) -> None:
    found = read(workbook(both(placed(1, 1, *PEOPLE), placed(2, 4, ["checked by Bob"]))), name="book.xlsx")
    assert [column.name for column in found.imported.tables[0].columns] == ["name", "age"]
    assert [decision.before for decision in decisions(found, "preamble")] == ["checked by Bob"]
    kept = read(
        workbook(both(placed(1, 1, *PEOPLE), placed(2, 4, ["checked by Bob"]))),
        name="book.xlsx",
        choices=chosen("side_by_side", "Sheet", "column C", "together"),
    )
    assert len(kept.imported.tables[0].columns) == 3
