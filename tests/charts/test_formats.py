from __future__ import annotations

from datetime import UTC, datetime

import pytest

from charts.formats import full_pattern, number_pattern, written, written_moment


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0, None, "0"),
        (999, None, "999"),
        (9_999, None, "9,999"),
        (12_345, None, "12.3k"),
        (1_234_567, None, "1.23M"),
        (4_200_000_000, None, "4.2B"),
        (3.14159, None, "3.14"),
        (0.01234, None, "0.0123"),
        (1234.5, None, "1,234"),
        (-12_345, None, "−12.3k"),
        (12.5, "EUR", "€12.50"),
        (1_234_567, "USD", "$1.23M"),
        (-5, "GBP", "−£5"),
        (1_000, "CHF", "CHF 1,000"),
        (12.5, "%", "12.5%"),
        (0.125, "ratio", "12.5%"),
        (1.0, "ratio", "100%"),
        (0.0042, "ratio", "0.42%"),
        (75, "kg", "75"),
    ],
)
def test_a_number_is_written_compactly_with_its_unit(value: float, unit: str | None, text: str) -> None:
    assert written(value, number_pattern([value], unit), unit) == text


def test_small_numbers_beside_large_ones_are_never_written_in_thousandths() -> None:
    pattern = number_pattern([0.5, 20_000.25], None)
    assert [written(value, pattern) for value in (0.5, 20_000.25)] == ["0.5", "20,000"]


def test_periods_are_written_by_their_grain() -> None:
    moment = datetime(2024, 5, 6, 9, tzinfo=UTC)
    patterns = ("%Y", "Q%q %Y", "%b %Y", "Week of %-d %b %Y", "%-d %b %Y %H:%M")
    assert [written_moment(moment, pattern) for pattern in patterns] == [
        "2024",
        "Q2 2024",
        "May 2024",
        "Week of 6 May 2024",
        "6 May 2024 09:00",
    ]


@pytest.mark.parametrize(
    ("value", "others", "unit", "text"),
    [
        (73852.4, (), "USD", "$73,852.40"),
        (70130.0, (1.5,), "USD", "$70,130.00"),
        (70130.0, (), "USD", "$70,130"),
        (-12.5, (), "EUR", "\u2212€12.50"),
        (73852.4, (), "JPY", "¥73,852"),
        (73852.4, (), "kg", "73,852.4"),
    ],
)
def test_money_alone_has_its_cents_or_none_of_them(
    value: float, others: tuple[float, ...], unit: str, text: str
) -> None:
    values = (value, *others)
    assert written(value, full_pattern(number_pattern(values, unit), unit, values), unit) == text
