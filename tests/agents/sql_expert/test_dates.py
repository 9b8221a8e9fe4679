from __future__ import annotations

from datetime import date

import pytest

from agents.sql_expert.dates import date_phrases
from agents.sql_expert.moments import Period, Relative
from agents.sql_expert.tokens import tokenise


def period(text: str) -> Period:
    (phrase,) = date_phrases(tokenise(text))
    return phrase.period


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("in 2024", date(2024, 1, 1), date(2025, 1, 1)),
        ("in March 2024", date(2024, 3, 1), date(2024, 4, 1)),
        ("in Q3 2024", date(2024, 7, 1), date(2024, 10, 1)),
        ("the second quarter of 2023", date(2023, 4, 1), date(2023, 7, 1)),
        ("on 2024-02-29", date(2024, 2, 29), date(2024, 3, 1)),
        ("on March 5th, 2024", date(2024, 3, 5), date(2024, 3, 6)),
        ("since April 2024", date(2024, 4, 1), None),
        ("before 2020", None, date(2020, 1, 1)),
        ("after 2010", date(2011, 1, 1), None),
        ("between January 2023 and March 2023", date(2023, 1, 1), date(2023, 4, 1)),
        ("from 2019 to 2021", date(2019, 1, 1), date(2022, 1, 1)),
        ("until the end of 2022", None, date(2023, 1, 1)),
        ("up to May 2021", None, date(2021, 6, 1)),
        ("since the beginning of 2024", date(2024, 1, 1), None),
        ("in 2019 or after", date(2019, 1, 1), None),
        ("2018 or earlier", None, date(2019, 1, 1)),
        ("from 2020 onwards", date(2020, 1, 1), None),
        ("in the week of 14 May 2025", date(2025, 5, 12), date(2025, 5, 19)),
        ("in the autumn of 2022", date(2022, 9, 1), date(2022, 12, 1)),
        ("in winter 2022/23", date(2022, 12, 1), date(2023, 3, 1)),
        ("in the eighties", date(1980, 1, 1), date(1990, 1, 1)),
    ],
)
def test_a_written_period_has_a_first_day_and_a_day_after_its_last(
    text: str, low: date | None, high: date | None
) -> None:
    found = period(text)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("last quarter", Relative(how="aligned", unit="quarter", shift=-1)),
        ("this month", Relative(how="aligned", unit="month")),
        ("in the last 3 months", Relative(how="aligned", unit="month", count=3, shift=-1)),
        ("past 90 days", Relative(how="rolling", unit="day", count=90)),
        ("year to date", Relative(how="to_date", unit="year")),
        ("yesterday", Relative(how="aligned", unit="day", shift=-1)),
    ],
)
def test_a_relative_period_waits_for_its_anchor(text: str, relative: Relative) -> None:
    assert period(text).relative == relative


def test_a_winter_of_one_year_may_be_either_of_two() -> None:
    assert date_phrases(tokenise("winter 2022"))[0].period.unit == "year"


def test_parts_of_the_day_are_hours() -> None:
    assert period("in the mornings").hours == (5, 12)
    assert date_phrases(tokenise("morning shifts")) == []


def test_an_impossible_day_is_no_date() -> None:
    assert date_phrases(tokenise("on 2024-02-31")) == []


def test_the_verb_may_is_no_month() -> None:
    assert date_phrases(tokenise("customers that may leave")) == []
