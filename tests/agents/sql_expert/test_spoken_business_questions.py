"""Whole sentences as people in small firms say them: what never happened, how long it took, what is overdue, figures side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from agents.sql_expert import Understanding, understand
from agents.sql_expert.turns.reread import changed
from core.question import Question
from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_TODAY = date(2025, 6, 30)
_SQL = """
CREATE TABLE patrons AS SELECT i AS patron_id, 'Patron ' || i AS full_name, ['Leeds', 'York', 'Hull'][i % 3 + 1] AS town,
    DATE '2020-01-05' + (i * 11)::INT AS joined_on, CASE WHEN i % 4 = 0 THEN DATE '2024-01-10' + i::INT END AS left_on,
    CASE WHEN i % 3 = 0 THEN 'Y' ELSE 'N' END AS newsletter FROM range(1, 121) t(i);
CREATE TABLE loans AS SELECT i AS loan_id, (i * 7) % 100 + 1 AS patron_id, ['novel', 'film', 'score'][i % 3 + 1] AS kind,
    DATE '2023-01-03' + ((i * 13) % 800)::INT AS lent_on, DATE '2023-01-24' + ((i * 13) % 800)::INT AS due_date,
    CASE WHEN i % 6 > 0 THEN DATE '2023-01-03' + ((i * 13) % 800 + i % 40)::INT END AS returned_on,
    round(0.5 * (i % 9), 2) AS fine, i % 3 + 1 AS copies, i % 5 + 2 AS price,
    ['active', 'waiting list', 'cancelled'][CASE WHEN i % 10 = 0 THEN 3 WHEN i % 4 = 0 THEN 2 ELSE 1 END] AS status
    FROM range(1, 601) t(i);
CREATE TABLE rooms AS SELECT i AS room_id, 'Room ' || i AS room_name, i % 4 + 1 AS seats, 20 + i AS hourly_rate,
    ['music', 'study'][i % 2 + 1] AS category FROM range(1, 31) t(i);
CREATE TABLE animals AS SELECT i AS animal_id, 'Pet ' || i AS pet_name, ['Dog', 'Cat', 'Owl'][i % 3 + 1] AS species,
    (i * 3) % 100 + 1 AS patron_id, CASE WHEN i % 7 = 0 THEN DATE '2024-03-01' + i::INT END AS died_on,
    CASE WHEN i % 2 = 0 THEN 'Y' ELSE 'N' END AS insured FROM range(1, 91) t(i);
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("library"), _SQL) as opened:
        yield opened


def _asked(shop: Shop, text: str) -> list[tuple[Any, ...]]:
    task = Understanding(question=Question(text=text, today=_TODAY), model=shop.model, values=shop.values)
    return shop.rows_of(understand(task))


def _first(shop: Shop, text: str) -> list[tuple[Any, ...]]:
    """Of the answer, or of the first reading that is offered."""
    try:
        return _asked(shop, text)
    except Unclear as unclear:
        plan = unclear.clarification.options[0].plan
        assert plan is not None
        return shop.rows_of(plan)


def _told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


_NO_LOANS = "SELECT count(*) FROM patrons p WHERE NOT EXISTS (SELECT 1 FROM loans l WHERE l.patron_id = p.patron_id)"
_DAYS = "SELECT kind, avg(returned_on - lent_on) FROM loans GROUP BY 1"
_OVERDUE = "due_date < DATE '2025-06-30' AND returned_on IS NULL"


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        ("how many patrons have never taken a loan with us?", _NO_LOANS),
        ("how many patrons on our books have never once had a loan", _NO_LOANS),
        ("how many patrons haven't had any loans", _NO_LOANS),
        (
            "how many loans did we make during March 2024?",
            "SELECT count(*) FROM loans WHERE lent_on >= '2024-03-01' AND lent_on < '2024-04-01'",
        ),
        ("hw manny patrons are still with us", "SELECT count(*) FROM patrons WHERE left_on IS NULL"),
        ("how many animals are still alive?", "SELECT count(*) FROM animals WHERE died_on IS NULL"),
        ("how many loans are overdue", f"SELECT count(*) FROM loans WHERE {_OVERDUE}"),
        ("how many loans took longer than a week", "SELECT count(*) FROM loans WHERE returned_on - lent_on > 7"),
        (
            "how many patrons came in more than twice for a loan",
            "SELECT count(*) FROM (SELECT patron_id FROM loans GROUP BY 1 HAVING count(*) > 2)",
        ),
        (
            "number of loans in 2024, cancelled ones excluded",
            "SELECT count(*) FROM loans WHERE year(lent_on) = 2024 AND status <> 'cancelled'",
        ),
        (
            "number of loans in 2024 not counting cancelled ones",
            "SELECT count(*) FROM loans WHERE year(lent_on) = 2024 AND status <> 'cancelled'",
        ),
    ],
)
def test_what_is_said_in_a_sentence_is_counted(library: Shop, asked: str, sql: str) -> None:
    assert _asked(library, asked)[0][0] == _told(library, sql)[0][0]


