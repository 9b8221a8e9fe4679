"""A workshop that mends bicycles, as its people ask: verbs that agree with rows, means, dates that count, two groups compared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE clients AS SELECT i AS client_id, 'Client ' || chr((65 + i % 26)::INT) || i AS client_name,
    CASE WHEN i % 3 = 0 THEN NULL ELSE 'c' || i || '@mail.test' END AS email, 7.5 * (i % 40) AS amount_outstanding,
    DATE '2022-03-01' + (i * 4)::INT AS signed_up_on, DATE '1960-05-01' + (i * 97)::INT AS date_of_birth FROM range(1, 121) t(i);
CREATE TABLE mechanics AS SELECT i AS mechanic_id, 'Mechanic ' || chr((64 + i)::INT) AS mechanic_name,
    ['Road', 'Mountain', 'Electric'][i % 3 + 1] AS speciality, 14.0 + i * 0.75 AS hourly_rate, 3.0 + i % 5 * 0.4 AS rating
    FROM range(1, 16) t(i);
CREATE TABLE repairs AS SELECT i AS repair_id, i * 7 % 120 + 1 AS client_id, i % 15 + 1 AS mechanic_id,
    ['Road', 'City', 'Cargo'][i % 3 + 1] AS bicycle, 4.5 + i * 13 % 90 AS labour_fee, 1.0 + i * 5 % 30 AS parts_fee,
    ['Email', 'Phone', 'Counter'][i * 11 % 7 % 3 + 1] AS channel, 6.0 + i * 3 % 14 AS weight_kg,
    ['Delivered', 'Cancelled', 'Open'][i % 10 // 4 + 1] AS status,
    DATE '2023-02-01' + (i * 2)::INT AS booked_on, DATE '2023-02-08' + (i * 2)::INT AS promised_on,
    CASE WHEN i % 10 < 4 THEN DATE '2023-02-05' + (i * 2 + i % 17)::INT END AS delivered_on FROM range(1, 401) t(i);
"""
_RANKED = (
    "SELECT client_name, sum(labour_fee) FROM repairs JOIN clients USING (client_id) GROUP BY client_id, client_name"
)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("workshop"), _SQL) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "for each bicycle give me the number of repairs, the average labour fee and the heaviest weight",
            "SELECT bicycle, count(*), avg(labour_fee), max(weight_kg) FROM repairs GROUP BY 1",
        ),
        ("how many repairs came in by email?", "SELECT count(*) FROM repairs WHERE channel = 'Email'"),
        ("how many repairs did not come in by email?", "SELECT count(*) FROM repairs WHERE channel <> 'Email'"),
        ("names of clients born in 1975", "SELECT client_name FROM clients WHERE year(date_of_birth) = 1975"),
        ("how many clients owe more than 200", "SELECT count(*) FROM clients WHERE amount_outstanding > 200"),
        (
            "how many repairs were delivered in March 2024",
            "SELECT count(*) FROM repairs WHERE delivered_on >= '2024-03-01' AND delivered_on < '2024-04-01'",
        ),
        (
            "number of repairs in 2024, by delivery date",
            "SELECT count(*) FROM repairs WHERE year(delivered_on) = 2024",
        ),
        (
            "how many repairs were cancelled in 2023 (by booking date)",
            "SELECT count(*) FROM repairs WHERE status = 'Cancelled' AND year(booked_on) = 2023",
        ),
        (
            "running total of labour fees by month for repairs booked in 2024",
            "SELECT date_trunc('month', booked_on)::DATE AS month, sum(labour_fee) AS fees, sum(sum(labour_fee)) OVER (ORDER BY month) "
            "FROM repairs WHERE year(booked_on) = 2024 GROUP BY 1",
        ),
        (
            "how many repairs were delivered more than 3 days after the promised date?",
            "SELECT count(*) FROM repairs WHERE delivered_on - promised_on > 3",
        ),
        (
            "how much higher is the average labour fee for Road than for City?",
            "SELECT avg(labour_fee) FILTER (bicycle = 'Road') - avg(labour_fee) FILTER (bicycle = 'City') FROM repairs",
        ),
        (
            "by how much is the average labour fee for Road higher than for City?",
            "SELECT avg(labour_fee) FILTER (bicycle = 'Road') - avg(labour_fee) FILTER (bicycle = 'City') FROM repairs",
        ),
        (
            "is the average weight higher for Cargo than for City?",
            "SELECT avg(weight_kg) FILTER (bicycle = 'Cargo'), avg(weight_kg) FILTER (bicycle = 'City') FROM repairs",
        ),
    ],
)
def test_what_is_said_in_the_workshop_is_counted(workshop: Shop, question: str, sql: str) -> None:
    expected = workshop.connection.execute(sql).fetchall()
    assert sorted(map(repr, workshop.rows(question))) == sorted(map(repr, expected))


def test_the_figure_of_a_ranking_is_told_where_it_is_asked_for(workshop: Shop) -> None:
    expected = workshop.connection.execute(f"{_RANKED} ORDER BY 2 DESC, 1 LIMIT 4").fetchall()
    rows = workshop.rows("the four clients who paid the most in labour fees, with the amount")
    assert [row[1] for row in rows] == [row[1] for row in expected]


def test_a_kind_of_rows_is_no_other_word_for_all_of_them(workshop: Shop) -> None:
    expected = workshop.connection.execute(
        "SELECT mechanic_name FROM mechanics WHERE speciality = 'Electric' AND rating > 3.5"
    ).fetchall()
    assert sorted(workshop.rows("which electric mechanics have a rating above 3.5")) == sorted(expected)
