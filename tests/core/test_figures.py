from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from core.figures import ColumnStyle, column_styles, counted, written
from core.plan import CalendarPart, FieldRef, Grain, Plan, PlanDimension
from core.result import Result, ResultColumn
from core.table import Cell, ColumnType
from tests.cli.examples import PLAN, RESULT


def shown(kind: ColumnType, *cells: Cell, name: str = "amount") -> list[str]:
    result = Result(
        columns=(ResultColumn(name=name, type=kind),),
        rows=tuple((cell,) for cell in cells),
        row_count=len(cells),
        truncated=False,
        elapsed=0,
    )
    (style,) = column_styles(result, None)
    return [written(cell, style) for cell in cells]


def test_thousands_are_set_apart_and_a_column_shares_its_decimals() -> None:
    assert shown("float", 1234567.891, 2.0) == ["1,234,567.89", "2.00"]


def test_whole_numbers_have_no_decimals() -> None:
    assert shown("float", 3.0, 1200.0) == ["3", "1,200"]


def test_small_numbers_keep_four_decimals() -> None:
    assert shown("float", 0.12345, 0.5) == ["0.1235", "0.5000"]


@pytest.mark.parametrize("name", ["order_id", "year", "Zip", "Postcode"])
def test_identifiers_and_years_are_not_amounts(name: str) -> None:
    assert shown("integer", 10234, 2024, name=name) == ["10234", "2024"]


def test_what_is_not_a_number_is_a_dash() -> None:
    assert shown("float", None, float("nan"), float("inf")) == ["–", "–", "–"]


def test_truth_is_yes_or_no() -> None:
    assert shown("boolean", True, False) == ["yes", "no"]


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("year", "2024"),
        ("quarter", "2024 Q2"),
        ("month", "2024-05"),
        ("week", "week of 2024-05-06"),
        ("day", "2024-05-06"),
    ],
)
def test_a_period_is_written_by_its_grain(grain: Grain, expected: str) -> None:
    assert written(date(2024, 5, 6), ColumnStyle(heading="", right=False, grain=grain)) == expected
    assert written(datetime.fromisoformat("2024-05-06"), ColumnStyle(heading="", right=False, grain=grain)) == expected


def test_a_moment_has_seconds_only_where_it_needs_them() -> None:
    style = ColumnStyle(heading="", right=False)
    assert written(datetime.fromisoformat("2024-05-06T07:08"), style) == "2024-05-06 07:08"
    assert written(datetime.fromisoformat("2024-05-06T07:08:09"), style) == "2024-05-06 07:08:09"


def test_the_plan_gives_labels_units_percentages_and_grains() -> None:
    month, total, share = column_styles(RESULT, PLAN)
    assert (month.heading, total.heading, share.heading) == ("Month", "Total (USD)", "Share")
    assert written(date(2024, 1, 1), month) == "2024-01"
    assert written(Decimal("71233.50"), total) == "71,233.50"
    assert written(0.5625, share) == "56.2%"


def test_a_list_is_written_as_json() -> None:
    assert shown("list", [1, "a"]) == ['[1, "a"]']


def test_one_row_is_singular() -> None:
    assert (counted(1, "row"), counted(1234, "row")) == ("1 row", "1,234 rows")


@pytest.mark.parametrize(
    ("part", "cell", "text"),
    [("day_of_week", 5, "Friday"), ("month", 3, "March"), ("quarter", 2, "Q2"), ("hour", 9, "9")],
)
def test_parts_of_dates_are_told_by_their_names(part: CalendarPart, cell: int, text: str) -> None:
    result = Result(
        columns=(ResultColumn(name="part", type="integer"),), rows=((cell,),), row_count=1, truncated=False, elapsed=0
    )
    ordered = FieldRef(entity="orders", name="ordered")
    plan = Plan(entity="orders", dimensions=(PlanDimension(name="part", label="part", of=ordered, part=part),))
    (style,) = column_styles(result, plan)
    assert written(cell, style) == text
