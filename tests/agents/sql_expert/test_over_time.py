"""A figure in one period against another: whether it rose, by how much, and what rose most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from agents.sql_expert.over_time.frames import frame_of
from agents.sql_expert.over_time.mentions import Shift
from agents.sql_expert.over_time.pairs import told_in
from core.plan import Assumption
from core.ways import Unclear
from semantic_layer import describe_plan
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE donors AS SELECT * FROM (VALUES (1, 'Ida Moss', 'Kiel'), (2, 'Ole Berg', 'Lund'), (3, 'Pia Holm', 'Oslo'))
AS t(donor_id, donor_name, town);
CREATE TABLE gifts AS
SELECT i AS gift_id, 1 + i % 3 AS donor_id, DATE '2023-01-05' + CAST(5 * i AS INTEGER) AS given_on,
       CASE WHEN 1 + i % 3 = 3 THEN 50 - i // 8 ELSE 20 + i // 4 END AS amount,
       CASE WHEN i % 2 = 0 THEN 'Letter' ELSE 'Website' END AS channel
FROM range(180) AS r(i);
CREATE TABLE trainings AS
SELECT i AS training_id, 2019 + i % 4 AS year, CASE WHEN i % 2 = 0 THEN 'Fall' ELSE 'Spring' END AS term,
       10 + i AS participants
FROM range(40) AS r(i);
"""
"""Gifts from 5 January 2023 to 18 June 2025."""


@pytest.fixture(scope="module")
def charity(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("charity"), _SQL) as shop:
        yield shop


def total(charity: Shop, first: str, last: str, where: str = "TRUE") -> float:
    """Of gifts given from the first day through the last."""
    found = charity.connection.execute(
        f"SELECT sum(amount) FROM gifts WHERE given_on BETWEEN DATE '{first}' AND DATE '{last}' AND {where}"
    ).fetchone()
    assert found is not None
    return float(found[0])


YEARS = {year: (f"{year}-01-01", f"{year}-12-31") for year in (2023, 2024)}


@pytest.mark.parametrize(
    "question",
    [
        "did the total amount go up from 2023 to 2024",
        "has the total amount increased in 2024 compared with 2023",
        "was the total amount higher in 2024 than in 2023",
    ],
)
def test_whether_a_figure_rose_is_told_with_both_figures(charity: Shop, question: str) -> None:
    before, after = (total(charity, *YEARS[year]) for year in (2023, 2024))
    assert charity.rows(question) == [
        (after > before, before, after, after - before, pytest.approx(after / before - 1))
    ]


def test_a_fall_is_asked_for_as_one(charity: Shop) -> None:
    assert charity.rows("did the total amount fall in 2024")[0][0] is False


def test_what_had_no_figure_before_cannot_have_risen(charity: Shop) -> None:
    assert charity.rows("did the total amount go up from 2003 to 2024")[0][0] is None


def test_by_what_percent_of_one_year_is_against_the_year_before(charity: Shop) -> None:
    before, after = (total(charity, *YEARS[year]) for year in (2023, 2024))
    assert charity.rows("by what percent did the total amount rise in 2024")[0][-1] == pytest.approx(after / before - 1)


def test_this_year_is_held_against_as_much_of_the_last(charity: Shop) -> None:
    before, after = total(charity, "2024-01-01", "2024-06-18"), total(charity, "2025-01-01", "2025-06-18")
    for question in (
        "total amount this year so far versus the same period last year",
        "total amount year to date against the same time a year ago",
        "total amount so far this year compared with the same period of 2024",
    ):
        assert charity.rows(question)[0][:2] == (before, after)


def test_the_days_before_are_as_many(charity: Shop) -> None:
    before, after = total(charity, "2025-04-20", "2025-05-19"), total(charity, "2025-05-20", "2025-06-18")
    assert charity.rows("total amount of the last 30 days against the 30 days before")[0][:2] == (before, after)


def test_a_month_is_held_against_itself_a_year_earlier(charity: Shop) -> None:
    before, after = total(charity, "2024-05-01", "2024-05-31"), total(charity, "2025-05-01", "2025-05-31")
    assert charity.rows("total amount in May compared with the same month last year")[0][:2] == (before, after)


def test_two_quarters_share_the_year_that_is_told_once(charity: Shop) -> None:
    before, after = total(charity, "2024-01-01", "2024-03-31"), total(charity, "2024-04-01", "2024-06-30")
    assert charity.rows("compare the total amount of Q1 and Q2 of 2024")[0][:2] == (before, after)


