"""Terms that a question defines, figures as they would be, averages over periods and gaps, over a gym with visits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.test_analysts_questions import rounded

_SQL = """
CREATE TABLE members AS SELECT i AS member_id, 'Member ' || i AS member_name, 50 + i AS weight_kg, 150 + (i * 7) % 40 AS height_cm,
    20.0 + i % 5 AS monthly_due, CASE i % 3 WHEN 0 THEN 'Gold' WHEN 1 THEN 'Silver' ELSE 'Bronze' END AS tier,
    'm' || i || CASE i % 4 WHEN 0 THEN '@yahoo.com' WHEN 1 THEN '@gmail.com' WHEN 2 THEN '@uni.edu' ELSE '@club.org' END AS email,
    DATE '2023-01-01' + CAST(i * 13 AS INTEGER) AS joined_on
FROM range(1, 41) t(i);
CREATE TABLE visits AS SELECT i AS visit_id, 1 + (i * i) % 37 AS member_id,
    DATE '2024-01-01' + CAST((i * 29) % 500 AS INTEGER) AS visited_on, 20 + i % 70 AS minutes,
    4.0 + i % 5 AS entry_fee, 1.0 + i % 3 AS locker_fee,
    CASE WHEN i % 7 = 0 THEN 'guest' ELSE 'regular' END AS kind
FROM range(1, 301) t(i);
CREATE TABLE requests AS SELECT i AS request_id, TIMESTAMP '2025-01-01 08:00:00' + i * INTERVAL 7 HOUR + INTERVAL 2 DAY AS first_answer_at,
    TIMESTAMP '2025-01-01 08:00:00' + i * INTERVAL 7 HOUR AS opened_at
FROM range(1, 201) t(i);
"""


@pytest.fixture(scope="module")
def gym(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("gym"), _SQL) as gym:
        yield gym


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "An early member is a member who joined before March 2023. How many early members do we have?",
            "SELECT count(*) FROM members WHERE joined_on < '2023-03-01'",
        ),
        (
            "Call a visit long if the minutes are above 60. How many long visits were there by kind?",
            "SELECT kind, count(*) FROM visits WHERE minutes > 60 GROUP BY 1",
        ),
        (
            "A regular guest is a member with more than 9 visits. How many regular guests are there?",
            "SELECT count(*) FROM members WHERE member_id IN (SELECT member_id FROM visits GROUP BY 1 HAVING count(*) > 9)",
        ),
        (
            "Intake is entry fee plus locker fee. What is the average intake by kind?",
            "SELECT kind, avg(entry_fee + locker_fee) FROM visits GROUP BY 1",
        ),
        (
            "Define VPM as number of visits divided by number of members. What is the VPM by tier?",
            "SELECT tier, count(visit_id) / count(DISTINCT member_id) FROM members LEFT JOIN visits USING (member_id) GROUP BY 1",
        ),
    ],
)
def test_a_term_stands_for_what_the_question_says_it_is(gym: Shop, question: str, sql: str) -> None:
    assert rounded(gym.rows(question)) == rounded(gym.connection.execute(sql).fetchall())


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("If entry fees went up 5%, what would the total entry fee be?", "SELECT sum(entry_fee) * 1.05 FROM visits"),
        (
            "What would the average entry fee by kind be if entry fees dropped by 10 percent?",
            "SELECT kind, avg(entry_fee) * 0.9 FROM visits GROUP BY 1",
        ),
    ],
)
def test_a_figure_as_it_would_be_is_the_figure_by_a_factor(gym: Shop, question: str, sql: str) -> None:
    assert rounded(gym.rows(question)) == rounded(gym.connection.execute(sql).fetchall())


def test_what_is_raised_must_be_what_is_asked_for(gym: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        gym.plan("If entry fees went up 5%, what would the total locker fee be?")


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "average number of visits per week",
            "SELECT count(*) / count(DISTINCT date_trunc('week', visited_on)) FROM visits",
        ),
        (
            "What is the average daily visit count by kind?",
            "SELECT kind, count(*) / count(DISTINCT visited_on) FROM visits GROUP BY 1",
        ),
        (
            "average monthly entry fee in 2024",
            "SELECT sum(entry_fee) / count(DISTINCT date_trunc('month', visited_on)) FROM visits WHERE year(visited_on) = 2024",
        ),
        (
            "average number of visits per member for each kind",
            "SELECT kind, count(*) / count(DISTINCT member_id) FROM visits GROUP BY 1",
        ),
    ],
)
def test_an_average_over_periods_is_of_what_comes_together_in_each(gym: Shop, question: str, sql: str) -> None:
    assert rounded(gym.rows(question)) == rounded(gym.connection.execute(sql).fetchall())


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "spread between the longest and the shortest minutes by kind",
            "SELECT kind, max(minutes) - min(minutes) FROM visits GROUP BY 1",
        ),
        (
            "By how much do the average minutes of guest visits exceed those of regular visits?",
            "SELECT avg(minutes) FILTER (kind = 'guest') - avg(minutes) FILTER (kind = 'regular') FROM visits",
        ),
        (
            "average entry fee minus locker fee by kind",
            "SELECT kind, avg(entry_fee - locker_fee) FROM visits GROUP BY 1",
        ),
    ],
)
def test_gaps_are_differences(gym: Shop, question: str, sql: str) -> None:
    assert rounded(gym.rows(question)) == rounded(gym.connection.execute(sql).fetchall())


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "How many members have a Yahoo or Gmail address?",
            "SELECT count(*) FROM members WHERE email LIKE '%@yahoo%' OR email LIKE '%@gmail%'",
        ),
        ("How many members have a .edu email?", "SELECT count(*) FROM members WHERE email LIKE '%.edu'"),
        (
            "How many members have an email ending in .org, ignoring case?",
            "SELECT count(*) FROM members WHERE email LIKE '%.org'",
        ),
    ],
)
def test_addresses_are_told_by_their_ends(gym: Shop, question: str, sql: str) -> None:
    assert gym.rows(question) == gym.connection.execute(sql).fetchall()


def test_how_many_of_these_stands_beside_how_many_there_are(gym: Shop) -> None:
    rows = gym.rows("How many visits were there by tier? How many of these were on weekends?")
    sql = "SELECT tier, count(*), count(*) FILTER (isodow(visited_on) >= 6) FROM visits LEFT JOIN members USING (member_id) GROUP BY 1"
    assert rounded(rows) == rounded(gym.connection.execute(sql).fetchall())


def test_a_column_that_is_called_monthly_is_averaged_as_it_stands(gym: Shop) -> None:
    assert (
        gym.rows("What is the average monthly due?")
        == gym.connection.execute("SELECT avg(monthly_due) FROM members").fetchall()
    )


def test_each_of_the_last_months_is_a_row_of_its_own(gym: Shop) -> None:
    rows = gym.rows("How many visits were there in each of the last 3 months?")
    assert len(rows) == len(gym.rows("number of visits by month in the last 3 months")) > 1


def test_a_request_is_dated_by_its_opening_rather_than_by_the_first_answer(gym: Shop) -> None:
    assert gym.model.entity("requests").default_time == "opened_at"
