"""Who did both, one but not the other, neither, or never: tables that are linked, and a sheet whose columns hold them all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.test_sets_and_own_averages import firsts, told

_SQL = """
CREATE TABLE members AS SELECT i AS member_id, 'Member ' || i AS member_name, ['Kiel', 'Bonn', 'Jena'][i % 3 + 1] AS town
    FROM range(1, 31) t(i);
CREATE TABLE coaches AS SELECT i AS coach_id, 'Coach ' || i AS coach_name FROM range(1, 6) t(i);
CREATE TABLE bookings AS SELECT i AS booking_id, (i * i) % 27 + 1 AS member_id, i % 5 + 1 AS coach_id,
    ['yoga', 'boxing', 'rowing', 'pilates'][(i * 7 + i % 3) % 4 + 1] AS class_type, 10.0 + i % 17 AS fee,
    DATE '2023-01-05' + CAST(i * 4 AS INTEGER) AS booked_on
    FROM range(1, 201) t(i);
"""
_HAD = "SELECT DISTINCT member_name FROM members JOIN bookings USING (member_id) WHERE class_type = '{}' OR class_type = '{}'"


@pytest.fixture(scope="module")
def gym(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("gym"), _SQL) as opened:
        yield opened


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    sql = _SQL.split("CREATE TABLE bookings AS ")[1].replace(
        "i % 5 + 1 AS coach_id", "'Coach ' || (i % 9 + 1) AS coach"
    )
    with shop_of(tmp_path_factory.mktemp("sheet"), f"CREATE TABLE bookings AS {sql}") as opened:
        yield opened


def had(one: str, other: str = "") -> str:
    return _HAD.format(one, other or one)


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        ("members who booked both yoga and rowing", f"{had('yoga')} INTERSECT {had('rowing')}"),
        ("which members booked yoga but never rowing?", f"{had('yoga')} EXCEPT {had('rowing')}"),
        ("members that booked boxing but no pilates", f"{had('boxing')} EXCEPT {had('pilates')}"),
        (
            "members who booked neither yoga nor boxing",
            f"SELECT member_name FROM members EXCEPT {had('yoga', 'boxing')}",
        ),
        (
            "which members booked in 2023 but not in 2024?",
            "SELECT member_name FROM members WHERE member_id IN (SELECT member_id FROM bookings WHERE year(booked_on) = 2023)"
            " AND member_id NOT IN (SELECT member_id FROM bookings WHERE year(booked_on) = 2024)",
        ),
        (
            "members who booked in both 2023 and 2024",
            "SELECT member_name FROM members WHERE member_id IN (SELECT member_id FROM bookings WHERE year(booked_on) = 2023)"
            " AND member_id IN (SELECT member_id FROM bookings WHERE year(booked_on) = 2024)",
        ),
        (
            "how many members booked in both 2023 and 2024?",
            "SELECT count(*) FROM members WHERE member_id IN (SELECT member_id FROM bookings WHERE year(booked_on) = 2023)"
            " AND member_id IN (SELECT member_id FROM bookings WHERE year(booked_on) = 2024)",
        ),
    ],
)
def test_rows_of_a_table_are_told_by_what_they_did(gym: Shop, asked: str, sql: str) -> None:
    assert firsts(gym.rows(asked)) == firsts(told(gym, sql))


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        (
            "which coaches don't teach yoga?",
            "SELECT DISTINCT coach FROM bookings EXCEPT SELECT coach FROM bookings WHERE class_type = 'yoga'",
        ),
        (
            "coaches that never taught rowing",
            "SELECT DISTINCT coach FROM bookings EXCEPT SELECT coach FROM bookings WHERE class_type = 'rowing'",
        ),
        (
            "how many coaches have never taught rowing?",
            "SELECT count(*) FROM (SELECT coach FROM bookings EXCEPT SELECT coach FROM bookings WHERE class_type = 'rowing')",
        ),
    ],
)
def test_values_of_a_column_are_told_by_all_their_rows(sheet: Shop, asked: str, sql: str) -> None:
    assert firsts(sheet.rows(asked)) == firsts(told(sheet, sql))