def test_a_quarter_alone_may_be_held_against_two_others(charity: Shop) -> None:
    with pytest.raises(Unclear) as unclear:
        charity.plan("did the total amount decline in Q1 2025")
    labels = [option.label for option in unclear.value.clarification.options]
    assert [("Q4 2024" in label, "Q1 2024" in label) for label in labels] == [(True, False), (False, True)]


def test_a_year_that_is_not_over_is_asked_about(charity: Shop) -> None:
    with pytest.raises(Unclear) as unclear:
        charity.plan("did the total amount grow from 2024 to 2025")
    assert "so far" in unclear.value.clarification.options[0].label


def test_what_rose_most_is_ranked_by_its_change(charity: Shop) -> None:
    found = charity.first_rows("which channel had the biggest increase in total amount from 2023 to 2024")
    changes = {
        channel: total(charity, *YEARS[2024], f"channel = '{channel}'")
        - total(charity, *YEARS[2023], f"channel = '{channel}'")
        for channel in ("Letter", "Website")
    }
    best = max(changes, key=lambda channel: changes[channel])
    assert [(row[0], row[3]) for row in found] == [(best, changes[best])]


def test_nothing_lost_most_where_all_rose(charity: Shop) -> None:
    plan = charity.plan("which channel had the largest drop in number of gifts from 2023 to 2024")
    assert all(row[3] < 0 for row in charity.rows_of(plan))


def test_the_month_that_rose_most_leaves_the_unfinished_one_out(charity: Shop) -> None:
    plan = charity.plan("which month saw the largest drop in total amount")
    assert any(isinstance(one, Assumption) and "not over" in one.why for one in plan.assumptions)
    ((month, _, difference, _),) = charity.rows_of(plan)
    changes = charity.connection.execute(
        "SELECT m, a - lag(a) OVER (ORDER BY m) AS d FROM (SELECT CAST(date_trunc('month', given_on) AS DATE) AS m, sum(amount) AS a "
        "FROM gifts WHERE given_on < DATE '2025-06-01' GROUP BY 1) ORDER BY d LIMIT 1"
    ).fetchone()
    assert changes is not None
    assert (month, difference) == (changes[0], changes[1])


def test_years_in_a_column_of_numbers_are_periods_too(charity: Shop) -> None:
    rows = charity.rows("did the number of participants increase from 2020 to 2021")
    expected = charity.connection.execute(
        "SELECT sum(participants) FILTER (year = 2020), sum(participants) FILTER (year = 2021) FROM trainings"
    ).fetchone()
    assert rows[0][1:3] == expected


def test_a_range_of_months_is_no_comparison(charity: Shop) -> None:
    assert charity.rows("total amount between March and June 2024") == [(total(charity, "2024-03-01", "2024-06-30"),)]


def test_both_figures_are_described_in_few_words(charity: Shop) -> None:
    plan = charity.plan("did the total amount go up from 2023 to 2024")
    assert describe_plan(plan, charity.model) == "whether the sum of amount is higher: 2024 against 2023"


def test_a_season_is_three_months_and_says_so(charity: Shop) -> None:
    plan = charity.plan("total amount in summer 2024")
    assert charity.rows_of(plan) == [(total(charity, "2024-06-01", "2024-08-31"),)]
    assert any("June to August" in one.why for one in plan.assumptions)


def test_a_season_that_is_a_value_stays_one(charity: Shop) -> None:
    rows = charity.rows("how many trainings were there in Fall 2021")
    assert (
        rows
        == charity.connection.execute("SELECT count(*) FROM trainings WHERE term = 'Fall' AND year = 2021").fetchall()
    )


@pytest.mark.parametrize(
    ("question", "what", "kind"),
    [
        ("did profit rise", "profit", "whether"),
        ("how did profit develop", "profit", "change"),
        ("growth rate of profit", "profit", "change"),
        ("which team lost the most points", "points", "most"),
    ],
)
def test_the_frame_of_a_question_leaves_the_figure(question: str, what: str, kind: str) -> None:
    frame = frame_of(question)
    assert frame is not None
    assert (frame.what, frame.kind) == (what, kind)


def test_why_something_fell_is_no_question_of_two_figures() -> None:
    assert frame_of("why did profit fall") is None


def test_a_period_may_be_told_by_another() -> None:
    pair = told_in("profit in March 2024 against the previous month").pair
    assert pair is not None
    assert (pair.subject.low, pair.base) == (date(2024, 3, 1), Shift(unit="month"))
