"""What one period, place or column is against another; parts of the whole; neither of two; what was done most."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.sql_expert.rules import whole_readings
from tests.agents.sql_expert.conftest import Shop, shop_of, told

_NURSERY = """
CREATE TABLE plants AS SELECT * FROM (VALUES (1, 'Fern', 'Green', 12.0, 5.0), (2, 'Rose', 'Flower', 20.0, 12.0),
    (3, 'Iris', 'Flower', 9.0, 5.0), (4, 'Moss', 'Green', 4.0, 1.0), (5, 'Cactus', 'Dry', 7.0, 2.0))
    v(plant_id, plant_name, kind, list_price, unit_cost);
ALTER TABLE plants ADD PRIMARY KEY (plant_id);
CREATE TABLE gardeners AS SELECT i AS gardener_id, 'Gardener ' || chr(65 + i::INT) AS name, ['Private', 'Trade'][1 + (i % 2)::INT] AS sort
    FROM range(14) t(i);
ALTER TABLE gardeners ADD PRIMARY KEY (gardener_id);
CREATE TABLE places AS SELECT i AS place_id, ['Ulm', 'Bonn', 'Kiel'][1 + (i % 3)::INT] AS town FROM range(20) t(i);
ALTER TABLE places ADD PRIMARY KEY (place_id);
CREATE TABLE orders AS SELECT i AS order_id, (i * 7) % 11 AS gardener_id, DATE '2023-01-03' + INTERVAL (i * 4) DAY AS order_date,
    ['Shop', 'Stall'][1 + (i % 3 = 0)::INT] AS channel, ['shipped', 'open'][1 + (i % 8 = 0)::INT] AS status,
    round(10 + (i * 13) % 90, 2)::DOUBLE AS order_total, [2.0, 6.0, 9.0][1 + (i % 3)::INT] AS shipping_fee,
    i % 20 AS billing_place_id, (i + i % 2) % 20 AS shipping_place_id FROM range(180) t(i);
