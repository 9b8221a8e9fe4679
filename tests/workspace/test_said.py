"""Decisions in sentences mean the same as in values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from core.errors import InvalidInput
from core.import_report import ImportReport
from core.table import Table
from ingestion import read_apart
from tests.workspace.conftest import House
from workspace import FileAdded
from workspace.choosing import Wish, chosen_by, numbered
from workspace.said import wishes_said

LEDGER = (
    "Ledger of the shop\nname,postcode,joined on,price\nAnna,01234,02/03/2024,1.50\nBoris,04567,03/04/2024,2.50\n"
    "Clara,05678,05/06/2024,3.00\nTotal,,,7.00\n"
)
DATES = {"date_order||joined on": "month_day"}
TOTAL = "total_row||row 4"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> tuple[ImportReport, tuple[Table, ...]]:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "ledger.csv").write_text(LEDGER)
    imported, _ = read_apart(folder / "ledger.csv", "ledger.csv", Path(folder))
    return imported.report, imported.tables


@pytest.mark.parametrize(
    ("sentence", "chosen"),
    [
        ("read dates as month/day", DATES),
        ("Read the dates as month first.", DATES),
        ("dates are mm/dd/yyyy", DATES),
        ("joined on is month/day", DATES),
        ("read column joined_on as US dates", DATES),
        ("keep postcode as number", {"leading_zeros||postcode": "number"}),
        ("postcode is a number", {"leading_zeros||postcode": "number"}),
        ("treat the postcode column as whole numbers", {"type||postcode": "integer"}),
        ("column price is text", {"type||price": "text"}),
        ("read price and postcode as text", {"type||price": "text", "type||postcode": "text"}),
        ("make name a number", {"type||name": "decimal"}),
        ("treat row 3 as header", {"header": "3"}),
        ("row 3 is the header", {"header": "3"}),
        ("the header is in row 2", {"header": "2"}),
        ("use rows 2 to 3 as the header", {"header": "2-3"}),
        ("there is no header", {"header": "none"}),
        ("this total row is data", {TOTAL: "data"}),
        ("the totals are data", {TOTAL: "data"}),
        ("keep the total row", {TOTAL: "data"}),
        ("row 4 is not a total", {TOTAL: "data"}),
        ("ledger: joined on is month/day", DATES),
        ("cells are separated by semicolons", {"delimiter": ";"}),
        ("the encoding is cp1252", {"encoding": "cp1252"}),
    ],
)
def test_a_sentence_chooses_what_it_says(
    ledger: tuple[ImportReport, tuple[Table, ...]], sentence: str, chosen: Mapping[str, str]
) -> None:
    report, tables = ledger
    assert chosen_by(wishes_said(sentence, report, tables), report, tables, {}) == chosen


def test_a_decision_is_named_by_its_number(ledger: tuple[ImportReport, tuple[Table, ...]]) -> None:
    report, tables = ledger
    entry = next(entry for entry in numbered(report) if entry.decision.kind == "date_order")
    assert chosen_by(wishes_said(f"{entry.number}: month_day", report, tables), report, tables, {}) == DATES
    worded = f"{entry.number} is read dates as month/day"
    assert chosen_by(wishes_said(worded, report, tables), report, tables, {}) == DATES
    undone = chosen_by(wishes_said(f"undo {entry.number}", report, tables), report, tables, {})
    assert undone == {"date_order||joined on": None}


def test_what_is_not_understood_is_refused_with_examples(ledger: tuple[ImportReport, tuple[Table, ...]]) -> None:
    report, tables = ledger
    for nonsense in ("make it nicer", "", "dates", "drop table ledger", "undo 99", "row 99 is data"):
        with pytest.raises(InvalidInput):
            wishes_said(nonsense, report, tables)


async def test_a_value_that_does_not_fit_is_answered_with_those_that_do(house: House) -> None:
    await house.add("ledger.csv", LEDGER)
    with pytest.raises(InvalidInput) as refused:
        house.files.decide("ledger.csv", said=["4: upside down"])
    assert refused.value.hint is not None
    for column in ("joined on", "postcode"):
        with pytest.raises(InvalidInput) as refused:
            house.files.decide("ledger.csv", [Wish(column=column, value="bla")])
        assert {"joined on": "month_day", "postcode": "number"}[column] in str(refused.value.hint)
        assert "timestamp" in str(refused.value.hint)


async def test_sentences_read_the_file_again(house: House) -> None:
    await house.add("ledger.csv", LEDGER)
    changed = await house.files.decide("ledger.csv", said=["read dates as month/day", "this total row is data"]).ended()
    assert isinstance(changed, FileAdded)
    assert changed.tables[0].table.rows == 4
    assert changed.tables[0].number == 2
