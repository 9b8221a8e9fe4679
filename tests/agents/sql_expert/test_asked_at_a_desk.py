"""What people ask at a desk: one order by its number, the oldest of them, two addresses, what is left after refunds, how long ago."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agents.sql_expert.conftest import Shop, shop_of, told

_VINTNER = """
CREATE TABLE addresses AS SELECT i AS address_id, 'Lane ' || i AS street,
    ['Kiel', 'Bonn', 'Ulm', 'Trier'][1 + (i % 4)::INT] AS city FROM range(1, 41) t(i);
ALTER TABLE addresses ADD PRIMARY KEY (address_id);
CREATE TABLE clients AS SELECT i AS client_id, ['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Flo'][1 + (i % 6)::INT] || ' '
    || ['Berg', 'Stein', 'Roth'][1 + (i // 6)::INT] AS client_name,
    'c' || i || ['@kelter.example', '@rebe.example'][1 + (i % 2)::INT] AS email,
    ['Inn', 'Private'][1 + (i % 2)::INT] AS kind, (DATE '2021-02-03' + INTERVAL (i * 50) DAY)::DATE AS signed_up FROM range(18) t(i);
ALTER TABLE clients ADD PRIMARY KEY (client_id);
CREATE TABLE wines AS SELECT * FROM (VALUES (1, 'Hof Riesling', 'White', 9.0, 4.0), (2, 'Berg Silvaner', 'White', 7.5, 3.5),
    (3, 'Alte Reben Spaetburgunder', 'Red', 16.0, 8.0), (4, 'Rose Trocken', 'Rose', 8.0, 3.0), (5, 'Eiswein', 'White', 44.0, 19.0))
    v(wine_id, wine_name, colour, list_price, unit_cost);
ALTER TABLE wines ADD PRIMARY KEY (wine_id);
CREATE TABLE orders AS SELECT 7000 + i AS order_id, (i * 5 + i // 50) % 17 AS client_id,
    (DATE '2023-01-02' + INTERVAL (i * 3) DAY)::DATE AS order_date,
    CASE WHEN i % 19 = 4 THEN NULL ELSE (DATE '2023-01-02' + INTERVAL (i * 3 + i % 9) DAY)::DATE END AS ship_date,
    ['Shop', 'Web', 'Phone'][1 + ((i + i // 7) % 3)::INT] AS channel, ['open', 'shipped'][1 + (i % 19 <> 4)::INT] AS status,
    1 + (i * 7) % 40 AS billing_address_id, 1 + (i * 7 + (i % 3) * 5) % 40 AS shipping_address_id,
    4.5 AS shipping_fee, round(20 + (i * 13) % 90, 2)::DOUBLE AS order_total FROM range(240) t(i);
ALTER TABLE orders ADD PRIMARY KEY (order_id);
CREATE TABLE order_lines AS SELECT i AS line_id, 7000 + i % 240 AS order_id, 1 + (i * 7 + i // 4) % 4 AS wine_id, 1 + i % 3 AS quantity,
    round((1 + i % 3) * [9.0, 7.5, 16.0, 8.0][1 + ((i * 7 + i // 4) % 4)::INT], 2) AS amount FROM range(620) t(i);
ALTER TABLE order_lines ADD PRIMARY KEY (line_id);
CREATE TABLE returns AS SELECT i AS return_id, 7000 + i * 7 % 240 AS order_id, 1 + (i // 3) % 4 AS wine_id,
    (DATE '2023-02-20' + INTERVAL (i * 16) DAY)::DATE AS returned_on, ['Corked', 'Broken'][1 + (i % 4 = 0)::INT] AS reason,
    round(-3.5 - (i * 7) % 40, 2)::DOUBLE AS refund_amount FROM range(33) t(i);
ALTER TABLE returns ADD PRIMARY KEY (return_id);
"""
_ADDRESSES = "orders o JOIN addresses b ON o.billing_address_id = b.address_id JOIN addresses s ON o.shipping_address_id = s.address_id"
_SOLD = "order_lines JOIN orders USING (order_id)"


@pytest.fixture(scope="module")
def vintner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("vintner"), _VINTNER) as opened:
        yield opened


QUESTIONS = [
    ("show me order 7010", "SELECT * FROM orders WHERE order_id = 7010"),
    ("order no. 7010", "SELECT * FROM orders WHERE order_id = 7010"),
    ("order lines of order #7010", "SELECT * FROM order_lines WHERE order_id = 7010"),
    ("what was in order 7010", "SELECT * FROM order_lines WHERE order_id = 7010"),
    ("oldest open order", "SELECT * FROM orders WHERE status = 'open' ORDER BY order_date LIMIT 1"),
    ("the 3 oldest open orders", "SELECT * FROM orders WHERE status = 'open' ORDER BY order_date LIMIT 3"),
    (
        "how many orders billed to Kiel were shipped to Bonn",
        f"SELECT count(*) FROM {_ADDRESSES} WHERE b.city = 'Kiel' AND s.city = 'Bonn'",
    ),
    (
        "how many orders with billing address in Ulm and shipping address in Kiel",
        f"SELECT count(*) FROM {_ADDRESSES} WHERE b.city = 'Ulm' AND s.city = 'Kiel'",
    ),
    (
        "how many orders were shipped to a different city than billed",
        f"SELECT count(*) FROM {_ADDRESSES} WHERE b.city <> s.city",
    ),
    (
        "how many orders have the same billing and shipping address",
        "SELECT count(*) FROM orders WHERE billing_address_id = shipping_address_id",
    ),
    ("net revenue", "SELECT (SELECT sum(amount) FROM order_lines) + (SELECT sum(refund_amount) FROM returns)"),
    (
        "revenue minus refunds by quarter",
        "SELECT q, a + coalesce(r, 0) FROM (SELECT date_trunc('quarter', order_date)::DATE AS q, sum(amount) AS a "
        f"FROM {_SOLD} GROUP BY 1) LEFT JOIN (SELECT date_trunc('quarter', returned_on)::DATE AS q, sum(refund_amount) AS r "
        "FROM returns GROUP BY 1) USING (q)",
    ),
    ("order total without shipping fee", "SELECT sum(order_total) - sum(shipping_fee) FROM orders"),
    (
        "how many orders on an average Monday",
        "SELECT count(*) / count(DISTINCT order_date) FROM orders WHERE isodow(order_date) = 1",
    ),
    (
        "average revenue on a Saturday",
        f"SELECT sum(amount) / count(DISTINCT order_date) FROM {_SOLD} WHERE isodow(order_date) = 6",
    ),
    (
        "revenue in the worst quarter of 2023",
        f"SELECT date_trunc('quarter', order_date)::DATE, sum(amount) FROM {_SOLD} WHERE year(order_date) = 2023 "
        "GROUP BY 1 ORDER BY 2 LIMIT 1",
    ),
    ("clients named Ada", "SELECT client_name FROM clients WHERE client_name LIKE 'Ada %'"),
    ("how many clients with the surname Roth", "SELECT count(*) FROM clients WHERE client_name LIKE '% Roth'"),
    ("clients with a rebe.example email", "SELECT client_name FROM clients WHERE email LIKE '%@rebe.example'"),
    (
        "how many orders were placed more than 3 months ago",
        "SELECT count(*) FROM orders WHERE order_date < (SELECT max(order_date) - INTERVAL 3 MONTH FROM orders)",
    ),
    (
        "how many orders older than 2 weeks",
        "SELECT count(*) FROM orders WHERE order_date < (SELECT max(order_date) - INTERVAL 14 DAY FROM orders)",
    ),
    (
        "how many orders were not shipped within 5 days",
        "SELECT count(*) FROM orders WHERE ship_date - order_date > 5",
    ),
    (
        "clients who ordered through all three channels",
        "SELECT client_name FROM clients JOIN orders USING (client_id) GROUP BY client_id, client_name "
        "HAVING count(DISTINCT channel) = 3",
    ),
    (
        "how many clients bought wines of every colour",
        "SELECT count(*) FROM (SELECT client_id FROM order_lines JOIN orders USING (order_id) JOIN wines USING (wine_id) "
        "GROUP BY 1 HAVING count(DISTINCT colour) = (SELECT count(DISTINCT colour) FROM wines))",
    ),
    (
        "running total of orders by quarter",
        "SELECT q, n, sum(n) OVER (ORDER BY q) FROM (SELECT date_trunc('quarter', order_date)::DATE AS q, count(*) AS n "
        "FROM orders GROUP BY 1)",
    ),
    (
        "orders by channel as a share of all orders",
        "SELECT channel, count(*), count(*) / (SELECT count(*) FROM orders) FROM orders GROUP BY 1",
    ),
    (
        "how many clients signed up in 2021 and ordered in 2024",
        "SELECT count(*) FROM clients c WHERE year(signed_up) = 2021 AND EXISTS (FROM orders o WHERE o.client_id = c.client_id "
        "AND year(order_date) = 2024)",
    ),
    ("revenue of wine Eiswein", "SELECT sum(amount) FROM order_lines WHERE wine_id = 5"),
]


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_what_is_asked_at_a_desk_is_understood(vintner: Shop, question: str, expected: str) -> None:
    assert told(vintner.rows(question)) == told(vintner.connection.execute(expected).fetchall())
