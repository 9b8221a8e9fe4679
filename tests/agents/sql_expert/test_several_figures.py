"""Several figures beside each other, by their own dates; parts of years; the latest rows; figures between two numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.sql_expert.rules import whole_readings
from core.ways import Declined
from tests.agents.sql_expert.conftest import Shop, shop_of, told

_BAKERY = """
CREATE TABLE products AS SELECT * FROM (VALUES (1, 'Rye Loaf', 'Bread', 4.0, 1.5), (2, 'Spelt Loaf', 'Bread', 5.0, 2.0),
    (3, 'Plum Cake', 'Cake', 18.0, 9.0), (4, 'Poppy Cake', 'Cake', 21.0, 9.5), (5, 'Pretzel', 'Snack', 1.2, 0.3))
    v(product_id, product_name, category, list_price, unit_cost);
ALTER TABLE products ADD PRIMARY KEY (product_id);
CREATE TABLE customers AS SELECT i AS customer_id, ['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Flo', 'Gus', 'Hal', 'Ivy', 'Jo', 'Kim',
    'Lu'][1 + i::INT]
    || ' ' || ['Berg', 'Stein'][1 + (i % 2)::INT] AS customer_name, ['Private', 'Trade'][1 + (i % 3 = 0)::INT] AS segment,
    DATE '2022-11-05' + INTERVAL (i * 40) DAY AS signed_up FROM range(12) t(i);