@pytest.mark.parametrize(
    "asked",
    [
        "on average how many days between a loan being lent and being returned, per kind",
        "average days from lent to returned, kind by kind",
        "average number of days between lending and return for every kind",
    ],
)
def test_a_length_of_time_is_told_by_what_happened_at_its_ends(library: Shop, asked: str) -> None:
    assert dict(_asked(library, asked)) == pytest.approx(dict(_told(library, _DAYS)))


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        ("how many living dogs are there", "SELECT count(*) FROM animals WHERE species = 'Dog' AND died_on IS NULL"),
        ("how many dogs are insured", "SELECT count(*) FROM animals WHERE species = 'Dog' AND insured = 'Y'"),
        ("what proportion of dogs are insured?", "SELECT avg((insured = 'Y')::INT) FROM animals WHERE species = 'Dog'"),
    ],
)
def test_where_the_rows_are_named_by_a_value_alone_the_reading_is_right_or_offered_first(
    library: Shop, asked: str, sql: str
) -> None:
    assert _first(library, asked)[0][0] == pytest.approx(_told(library, sql)[0][0])


def test_a_share_is_among_those_that_are_named_before_the_verb(library: Shop) -> None:
    cancelled = "SELECT kind, avg((status = 'cancelled')::INT) FROM loans WHERE year(lent_on) = 2024 GROUP BY 1"
    found = _asked(library, "what share of loans in 2024 ended up cancelled, by kind")
    assert dict(found) == pytest.approx(dict(_told(library, cancelled)))


def test_a_share_of_those_without_any_rows_is_told(library: Shop) -> None:
    expected = _told(library, f"SELECT ({_NO_LOANS}) / (SELECT count(*) FROM patrons)")
    assert _asked(library, "percentage of patrons without any loans")[0][0] == pytest.approx(expected[0][0])


def test_several_figures_stand_beside_each_other(library: Shop) -> None:
    expected = _told(
        library, "SELECT category, count(*), sum(seats), avg(hourly_rate) FROM rooms GROUP BY 1 ORDER BY 1"
    )
    assert _asked(library, "For each category: number of rooms, total seats and average hourly rate") == expected


def test_growth_shows_both_periods_and_the_change(library: Shop) -> None:
    before, after = (
        _told(library, f"SELECT sum(fine)::DOUBLE FROM loans WHERE year(lent_on) = {year}")[0][0]
        for year in (2023, 2024)
    )
    rows = _asked(library, "by how many percent did the total fine grow from 2023 to 2024?")
    assert [float(one) for one in rows[0]] == pytest.approx([before, after, after / before - 1])


def test_a_product_of_two_columns_is_added_up_row_by_row(library: Shop) -> None:
    expected = _told(library, "SELECT sum(copies * price) FROM loans WHERE year(lent_on) = 2024")
    assert _asked(library, "total copies times price in 2024")[0][0] == expected[0][0]


def test_a_size_before_a_noun_is_a_condition_and_no_limit(library: Shop) -> None:
    expected = _told(library, "SELECT count(*) FROM rooms WHERE seats = 3")
    assert len(_asked(library, "list 3-seat rooms")) == expected[0][0]


def test_a_date_named_beside_a_period_is_what_the_period_is_of(library: Shop) -> None:
    expected = _told(library, "SELECT sum(fine) FROM loans WHERE year(due_date) = 2024")
    assert _asked(library, "total fine in 2024 by due date")[0][0] == expected[0][0]


@pytest.mark.parametrize(
    "asked",
    [
        "how many patrons have never complained?",
        "patrons who never had a vaccination",
        "how many rooms are empty right now",
        "which loans happened more than 3 times",
    ],
)
def test_words_that_could_keep_rows_out_are_never_left_out(library: Shop, asked: str) -> None:
    with pytest.raises((Declined, Unclear)):
        _asked(library, asked)


def test_a_change_of_years_keeps_a_length_of_time(library: Shop) -> None:
    task = Understanding(question=Question(text="just 2024", today=_TODAY), model=library.model, values=library.values)
    first = Question(text="average days from lent to returned by kind", today=_TODAY)
    last = understand(Understanding(question=first, model=library.model, values=library.values))
    plan = changed(last, "just 2024", task)
    expected = _told(
        library, "SELECT kind, avg(returned_on - lent_on) FROM loans WHERE year(lent_on) = 2024 GROUP BY 1"
    )
    assert dict(library.rows_of(plan)) == pytest.approx(dict(expected))


@pytest.mark.parametrize("asked", ["What is the fine?", "what's the fine", "What was the fine?"])
def test_one_amount_of_all_rows_is_their_sum(library: Shop, asked: str) -> None:
    assert library.rows(asked) == library.connection.execute("SELECT sum(fine) FROM loans").fetchall()


@pytest.mark.parametrize("asked", ["What are the fines?", "What is the fine of loan 17?"])
def test_amounts_of_rows_that_are_told_apart_are_listed(library: Shop, asked: str) -> None:
    one = " WHERE loan_id = 17" if "17" in asked else ""
    assert library.rows(asked) == library.connection.execute(f"SELECT fine FROM loans{one}").fetchall()


@pytest.mark.parametrize("spoken", ["from month to month", "from one month to the next"])
def test_a_change_from_one_period_to_the_next_is_one_over_the_other(library: Shop, spoken: str) -> None:
    said = library.rows(f"How did the total fine change {spoken}?")
    assert said == library.rows("How did the total fine change month over month?")
    assert len(said) > 12


@pytest.mark.parametrize(
    ("asked", "plainly"),
    [
        ("For which kind is the total fine highest?", "which kind has the highest total fine?"),
        ("In which town is the number of patrons lowest?", "which town has the lowest number of patrons?"),
    ],
)
def test_a_group_may_be_asked_for_by_its_preposition(library: Shop, asked: str, plainly: str) -> None:
    assert library.rows(asked) == library.rows(plainly)
