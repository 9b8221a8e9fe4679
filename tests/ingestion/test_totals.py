"""Rows of a text file that add up others."""

from __future__ import annotations

from collections.abc import Callable

from core.import_choices import Choice, Choices, decision_key
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]

GROUPED = """region,day,units,price
North,2024-01-05,1,$2.50
North,2024-01-06,2,$3.50
Subtotal,,3,$6.00
South,2024-01-05,4,$1.00
South,2024-01-07,5,$1.50
Subtotal,,9,$2.50
Total,,12,$8.50
"""


def choose(kind: str, row: int, value: str) -> Choices:
    return Choices.of([Choice(key=decision_key(kind, "", f"row {row}"), value=value)])


def test_subtotals_between_the_rows_are_left_out_like_the_total(read: ReadText) -> None:
    found = read(GROUPED)
    assert found.cells("units") == [1, 2, 4, 5]
    assert found.column("day").type == "date"
    assert found.report.left_out_rows == 3
    told = [decision for decision in found.report.decisions if decision.kind in {"subtotal", "total_row"}]
    assert [decision.key for decision in told] == ["subtotal||row 3", "subtotal||row 6", "total_row||row 7"]


def test_a_total_can_be_kept_as_data_where_it_stood(read: ReadText) -> None:
    found = read(GROUPED, choices=choose("subtotal", 3, "data"))
    assert found.cells("units") == [1, 2, 3, 4, 5]
    decision = found.decision("subtotal")
    assert decision is not None
    assert (decision.value, decision.by_person) == ("data", True)


def test_any_row_can_be_left_out_as_a_total(read: ReadText) -> None:
    found = read("region,units\nNorth,1\nAll of it,7\nSouth,2\n", choices=choose("total_row", 2, "left_out"))
    assert found.cells("region") == ["North", "South"]


def test_names_that_begin_like_a_total_stay_where_they_are(read: ReadText) -> None:
    found = read("company,units\nTotal Energies,7\nShell,5\nSum Up Ltd,3\nBP,4\n")
    assert found.cells("company") == ["Total Energies", "Shell", "Sum Up Ltd", "BP"]


def test_a_small_number_does_not_add_up_nothing(read: ReadText) -> None:
    found = read('[{}, {}, {"whole": 0}, {"whole": 0}, {"small": 4.5e-9}]', name="a.json")
    assert len(found.rows()) == 5


def test_a_last_number_that_equals_the_only_one_above_is_data(read: ReadText) -> None:
    found = read('[{"a": "x"}, {"n": 5}, {}, {"n": 5}]', name="a.json")
    assert [row[1] for row in found.rows() if row[1] is not None] == [5, 5]


def test_a_last_row_without_an_end_is_data(read: ReadText) -> None:
    found = read("name,n\nx,1\ny,2\nz,3\n,inf\n")
    assert len(found.rows()) == 4
