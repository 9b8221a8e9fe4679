"""Every one of them, so many different ones, what a named row has, multiples of an average, superiors, and places of groups."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of
from tests.agents.sql_expert.test_sets_and_own_averages import firsts, told

_SQL = """
CREATE TABLE nurses AS SELECT i AS nurse_id, 'Nurse ' || i AS nurse_name, CASE WHEN i > 2 THEN i % 2 + 1 END AS supervisor_id,
    30000 + (i * 7919) % 9000 AS salary, DATE '2010-01-01' + CAST((i * 977) % 3000 AS INTEGER) AS hired_on,
    ['North', 'South', 'East'][i % 3 + 1] AS ward FROM range(1, 21) t(i);
CREATE TABLE vaccines AS SELECT i AS vaccine_id, ['Alpha', 'Beta', 'Gamma', 'Delta', 'Omega'][i] AS vaccine_name,
    ['flu', 'flu', 'travel', 'travel', 'child'][i] AS family, 10 * i AS price FROM range(1, 6) t(i);
CREATE TABLE doses AS SELECT i AS dose_id, (i * i) % 20 + 1 AS nurse_id, (i * 3 + i % 4) % 5 + 1 AS vaccine_id, 5.0 + i % 23 AS fee,
    DATE '2023-01-05' + CAST(i * 3 AS INTEGER) AS given_on FROM range(1, 181) t(i);