ALTER TABLE orders ADD PRIMARY KEY (order_id);
ALTER TABLE orders ALTER order_date TYPE DATE;
CREATE TABLE order_lines AS SELECT i AS line_id, i % 180 AS order_id, 1 + (i * 7 + i // 4) % 4 AS plant_id, 1 + i % 3 AS quantity,
    round([12.0, 20.0, 9.0, 4.0][1 + ((i * 7 + i // 4) % 4)::INT] * (1 - 0.25 * (i % 5 = 0)::INT), 2) AS unit_price,
    round((1 + i % 3) * 7.5, 2) AS amount FROM range(500) t(i);
ALTER TABLE order_lines ADD PRIMARY KEY (line_id);
CREATE TABLE returns AS SELECT i AS return_id, i * 7 % 180 AS order_id, 1 + (i // 3) % 3 AS plant_id,
    DATE '2023-02-01' + i::INT AS returned_on FROM range(30) t(i);
ALTER TABLE returns ADD PRIMARY KEY (return_id);
CREATE TABLE reviews AS SELECT i AS review_id, 1 + (i * i) % 3 AS plant_id, 5 + i % 8 AS gardener_id, 1 + i % 5 AS rating,
    TIMESTAMP '2023-03-01 00:30:00' + INTERVAL (i * 7) HOUR AS reviewed_at FROM range(60) t(i);
ALTER TABLE reviews ADD PRIMARY KEY (review_id);
"""


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("nursery"), _NURSERY) as opened:
        yield opened


_LINKED = "order_lines JOIN orders USING (order_id) JOIN plants USING (plant_id)"
_SPENT = (
    f"(SELECT name, gardener_id, sum(amount) FILTER (year(order_date) = 2024) AS later, sum(amount) FILTER (year(order_date) = 2023)\
 AS earlier FROM {_LINKED} JOIN gardeners USING (gardener_id) GROUP BY ALL)"
)
QUESTIONS = [
    (
        "Which gardeners spent more in 2024 than in 2023?",
        f"SELECT name, later, earlier FROM {_SPENT} WHERE later > coalesce(earlier, 0)",
    ),
    (
        "How many gardeners spent more in 2024 than in 2023?",
        f"SELECT count(*) FROM {_SPENT} WHERE later > coalesce(earlier, 0)",
    ),
    (
        "Orders where the shipping fee is more than 10% of the order total",
        "SELECT * FROM orders WHERE shipping_fee > 0.1 * order_total",
    ),
    (
        "How many plants cost more than half of their list price?",
        "SELECT count(*) FROM plants WHERE unit_cost > list_price / 2",
    ),
    (
        "How many order lines were sold below the list price?",
        f"SELECT count(*) FROM {_LINKED} WHERE unit_price < list_price",
    ),
    (
        "Kinds with more than 30% of revenue",
        f"SELECT kind, sum(amount) FROM {_LINKED} GROUP BY kind HAVING sum(amount) > 0.3 * (SELECT sum(amount) FROM order_lines)",
    ),
    (
        "What share of revenue comes from the top 2 plants?",
        f"SELECT (SELECT sum(total) FROM (SELECT sum(amount) AS total FROM {_LINKED} GROUP BY plant_id ORDER BY 1 DESC LIMIT 2)) / "
        "(SELECT sum(amount) FROM order_lines)",
    ),
    (
        "Plants that were neither reviewed nor returned",
        "SELECT plant_name FROM plants WHERE plant_id NOT IN (SELECT plant_id FROM reviews) AND plant_id NOT IN "
        "(SELECT plant_id FROM returns)",
    ),
    (
        "Gardeners without orders or reviews",
        "SELECT name FROM gardeners WHERE gardener_id NOT IN (SELECT gardener_id FROM orders) AND gardener_id NOT IN "
        "(SELECT gardener_id FROM reviews)",
    ),
    (
        "Top 2 most reviewed plants",
        "SELECT plant_name, count(*) FROM reviews JOIN plants USING (plant_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 2",
    ),
    (
        "Which kind was returned the most?",
        "SELECT kind, count(*) FROM returns JOIN plants USING (plant_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
    ),
    (
        "Are there more orders from Shop or Stall?",
        "SELECT channel, count(*) FROM orders GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
    ),
    (
        "How many orders were shipped to Ulm?",
        "SELECT count(*) FROM orders JOIN places ON shipping_place_id = place_id WHERE town = 'Ulm'",
    ),
    (
        "How many orders have billing and shipping places that differ?",
        "SELECT count(*) FROM orders WHERE billing_place_id <> shipping_place_id",
    ),
    (
        "How many reviews were written between 8 and 10 am?",
        "SELECT count(*) FROM reviews WHERE hour(reviewed_at) IN (8, 9)",
    ),
    ("Reviews after 6 pm", "SELECT count(*) FROM reviews WHERE hour(reviewed_at) >= 18"),
]


@pytest.mark.parametrize(("question", "sql"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_it_is_set_against_what_was_said(nursery: Shop, question: str, sql: str) -> None:
    assert told(nursery.first_rows(question)) == told(nursery.connection.execute(sql).fetchall())


def test_a_part_of_what_nobody_knows_is_no_number_of_its_own(nursery: Shop) -> None:
    assert not whole_readings(nursery.task("Orders where more than 10% of the lines were returned")).candidates


def test_an_average_number_of_different_things_is_told_of_pairs(nursery: Shop) -> None:
    pairs = "SELECT count(*) / count(DISTINCT order_id) FROM (SELECT DISTINCT order_id, plant_id FROM order_lines)"
    assert told(nursery.first_rows("average number of different plants per order")) == told(
        nursery.connection.execute(pairs).fetchall()
    )


@pytest.mark.parametrize("question", ["Top 10% of gardeners by revenue", "the bottom 5 percent of plants by revenue"])
def test_a_part_of_all_is_no_number_of_them(nursery: Shop, question: str) -> None:
    assert not whole_readings(nursery.task(question)).candidates
