"""What a person decided about a file holds against what the data suggests, and is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.errors import InvalidInput
from core.import_choices import Choice, Choices, decision_key
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]


def choose(*chosen: tuple[str, str, str]) -> Choices:
    """Each is a kind, a part and a value."""
    return Choices.of(Choice(key=decision_key(kind, "", part), value=value) for kind, part, value in chosen)


def column(*cells: str, header: str = "x") -> str:
    return "\n".join([f'key,"{header}"', *(f'k{number}a,"{cell}"' for number, cell in enumerate(cells))])


def test_a_decision_says_what_is_in_force_and_what_else_it_could_be(read: ReadText) -> None:
    decision = read(column("01234", "12345")).decision("leading_zeros", "x")
    assert decision is not None
    assert (decision.key, decision.value, decision.by_person) == ("leading_zeros||x", "text", False)
    assert [(other.value, other.label) for other in decision.alternatives] == [("number", "read it as numbers")]


def test_leading_zeros_can_be_read_as_numbers(read: ReadText) -> None:
    found = read(column("01234", "12345"), choices=choose(("leading_zeros", "x", "number")))
    assert found.cells("x") == [1234, 12345]
    decision = found.decision("leading_zeros", "x")
    assert decision is not None
    assert decision.by_person
    assert [other.value for other in decision.alternatives] == ["text"]


def test_the_order_of_day_and_month_can_be_chosen(read: ReadText) -> None:
    text = column("02/03/2020", "13/01/2020")
    found = read(text, choices=choose(("date_order", "x", "month_day")))
    assert found.cells("x") == [date(2020, 2, 3), None]
    unfit = found.decision("mixed", "x")
    assert unfit is not None
    assert (unfit.cells, unfit.before, unfit.after) == (1, "13/01/2020", None)
    assert read(text, choices=choose(("date_order", "x", "day_month"))).cells("x")[0] == date(2020, 3, 2)


def test_dates_in_both_orders_are_read_in_the_one_that_is_chosen(read: ReadText) -> None:
    found = read(column("13/01/2020", "01/13/2020"), choices=choose(("date_order", "x", "day_month")))
    assert found.cells("x") == [date(2020, 1, 13), None]


def test_the_decimal_mark_can_be_chosen(read: ReadText) -> None:
    assert read(column("1,500", "12,250")).cells("x") == [1500, 12250]
    found = read(column("1,500", "12,250"), choices=choose(("decimal_comma", "x", "comma")))
    assert found.cells("x") == [Decimal("1.500"), Decimal("12.250")]
    decision = found.decision("decimal_comma", "x")
    assert decision is not None
    assert decision.by_person


def test_amounts_percentages_flags_and_null_words_can_stay_text(read: ReadText) -> None:
    def kept(kind: str, *cells: str) -> list[Any]:
        return read(column(*cells), choices=choose((kind, "x", "text"))).cells("x")

    assert kept("currency", "$1", "$2") == ["$1", "$2"]
    assert kept("percent", "1%", "2%") == ["1%", "2%"]
    assert kept("boolean", "yes", "no") == ["yes", "no"]
    assert kept("nulls", "1", "N/A") == ["1", "N/A"]
    assert kept("nulls", "Oslo", "N/A") == ["Oslo", "N/A"]


def test_words_that_may_mean_no_value_are_told_and_can_be_left_empty(read: ReadText) -> None:
    decision = read(column("Low", "None", "None")).decision("nulls", "x")
    assert decision is not None
    assert (decision.value, decision.cells) == ("text", 2)
    assert read(column("Low", "None"), choices=choose(("nulls", "x", "null"))).cells("x") == ["Low", None]


CELLS = ("1.5", "2", "abc", "2024-01-05", "yes", "1:30:00", "01/02/2024 10:00")
TYPES: dict[str, list[object]] = {
    "text": list(CELLS),
    "integer": [None, 2, None, None, None, None, None],
    "decimal": [Decimal("1.5"), Decimal("2.0"), None, None, None, None, None],
    "float": [1.5, 2.0, None, None, None, None, None],
    "date": [None, None, None, date(2024, 1, 5), None, None, date(2024, 2, 1)],
    "timestamp": [None, None, None, datetime(2024, 1, 5), None, None, datetime(2024, 2, 1, 10)],  # noqa: DTZ001
    "time": [None, None, None, None, None, time(1, 30), None],
    "boolean": [None, None, None, None, True, None, None],
    "interval": [None, None, None, None, None, timedelta(hours=1, minutes=30), None],
}


@pytest.mark.parametrize("wanted", TYPES)
def test_any_column_can_be_read_as_any_type_and_what_does_not_fit_is_counted(read: ReadText, wanted: str) -> None:
    found = read(column(*CELLS), choices=choose(("type", "x", wanted)))
    assert found.cells("x") == TYPES[wanted]
    assert found.column("x").type == wanted
    told = found.decision("type", "x")
    assert told is not None
    assert (told.by_person, told.value) == (True, wanted)
    unfit = found.decision("mixed", "x")
    assert (unfit.cells if unfit else 0) == TYPES[wanted].count(None)


def test_days_of_a_spreadsheet_and_eight_digits_can_be_read_as_dates(read: ReadText) -> None:
    found = read(column("45292", "20240102"), choices=choose(("type", "x", "date")))
    assert found.cells("x") == [date(2024, 1, 1), date(2024, 1, 2)]


def test_columns_that_share_a_header_are_chosen_by_number(read: ReadText) -> None:
    found = read("x,x\n1,2\n3,4\n", choices=choose(("type", "x (2)", "text")))
    assert [one.type for one in found.imported.tables[0].columns] == ["integer", "text"]


def test_a_value_that_a_decision_cannot_have_is_refused(read: ReadText) -> None:
    with pytest.raises(InvalidInput, match="numbr"):
        read(column("1"), choices=choose(("type", "x", "numbr")))


def test_the_types_that_a_file_declares_can_be_changed(read: ReadText, tmp_path: Any) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"code": ["1", "2", "x"]}), tmp_path / "p.parquet")
    content = (tmp_path / "p.parquet").read_bytes()
    found = read(content, name="p.parquet", choices=choose(("type", "code", "integer")))
    assert found.cells("code") == [1, 2, None]
    unfit = found.decision("mixed", "code")
    assert unfit is not None
    assert unfit.cells == 1
