from datetime import date, datetime
from decimal import Decimal

import pytest

from agents.analyst import label_text, number_text
from agents.analyst.figures import find_figures
from agents.analyst.periods import find_periods
from core.query import OutputColumn
from core.table import Cell


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1234567, None, "1,234,567"),
        (0, None, "0"),
        (-12, None, "−12"),
        (Decimal("1234.5"), "EUR", "€1,234.50"),
        (Decimal("-0.125"), "USD", "−$0.13"),
        (Decimal("-0.001"), "USD", "$0.00"),
        (12.5, "CHF", "12.50 CHF"),
        (1200, "JPY", "¥1,200"),
        (0.1234, "ratio", "12.3%"),
        (1, "ratio", "100%"),
        (0.00034, "ratio", "0.034%"),
        (12, "%", "12%"),
        (3.14159, None, "3.14"),
        (0.00123456, None, "0.00123"),
        (2.5, "kg", "2.5 kg"),
        (0.1 + 0.2, None, "0.3"),
        (None, "EUR", "no value"),
        (float("nan"), None, "no value"),
        (float("inf"), None, "no value"),
    ],
)
def test_figures_are_written_with_separators_units_and_sensible_digits(
    value: Cell, unit: str | None, text: str
) -> None:
    assert number_text(value, unit) == text


def test_compact_figures_keep_three_digits_or_so() -> None:
    assert number_text(1_234_567, "EUR", compact=True) == "€1.23 million"
    assert number_text(999_999, None, compact=True) == "999,999"


def test_differences_of_percentages_are_points() -> None:
    assert number_text(0.052, "ratio", points=True) == "5.2 pp"


@pytest.mark.parametrize(
    ("value", "grain", "text"),
    [
        (date(2024, 3, 1), "month", "March 2024"),
        (date(2024, 7, 1), "quarter", "Q3 2024"),
        (date(2024, 3, 4), "week", "week of 4 Mar 2024"),
        (date(2024, 5, 12), "day", "12 May 2024"),
        (date(2024, 1, 1), "year", "2024"),
        (datetime.fromisoformat("2024-05-12T14:00"), "hour", "12 May 2024, 14:00"),
        (date(2024, 5, 12), None, "12 May 2024"),
    ],
)
def test_dates_are_written_by_their_grain_and_read_back(value: date, grain: str | None, text: str) -> None:
    column = OutputColumn(name="d", label="D", type="date", role="dimension", grain=grain)
    assert label_text(value, column) == text
    if grain != "year":
        (period,) = find_periods(text)
        assert period.first.date() == value if not isinstance(value, datetime) else period.first == value


def test_parts_of_the_calendar_get_their_names() -> None:
    day = OutputColumn(name="d", label="Day of week", type="integer", role="dimension", part="day_of_week")
    month = OutputColumn(name="m", label="Month", type="integer", role="dimension", part="month")
    assert label_text(1, day) == "Monday"
    assert label_text(12, month) == "December"


def test_identifiers_and_years_have_no_separators() -> None:
    assert label_text(10293, OutputColumn(name="id", label="Id", type="integer", role="row")) == "10293"


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "1,234.5",
        "12%",
        "€5",
        "$1.2 million",
        "5 kg",
        "twelve",
        "twenty-three",
        "a dozen",
        "3rd",
        "twice",
        "half",
        "2024-05-12",
    ],
)
def test_every_way_to_write_a_figure_is_found(text: str) -> None:
    assert len(find_figures(f"It was {text} then.")) == 1


def test_a_year_may_stand_before_a_colon() -> None:
    year, figure = find_figures("It was highest for Web in 2024: 1,608.")
    assert year.is_year
    assert figure.value == 1608
