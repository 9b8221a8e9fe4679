"""Headers are told from lines of titles and notes above them, whatever the table looks like."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from ingestion.layout import find_layout

Grid = list[list[str]]

_TABLES: dict[str, tuple[list[str], Callable[[int], list[str]]]] = {
    "dates and numbers": (
        ["date", "region", "amount"],
        lambda n: [f"2024-01-{n % 28 + 1:02d}", ("North", "South")[n % 2], f"{n}.5"],
    ),
    "years over values": (["Country", "2019", "2020", "2021"], lambda n: [f"C{n}", str(n), str(n * 2), str(n * 3)]),
    "wide": (
        ["id", "name", "city", "price", "qty", "total", "day"],
        lambda n: [str(n), f"N{n}", "Paris", "2.5", str(n), str(n * 2.5), "2024-01-02"],
    ),
    "words": (
        ["name", "city", "colour", "shape"],
        lambda n: [f"N{n}", ("Paris", "Rome")[n % 2], ("red", "blue")[n % 2], ("round", "square")[n % 2]],
    ),
    "two columns": (["Year", "Value"], lambda n: [str(1990 + n), str(n * 3.5)]),
    "numbers": (["x", "y", "z"], lambda n: [str(n), str(n * 2), str(n + 0.5)]),
}
_NOTES: dict[str, Grid] = {
    "none": [],
    "a title": [["Sales report"]],
    "two titles": [["Sales report"], ["Prepared by Finance"]],
    "a key": [["Created by", "Anna"]],
    "two keys": [["Created by", "Anna"], ["Region", "North Europe"]],
    "keys with colons": [["Source:", "ONS"], ["Note:", "provisional"]],
    "a key with a date": [["Created", "2024-01-05"], ["By", "Ann"]],
    "three cells": [["Report", "Sales", "2024"], ["Owner", "Ann", "Finance"]],
    "three words": [["Report", "Sales", "Confidential"], ["Owner", "Ann", "Finance"]],
    "a sentence with a comma": [["This file, as well as others", "is confidential"]],
    "a title and a key": [["Monthly sales"], ["Period", "January to March"]],
    "blank lines between": [["Monthly sales"], [], ["Source", "ERP"], []],
    "a long note": [["Figures are provisional and subject to revision in later releases of this publication"]],
}
_LEVELS: list[tuple[Grid, list[str]]] = [
    ([["", "", "Q1", "", "Q2", ""], ["region", "product", "sales", "cost", "sales", "cost"]], ["N", "p", *"1234"]),
    ([["Region", "2023", "", "2024", ""], ["", "Sales", "Cost", "Sales", "Cost"]], ["R", *"1234"]),
    ([["date", "temp", "wind"], ["", "°C", "m/s"]], ["2024-01-02", "1.5", "2"]),
    ([["date", "temp", "wind"], ["UTC", "°C", "m/s"]], ["2024-01-02", "1.5", "2"]),
    ([["name", "height", "weight"], ["", "(cm)", "(kg)"]], ["n", "1.5", "2"]),
    ([["Region", "Sales", ""], ["", "North", "South"]], ["n", "1", "2"]),
    ([["Region", "Sales", "", "", ""], ["", "2021", "2022", "2023", "2024"]], ["n", *"1234"]),
    (
        [
            ["", "2023", "", "", "2024", "", ""],
            ["", "Sales", "", "Cost", "Sales", "", "Cost"],
            ["Region", "EU", "US", "all", "EU", "US", "all"],
        ],
        ["n", *"123456"],
    ),
    ([["Item", "Sales", "", "Cost", ""], ["name", "q1", "q2", "q1", "q2"]], ["n", *"1234"]),
    ([["Location", "", "Sales", ""], ["city", "country", "q1", "q2"]], ["n", "FR", "3", "4"]),
    ([["id", "name", "price"], ["int", "text", "EUR"]], ["1", "n", "3.5"]),
]


def _padded(rows: Grid, width: int) -> Grid:
    return [[*row, *([""] * (width - len(row)))] for row in rows]


@pytest.mark.parametrize("notes", _NOTES)
@pytest.mark.parametrize("table", _TABLES)
def test_notes_above_a_table_are_no_header(table: str, notes: str) -> None:
    header, row = _TABLES[table]
    above = _NOTES[notes]
    if max((len(note) for note in above), default=0) > len(header):
        return
    for padded, rows in itertools.product((False, True), (3, 30)):
        lines = _padded(above, len(header)) if padded else above
        assert find_layout([*lines, header, *(row(n) for n in range(rows))]).header == (len(above),)


@pytest.mark.parametrize("above", [[], [["Sales report"]], [["Created by", "Anna"], ["Region", "North Europe"]]])
@pytest.mark.parametrize(("levels", "row"), _LEVELS)
def test_levels_of_a_header_stay_together_below_notes(above: Grid, levels: Grid, row: list[str]) -> None:
    rows = [[f"{row[0]}{n}" if row[0].isalpha() else row[0], *row[1:]] for n in range(12)]
    found = find_layout([*_padded(above, len(row)), *levels, *rows])
    assert found.header == tuple(range(len(above), len(above) + len(levels)))


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["name", "units"], ["Anna", "unknown"], ["Boris", "5"], ["Carl", "7"], ["Dan", "9"]], (0,)),
        (
            [
                ["day", "region", "sum"],
                ["unknown", "North", "tbd"],
                ["2024-01-01", "North", "5"],
                ["2024-01-02", "South", "7"],
            ],
            (0,),
        ),
        ([["Anna", "5"], ["Boris", "6"], ["Carl", "unknown"], ["Dan", "8"]], ()),
        ([["id", "name", "", ""], ["1", "A", "2", "3"], ["2", "B", "3", "4"], ["3", "C", "4", "5"]], (0,)),
        (
            [
                ["code", "label", "x", "y"],
                ["A1", "none", "no", "yes"],
                ["A2", "some", "1", "2"],
                ["A3", "all", "3", "4"],
                ["A4", "all", "5", "6"],
            ],
            (0,),
        ),
        ([["item", "qty", "price"], ["Fruit", "", ""], ["Apple", "2", "3.5"], ["Pear", "3", "1.5"]], (0,)),
    ],
)
def test_rows_of_the_body_are_not_taken_for_headers(rows: Grid, header: tuple[int, ...]) -> None:
    assert find_layout(rows).header == header