"""
_GIVEN = "FROM nurses JOIN doses USING (nurse_id) JOIN vaccines USING (vaccine_id)"


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("ward"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        (
            "nurses who have given every vaccine",
            f"SELECT nurse_name {_GIVEN} GROUP BY 1 HAVING count(DISTINCT vaccine_id) = 5",
        ),
        (
            "nurses who gave vaccines of all families",
            f"SELECT nurse_name {_GIVEN} GROUP BY 1 HAVING count(DISTINCT family) = 3",
        ),
        (
            "nurses who gave at least two different vaccines",
            f"SELECT nurse_name {_GIVEN} GROUP BY 1 HAVING count(DISTINCT vaccine_id) >= 2",
        ),
        (
            "how many nurses gave more than 3 different vaccines?",
            f"SELECT count(*) FROM (SELECT nurse_name {_GIVEN} GROUP BY 1 HAVING count(DISTINCT vaccine_id) > 3)",
        ),
        (
            "families that have only one vaccine",
            "SELECT family FROM vaccines GROUP BY 1 HAVING count(*) = 1",
        ),
    ],
)
def test_different_ones_are_counted_for_each(ward: Shop, asked: str, sql: str) -> None:
    assert firsts(ward.rows(asked)) == firsts(told(ward, sql))


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        (
            "vaccines in the same family as Gamma",
            "SELECT vaccine_name FROM vaccines WHERE family = 'travel' AND vaccine_name <> 'Gamma'",
        ),
        (
            "which nurses share a ward with Nurse 4?",
            "SELECT nurse_name FROM nurses WHERE ward = 'South' AND nurse_name <> 'Nurse 4'",
        ),
        (
            "vaccines with a price above 1.5 times the average",
            "SELECT vaccine_name FROM vaccines WHERE price > 1.5 * (SELECT avg(price) FROM vaccines)",
        ),
        (
            "doses with a fee of more than twice the median fee",
            "SELECT dose_id FROM doses WHERE fee > 2 * (SELECT median(fee) FROM doses)",
        ),
    ],
)
def test_rows_stand_beside_another_row_or_a_multiple_of_a_figure(ward: Shop, asked: str, sql: str) -> None:
    assert firsts(ward.rows(asked)) == firsts(told(ward, sql))


_SELF = "FROM nurses n JOIN nurses s ON n.supervisor_id = s.nurse_id"


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        ("which nurses earn more than their supervisor?", f"SELECT n.nurse_name {_SELF} WHERE n.salary > s.salary"),
        ("nurses with a lower salary than their boss", f"SELECT n.nurse_name {_SELF} WHERE n.salary < s.salary"),
        ("who was hired before their supervisor", f"SELECT n.nurse_name {_SELF} WHERE n.hired_on < s.hired_on"),
        (
            "nurses who have been here longer than their supervisor",
            f"SELECT n.nurse_name {_SELF} WHERE n.hired_on < s.hired_on",
        ),
        (
            "nurses in the South who earn more than their supervisor",
            f"SELECT n.nurse_name {_SELF} WHERE n.salary > s.salary AND n.ward = 'South'",
        ),
        ("how many nurses earn less than their supervisor?", f"SELECT count(*) {_SELF} WHERE n.salary < s.salary"),
        ("nurses and their supervisors", "SELECT nurse_name FROM nurses"),
        ("how many nurses does each supervisor have", f"SELECT s.nurse_name {_SELF} GROUP BY 1"),
    ],
)
def test_people_stand_beside_those_they_report_to(ward: Shop, asked: str, sql: str) -> None:
    assert firsts(ward.rows(asked)) == firsts(told(ward, sql))


def test_each_is_shown_with_its_superior(ward: Shop) -> None:
    expected = told(
        ward, "SELECT n.nurse_name, s.nurse_name FROM nurses n LEFT JOIN nurses s ON n.supervisor_id = s.nurse_id"
    )
    assert sorted(map(str, ward.rows("each nurse with their supervisor"))) == sorted(map(str, expected))


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        (
            "which nurse gave the second most doses?",
            "SELECT nurse_name FROM nurses JOIN doses USING (nurse_id) GROUP BY 1 HAVING count(*) ="
            " (SELECT max(n) FROM (SELECT count(*) n FROM doses GROUP BY nurse_id) WHERE n <"
            " (SELECT max(n) FROM (SELECT count(*) n FROM doses GROUP BY nurse_id))) ORDER BY 1 LIMIT 1",
        ),
        (
            "month with the second highest fee in 2023",
            "SELECT date_trunc('month', given_on) FROM doses WHERE year(given_on) = 2023"
            " GROUP BY 1 ORDER BY sum(fee) DESC LIMIT 1 OFFSET 1",
        ),
    ],
)
def test_groups_are_told_by_their_place(ward: Shop, asked: str, sql: str) -> None:
    assert [str(row[0])[:10] for row in ward.rows(asked)] == [str(row[0])[:10] for row in told(ward, sql)]


_FEES = "SELECT nurse_name, sum(fee) AS fees FROM nurses JOIN doses USING (nurse_id) GROUP BY 1"


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        (
            "nurses whose total fee is above the average",
            f"SELECT nurse_name FROM ({_FEES}) WHERE fees > (SELECT avg(fees) FROM ({_FEES}))",
        ),
        (
            "how many nurses have no doses?",
            "SELECT count(*) FROM nurses WHERE nurse_id NOT IN (SELECT nurse_id FROM doses)",
        ),
        (
            "nurses who have no doses",
            "SELECT nurse_name FROM nurses WHERE nurse_id NOT IN (SELECT nurse_id FROM doses)",
        ),
        (
            "which nurses are paid more than the average of their ward?",
            "SELECT nurse_name FROM nurses n WHERE salary > (SELECT avg(salary) FROM nurses x WHERE x.ward = n.ward)",
        ),
    ],
)
def test_groups_against_the_average_group_and_those_without(ward: Shop, asked: str, sql: str) -> None:
    assert firsts(ward.rows(asked)) == firsts(told(ward, sql))


def test_several_that_share_the_first_place_are_all_listed(tmp_path_factory: pytest.TempPathFactory) -> None:
    sql = "CREATE TABLE boats AS SELECT i AS boat_id, 'Boat ' || i AS boat_name, [90, 70, 70, 85][i % 4 + 1] AS price FROM range(1, 9) t(i)"
    with shop_of(tmp_path_factory.mktemp("boats"), sql) as opened:
        assert len(opened.rows("what are the cheapest boats?")) == 4
        assert len(opened.rows("which boat is the cheapest?")) == 1
