"""Members, what they book and when they leave: rates, firsts, what stands before a number, groups against each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE players AS SELECT i AS player_id, 'F' || (i % 7) AS first_name, 'L' || i AS last_name, ['left', 'right'][i % 2 + 1] AS hand,
    ['Elm', 'Oak'][i % 3 % 2 + 1] AS court, DATE '2022-01-10' + (i * 11)::INT AS joined_on,
    CASE WHEN i % 4 = 0 THEN DATE '2023-06-01' + (i * 13)::INT END AS cancelled_on FROM range(1, 61) t(i);
CREATE TABLE coaches AS SELECT i AS coach_id, 'Coach ' || i AS coach_name, DATE '2019-02-01' + (i * 37 % 900)::INT AS hired_on
    FROM range(1, 9) t(i);
CREATE TABLE lessons AS SELECT i AS lesson_id, i % 8 + 1 AS coach_id, [30, 45, 60][i % 3 + 1] AS minutes,
    DATE '2024-01-02' + i::INT AS held_on
    FROM range(1, 121) t(i);
CREATE TABLE reservations AS SELECT i AS reservation_id, (i * 7) % 60 + 1 AS player_id, (i * 11) % 120 + 1 AS lesson_id,
    DATE '2024-01-01' + (i % 300)::INT AS reserved_on,
    CASE WHEN i % 5 = 0 THEN 'no-show' WHEN i % 7 = 0 THEN 'cancelled' ELSE 'attended' END AS status,
    10 + i % 9 AS amount FROM range(1, 601) t(i);
"""


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("court"), _SQL) as shop:
        yield shop


def _told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


def test_the_highest_rate_is_a_share_of_rows(court: Shop) -> None:
    expected = """SELECT court, avg((status = 'no-show')::INT) AS rate FROM reservations JOIN players USING (player_id)
        GROUP BY 1 ORDER BY 2 {} LIMIT 1"""
    for end, direction in (("highest", "DESC"), ("lowest", "ASC")):
        found = court.rows(f"which court has the {end} no-show rate?")
        assert found[0][0] == _told(court, expected.format(direction))[0][0]
        assert found[0][1] == pytest.approx(_told(court, expected.format(direction))[0][1])


@pytest.mark.parametrize("asked", ["how many players cancelled in 2024?", "number of players who cancelled in 2024"])
def test_a_date_of_the_subject_comes_before_a_state_of_something_else(court: Shop, asked: str) -> None:
    expected = _told(court, "SELECT count(*) FROM players WHERE year(cancelled_on) = 2024")
    assert court.rows(asked) == expected


def test_a_state_of_something_else_that_is_named_is_meant(court: Shop) -> None:
    expected = _told(court, "SELECT count(*) FROM reservations WHERE status = 'cancelled'")
    assert court.rows("how many reservations were cancelled?") == expected


@pytest.mark.parametrize("asked", ["how many 45 minute lessons are there?", "how many 45-minute lessons"])
def test_a_number_with_a_unit_before_the_rows_tells_which(court: Shop, asked: str) -> None:
    assert court.rows(asked) == _told(court, "SELECT count(*) FROM lessons WHERE minutes = 45")


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        ("which player joined first?", "SELECT last_name FROM players ORDER BY joined_on LIMIT 1"),
        ("the last player to cancel", "SELECT last_name FROM players ORDER BY cancelled_on DESC NULLS LAST LIMIT 1"),
        ("first player to join in Oak", "SELECT last_name FROM players WHERE court = 'Oak' ORDER BY joined_on LIMIT 1"),
        ("which coach was hired last?", "SELECT coach_name FROM coaches ORDER BY hired_on DESC LIMIT 1"),
    ],
)
def test_who_came_first_or_last(court: Shop, asked: str, sql: str) -> None:
    found = court.rows(asked)
    assert len(found) == 1
    assert _told(court, sql)[0][0] in found[0]


@pytest.mark.parametrize("asked", ["hand split of players", "what's the hand split?"])
def test_a_split_counts_each(court: Shop, asked: str) -> None:
    assert sorted(court.rows(asked)) == sorted(_told(court, "SELECT hand, count(*) FROM players GROUP BY 1"))


def test_how_a_figure_developed_in_a_year_is_told_by_month(court: Shop) -> None:
    found = court.rows("how did reservations develop in 2024?")
    assert [row[1] for row in found] == [
        row[0]
        for row in _told(
            court, "SELECT count(*) FROM reservations GROUP BY month(reserved_on) ORDER BY month(reserved_on)"
        )
    ]
