"""Sales that hold a price and payments towards them, and who is first by how many or how much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.ways import Declined, Unclear
from tests.agents.sql_expert.conftest import Shop, shop_of

_SQL = """
CREATE TABLE boats AS SELECT i AS id, ['Nor', 'Bay', 'Fjord'][i % 3 + 1] AS make, 'M' || (i % 4) AS model, 'HX' || i || 'K9' AS hull_number,
    20000 + i * 1300 AS list_price FROM range(1, 13) t(i);
CREATE TABLE clients AS SELECT i AS id, 'F' || i AS first_name, 'L' || i AS last_name, ['Oslo', 'Kiel', 'Gent'][i % 3 + 1] AS town
    FROM range(1, 16) t(i);
CREATE TABLE sellers AS SELECT i AS id, 'S' || i AS first_name, 'T' || i AS last_name, DATE '2018-01-05' + (i * 70)::INT AS hire_date,
    CASE WHEN i < 4 THEN DATE '2021-01-05' + (i * i * 31)::INT END AS termination_date FROM range(1, 6) t(i);
CREATE TABLE sales AS SELECT i AS id, (i * 5) % 12 + 1 AS boat_id, CASE WHEN i % 3 = 0 THEN 2 ELSE (i * 7) % 12 + 1 END AS client_id,
    (i * i) % 5 + 1 AS seller_id, 18000 + (i * 911) % 9000 AS sale_price, DATE '2024-01-03' + (i * 6)::INT AS sale_date
    FROM range(1, 41) t(i);
CREATE TABLE inspections AS SELECT i AS inspection_id, (i * i) % 11 + 1 AS client_id, DATE '2024-02-01' + i::INT AS seen_on
    FROM range(1, 31) t(i);
CREATE TABLE payments AS SELECT i AS id, i AS sale_id, DATE '2024-01-03' + (i * 6 + i % 5)::INT AS paid_on,
    9000 + i AS amount, ['cash', 'card'][i % 2 + 1] AS method FROM range(1, 36) t(i);
"""


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("boats"), _SQL) as shop:
        yield shop


def _told(shop: Shop, sql: str) -> list[tuple[Any, ...]]:
    return shop.connection.execute(sql).fetchall()


def test_revenue_is_what_was_sold_and_not_what_was_paid_towards_it(boats: Shop) -> None:
    assert boats.rows("what is the total revenue?") == _told(boats, "SELECT sum(sale_price) FROM sales")
    expected = "SELECT town, sum(sale_price) FROM sales JOIN clients ON clients.id = client_id GROUP BY 1"
    assert sorted(boats.rows("revenue by town")) == sorted(_told(boats, expected))


@pytest.mark.parametrize("asked", ["top 3 clients by number of sales", "top 3 clients by number of sales made"])
def test_a_number_of_sales_is_no_sum_of_them(boats: Shop, asked: str) -> None:
    expected = _told(boats, "SELECT count(*) FROM sales GROUP BY client_id ORDER BY 1 DESC LIMIT 3")
    assert [row[-1] for row in boats.rows(asked)] == [row[0] for row in expected]


def test_first_by_a_table_is_by_how_many_rows_there_are_of_it(boats: Shop) -> None:
    counts = _told(boats, "SELECT count(*) FROM inspections GROUP BY client_id ORDER BY 1 DESC LIMIT 3")
    assert [row[-1] for row in boats.rows("top 3 clients by inspections")] == [row[0] for row in counts]


@pytest.mark.parametrize("asked", ["models by revenue", "rank models by revenue", "show the models sorted by revenue"])
def test_groups_are_ranked_by_a_figure_of_other_rows(boats: Shop, asked: str) -> None:
    expected = "SELECT model, sum(sale_price) FROM sales JOIN boats ON boats.id = boat_id GROUP BY 1 ORDER BY 2 DESC"
    assert boats.rows(asked) == _told(boats, expected)


def test_rows_are_ranked_by_a_figure_of_their_own(boats: Shop) -> None:
    prices = [row[-1] for row in boats.rows("boats by list price")]
    assert prices == [row[0] for row in _told(boats, "SELECT list_price FROM boats ORDER BY 1 DESC")]


def test_people_who_made_a_purchase_are_not_all_people(boats: Shop) -> None:
    expected = _told(boats, "SELECT count(DISTINCT client_id) FROM sales")[0][0]
    assert len(boats.rows("clients who made a purchase")) == expected < 15


@pytest.mark.parametrize(
    "asked", ["average days between sale date and paid on", "average number of days from sale to payment"]
)
def test_days_between_two_tables_are_measured_over_their_link(boats: Shop, asked: str) -> None:
    expected = _told(boats, "SELECT avg(paid_on - sale_date) FROM payments JOIN sales ON sales.id = sale_id")
    assert boats.rows(asked)[0][0] == pytest.approx(expected[0][0])


def test_what_lies_between_is_no_average_of_something_else(boats: Shop) -> None:
    with pytest.raises((Declined, Unclear)):
        boats.plan("average days between sale and painting")


@pytest.mark.parametrize(
    "asked",
    [
        "which seller had the shortest time between hire date and termination date",
        "seller with the shortest time from hire to termination",
    ],
)
def test_the_shortest_time_between_two_dates_of_a_row(boats: Shop, asked: str) -> None:
    row = boats.rows(asked)
    expected = _told(boats, "SELECT id FROM sellers ORDER BY termination_date - hire_date LIMIT 1")
    assert row[0][0] == expected[0][0]
    assert len(row) == 1


def test_remarks_on_joins_and_forms_change_nothing(boats: Shop) -> None:
    plain = boats.rows("total revenue by town")
    assert boats.rows("total revenue by town, based on joining the clients and sales tables") == plain
    assert boats.rows("total revenue by town. Represent each town as a text.") == plain