ALTER TABLE customers ALTER signed_up TYPE DATE;
ALTER TABLE customers ADD PRIMARY KEY (customer_id);
CREATE TABLE orders AS SELECT i AS order_id, CASE WHEN i % 17 = 3 THEN NULL ELSE (i * 5 + i // 60) % 11 END AS customer_id,
    DATE '2023-01-02' + INTERVAL (i * 3) DAY AS order_date, ['Shop', 'Stall', 'Web'][1 + (i % 3)::INT] AS channel,
    round(6 + (i * 13) % 80, 2)::DOUBLE AS order_total FROM range(200) t(i);
ALTER TABLE orders ALTER order_date TYPE DATE;
ALTER TABLE orders ADD PRIMARY KEY (order_id);
CREATE TABLE order_lines AS SELECT i AS line_id, i % 200 AS order_id, 1 + (i * 7 + i // 4) % 4 AS product_id, 1 + i % 3 AS quantity,
    round([4.0, 5.0, 18.0, 21.0][1 + ((i * 7 + i // 4) % 4)::INT], 2) AS unit_price,
    round((1 + i % 3) * [4.0, 5.0, 18.0, 21.0][1 + ((i * 7 + i // 4) % 4)::INT], 2) AS amount FROM range(520) t(i);
ALTER TABLE order_lines ADD PRIMARY KEY (line_id);
CREATE TABLE returns AS SELECT i AS return_id, i * 6 % 200 AS order_id, 1 + (i // 3) % 4 AS product_id,
    (DATE '2023-01-20' + INTERVAL (i * 16) DAY)::DATE AS returned_on, ['Stale', 'Burnt'][1 + (i % 4 = 0)::INT] AS reason,
    round(-3.5 - (i * 7) % 40, 2)::DOUBLE AS refund_amount FROM range(33) t(i);
ALTER TABLE returns ADD PRIMARY KEY (return_id);
"""
_LINES = "order_lines JOIN orders USING (order_id) JOIN products USING (product_id)"
_BY_CUSTOMER = "orders JOIN customers USING (customer_id)"


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("bakery"), _BAKERY) as opened:
        yield opened


QUESTIONS = [
    (
        "number of orders and returns by year",
        "SELECT year, n, m FROM (SELECT date_trunc('year', order_date)::DATE AS year, count(*) AS n FROM orders GROUP BY 1) FULL JOIN "
        "(SELECT date_trunc('year', returned_on)::DATE AS year, count(*) AS m FROM returns GROUP BY 1) USING (year)",
    ),
    (
        "how many orders and returns did we have in 2023",
        "SELECT count(*), (SELECT count(*) FROM returns WHERE year(returned_on) = 2023) FROM orders WHERE year(order_date) = 2023",
    ),
    (
        "how many orders and how much revenue did we have in 2023",
        f"SELECT count(DISTINCT order_id), sum(amount) FROM {_LINES} WHERE year(order_date) = 2023",
    ),
    (
        "how many orders and customers did we have in 2023",
        "SELECT count(*), count(DISTINCT customer_id) FROM orders WHERE year(order_date) = 2023",
    ),
    (
        "revenue, cost and profit by category",
        f"SELECT category, sum(amount), sum(quantity * unit_cost), sum(amount - quantity * unit_cost) FROM {_LINES} GROUP BY 1",
    ),
    (
        "number of orders, revenue and average order value by channel",
        "SELECT channel, count(DISTINCT order_id), sum(amount), sum(amount) / count(DISTINCT order_id) "
        f"FROM {_LINES} GROUP BY 1",
    ),
    ("how many refunds over 20", "SELECT count(*) FROM returns WHERE refund_amount < -20"),
    (
        "refunds as a percentage of revenue",
        "SELECT (SELECT sum(refund_amount) FROM returns) / sum(amount) FROM order_lines",
    ),
    (
        "revenue in the last quarter of 2023",
        f"SELECT sum(amount) FROM {_LINES} WHERE order_date BETWEEN '2023-10-01' AND '2023-12-31'",
    ),
    (
        "orders in the last two weeks of 2023",
        "SELECT count(*) FROM orders WHERE order_date BETWEEN '2023-12-18' AND '2023-12-31'",
    ),
    (
        "year over year revenue growth by month in 2024",
        "SELECT m, s, s / lag(s, 12) OVER (ORDER BY m) - 1 FROM (SELECT date_trunc('month', order_date)::DATE AS m, sum(amount) AS s "
        f"FROM {_LINES} GROUP BY 1) QUALIFY year(m) = 2024",
    ),
    (
        "what is the difference between web and stall revenue",
        f"SELECT sum(amount) FILTER (channel = 'Web') - sum(amount) FILTER (channel = 'Stall') FROM {_LINES}",
    ),
    (
        "how does web revenue compare to stall revenue",
        f"SELECT channel, sum(amount) FROM {_LINES} WHERE channel <> 'Shop' GROUP BY 1",
    ),
    (
        "number of returns in summer vs winter",
        "SELECT CASE WHEN month(returned_on) IN (6, 7, 8) THEN 'summer' ELSE 'winter' END, count(*) FROM returns "
        "WHERE month(returned_on) IN (6, 7, 8, 12, 1, 2) GROUP BY 1",
    ),
    (
        "busiest and quietest month",
        "SELECT m, n FROM (SELECT date_trunc('month', order_date)::DATE AS m, count(*) AS n FROM orders GROUP BY 1) "
        "QUALIFY n = max(n) OVER () OR n = min(n) OVER ()",
    ),
    ("most popular category", f"SELECT category, count(*) FROM {_LINES} GROUP BY 1 ORDER BY 2 DESC LIMIT 1"),
    ("which product costs the most", "SELECT product_name, list_price FROM products ORDER BY 2 DESC LIMIT 1"),
    ("products that cost more than 10", "SELECT product_name FROM products WHERE list_price > 10"),
    ("products never ordered", "SELECT 'Pretzel'"),
    (
        "customers who spent between 500 and 700",
        f"SELECT customer_name FROM {_LINES} JOIN customers USING (customer_id) GROUP BY 1 HAVING sum(amount) BETWEEN 500 AND 700",
    ),
    (
        "how many customers placed between 15 and 17 orders",
        "SELECT count(*) FROM (SELECT customer_id FROM orders WHERE customer_id IS NOT NULL GROUP BY 1 HAVING count(*) BETWEEN 15 AND 17)",
    ),
    (
        "months with revenue between 300 and 400",
        f"SELECT date_trunc('month', order_date)::DATE, sum(amount) FROM {_LINES} GROUP BY 1 HAVING sum(amount) BETWEEN 300 AND 400",
    ),
    (
        "months with revenue above 400",
        f"SELECT date_trunc('month', order_date)::DATE, sum(amount) FROM {_LINES} GROUP BY 1 HAVING sum(amount) > 400",
    ),
    ("last 3 returns", "SELECT * FROM returns ORDER BY returned_on DESC LIMIT 3"),
    (
        "which customers placed orders in May 2024",
        f"SELECT DISTINCT customer_name FROM {_BY_CUSTOMER} WHERE date_trunc('month', order_date) = '2024-05-01'",
    ),
    (
        "who placed orders in May 2024",
        f"SELECT DISTINCT customer_name FROM {_BY_CUSTOMER} WHERE date_trunc('month', order_date) = '2024-05-01'",
    ),
    ("which customers signed up in 2023", "SELECT customer_name FROM customers WHERE year(signed_up) = 2023"),
    ("customers with an order over 80", f"SELECT DISTINCT customer_name FROM {_BY_CUSTOMER} WHERE order_total > 80"),
    (
        "which of the customers spent the most",
        f"SELECT customer_name, sum(amount) FROM {_LINES} JOIN customers USING (customer_id) GROUP BY 1 "
        "ORDER BY 2 DESC LIMIT 1",
    ),
    (
        "when did each customer place their first order",
        f"SELECT customer_name, min(order_date) FROM {_BY_CUSTOMER} GROUP BY 1",
    ),
    (
        "how many customers placed their first order in 2024",
        "SELECT count(*) FROM (SELECT customer_id FROM orders WHERE customer_id IS NOT NULL GROUP BY 1 "
        "HAVING year(min(order_date)) = 2024)",
    ),
    ("how many orders does each customer have", f"SELECT customer_name, count(*) FROM {_BY_CUSTOMER} GROUP BY 1"),
]


@pytest.mark.parametrize(("text", "sql"), QUESTIONS)
def test_answers(bakery: Shop, text: str, sql: str) -> None:
    assert told(bakery.first_rows(text)) == told(bakery.connection.execute(sql).fetchall())


def test_two_halves_of_years_are_two_figures(bakery: Shop) -> None:
    figures = [
        bakery.connection.execute(
            f"SELECT sum(amount) FROM {_LINES} WHERE order_date BETWEEN '{year}-01-01' AND '{year}-06-30'"
        ).fetchall()[0][0]
        for year in (2023, 2024)
    ]
    assert bakery.rows("revenue first half of 2023 vs first half of 2024")[0][:2] == tuple(figures)


@pytest.mark.parametrize("word", ["employees", "subscriptions", "suppliers"])
def test_others_are_no_customers(bakery: Shop, word: str) -> None:
    with pytest.raises(Declined) as refused:
        bakery.plan(f"how many {word} do we have")
    assert word in str(refused.value)


def test_what_is_sought_is_never_left_out(bakery: Shop) -> None:
    with pytest.raises(Declined) as refused:
        bakery.plan("Which stall manager had the most orders?")
    assert "manager" in str(refused.value)


def test_who_is_asked_of_what_they_did(bakery: Shop) -> None:
    readings = whole_readings(bakery.task("customers with orders in 2024 and without orders in 2023"))
    found = {row[0] for row in bakery.rows_of(readings.candidates[0].plan)}
    in_years = "SELECT customer_name FROM orders JOIN customers USING (customer_id) WHERE year(order_date) ="
    assert found == {row[0] for row in bakery.connection.execute(f"{in_years} 2024 EXCEPT {in_years} 2023").fetchall()}
