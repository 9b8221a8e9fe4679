"""Deeds told by the verb of a table, those who were late, and rows and groups against one that is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from agents.sql_expert import Understanding, understand
from core.question import Question
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE tenants AS SELECT i AS tenant_id, 'Tenant ' || i AS full_name, ['Oslo', 'Bergen'][i % 2 + 1] AS town
    FROM range(1, 81) t(i);
CREATE TABLE houses AS SELECT i AS house_id, 'House ' || i AS house_name, ['cabin', 'villa', 'loft'][i % 3 + 1] AS kind,
    500 + (i * 37) % 900 AS price, 10 + i % 7 AS monthly_rent FROM range(1, 31) t(i);
CREATE TABLE rentals AS SELECT i AS rental_id, (i * 7) % 60 + 1 AS tenant_id, (i * 11) % 27 + 1 AS house_id,
    DATE '2023-01-01' + (i % 700)::INT AS rented_on, DATE '2023-01-15' + (i % 700)::INT AS due_on,
    CASE WHEN i % 9 > 0 THEN DATE '2023-01-13' + (i % 700 +
        CASE WHEN (i * 7) % 60 % 3 = 0 THEN 0 ELSE i % 4 END)::INT END AS returned_on FROM range(1, 401) t(i);
CREATE TABLE payments AS SELECT i AS payment_id, (i * 3) % 400 + 1 AS rental_id, 20 + (i * 13) % 300 AS amount,
    ['cash', 'card'][CASE WHEN ((i * 3) % 400 + 1) % 4 = 0 AND i % 3 = 0 THEN 1 ELSE 2 END] AS method,
    DATE '2023-01-05' + (i % 700)::INT AS paid_on
    FROM range(1, 301) t(i);
CREATE TABLE clerks AS SELECT i AS clerk_id, 'Clerk ' || i AS clerk_name, 20000 + (i * 731) % 9000 AS salary,
    DATE '1960-01-01' + (i * 433)::INT AS birth_date FROM range(1, 31) t(i);
"""
_PAID = "FROM payments JOIN rentals USING (rental_id) JOIN tenants USING (tenant_id)"


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("houses"), _SQL) as opened:
        yield opened


def _asked(shop: Shop, text: str) -> list[tuple[Any, ...]]:
    task = Understanding(question=Question(text=text, today=date(2025, 6, 30)), model=shop.model, values=shop.values)
    return shop.rows_of(understand(task))


def _rented(kind: str) -> str:
    return f"tenant_id IN (SELECT tenant_id FROM rentals JOIN houses USING (house_id) WHERE kind = '{kind}')"


_LATE = "SELECT tenant_id FROM rentals WHERE returned_on > due_on"


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        ("tenants who rented a villa", f"SELECT full_name FROM tenants WHERE {_rented('villa')}"),
        (
            "tenants who rented a villa but not a cabin",
            f"SELECT full_name FROM tenants WHERE {_rented('villa')} AND NOT {_rented('cabin')}",
        ),
        (
            "how many tenants never rented anything",
            "SELECT count(*) FROM tenants WHERE tenant_id NOT IN (SELECT tenant_id FROM rentals)",
        ),
        (
            "which tenants paid over 700",
            f"SELECT full_name {_PAID} GROUP BY full_name HAVING sum(amount) > 700",
        ),
        (
            "tenants who only paid by card",
            f"SELECT full_name {_PAID} GROUP BY full_name HAVING bool_and(method = 'card')",
        ),
        ("houses more expensive than House 4", "SELECT house_name FROM houses WHERE price > 648"),
        (
            "clerks who earn less than Clerk 5",
            "SELECT clerk_name FROM clerks WHERE salary < (SELECT salary FROM clerks WHERE clerk_id = 5)",
        ),
        ("how many clerks are older than Clerk 9", "SELECT 8"),
        ("tenants who returned late", f"SELECT full_name FROM tenants WHERE tenant_id IN ({_LATE})"),
        (
            "tenants who always returned on time",
            "SELECT full_name FROM tenants WHERE tenant_id IN (SELECT tenant_id FROM rentals WHERE returned_on <= due_on) "
            f"AND tenant_id NOT IN ({_LATE})",
        ),
    ],
)
def test_deeds_and_rivals_are_understood(houses: Shop, asked: str, sql: str) -> None:
    expected = sorted(houses.connection.execute(sql).fetchall())
    assert expected
    assert sorted(row[:1] for row in _asked(houses, asked)) == expected


def test_who_paid_most_in_cash_counts_cash_alone(houses: Shop) -> None:
    sql = f"SELECT full_name, sum(amount) {_PAID} WHERE method = 'cash' GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    assert _asked(houses, "who paid the most in cash")[0] == houses.connection.execute(sql).fetchall()[0]


def test_groups_are_held_against_a_named_one_and_the_average_one(houses: Shop) -> None:
    counts = "SELECT house_name, count(*) AS n FROM rentals JOIN houses USING (house_id) GROUP BY 1"
    more = f"SELECT house_name FROM ({counts}) WHERE n > (SELECT n FROM ({counts}) WHERE house_name = 'House 3')"
    asked = _asked(houses, "houses with more rentals than House 3")
    assert sorted(row[0] for row in asked) == sorted(row[0] for row in houses.connection.execute(more).fetchall())
    typical = f"SELECT house_name FROM ({counts}) WHERE n > (SELECT avg(n) FROM ({counts}))"
    asked = _asked(houses, "houses with more rentals than the average house")
    assert sorted(row[0] for row in asked) == sorted(row[0] for row in houses.connection.execute(typical).fetchall())


def test_both_ends_of_an_order_are_listed_together(houses: Shop) -> None:
    assert sorted(row[0] for row in _asked(houses, "youngest and oldest clerk")) == ["Clerk 1", "Clerk 30"]
    sql = "SELECT house_name FROM houses WHERE price IN ((SELECT max(price) FROM houses), (SELECT min(price) FROM houses))"
    asked = _asked(houses, "cheapest and most expensive house")
    assert sorted(row[0] for row in asked) == sorted(row[0] for row in houses.connection.execute(sql).fetchall())


def test_groups_above_the_average_one_are_counted(houses: Shop) -> None:
    counts = "SELECT house_id, count(*) AS n FROM rentals GROUP BY 1"
    sql = f"SELECT count(*) FROM ({counts}) WHERE n > (SELECT avg(n) FROM ({counts}))"
    asked = _asked(houses, "how many houses have more rentals than the average house")
    assert asked[0][0] == houses.connection.execute(sql).fetchall()[0][0]


def test_an_average_is_a_percentage_of_another_average(houses: Shop) -> None:
    sql = "SELECT kind, avg(monthly_rent) / avg(price) FROM houses GROUP BY 1"
    expected = {kind: pytest.approx(share) for kind, share in houses.connection.execute(sql).fetchall()}
    asked = _asked(houses, "average monthly rent as a percentage of the price by kind")
    assert {row[0]: row[1] for row in asked} == expected
