from __future__ import annotations

import pytest

from semantic_layer.join_check import inflation
from tests.semantic_layer.plans import shop

INFLATED = [
    "SELECT SUM(c.credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id",
    "SELECT SUM(credit) FROM customers, orders WHERE customers.customer_id = orders.customer_id",
    "SELECT SUM(credit) FROM customers JOIN orders USING (customer_id)",
    "SELECT COUNT(c.name) FROM orders o LEFT JOIN customers c ON c.customer_id = o.customer_id",
    "SELECT o.status, SUM(o.amount) FROM orders o JOIN lines l ON l.order_id = o.order_id GROUP BY o.status",
    "SELECT p.name, SUM(l.qty), SUM(r.stars) FROM products p JOIN lines l ON l.product_id = p.product_id"
    " JOIN reviews r ON r.product_id = p.product_id GROUP BY p.name",
    "SELECT COUNT(*) FROM lines l JOIN reviews r ON l.product_id = r.product_id",
    "SELECT AVG(p.price) FROM products p JOIN lines l ON l.product_id = p.product_id",
    "SELECT * FROM (SELECT SUM(o.amount) AS s FROM orders o, lines l WHERE o.order_id = l.order_id) t",
    "WITH x AS (SELECT customer_id FROM orders) SELECT SUM(c.credit) FROM customers c JOIN x ON x.customer_id = c.customer_id",
    "SELECT SUM(credit) FROM customers, addresses",
    "SELECT SUM(o.amount) OVER () FROM orders o JOIN lines l ON l.order_id = o.order_id",
]
SOUND = [
    "SELECT SUM(amount) FROM orders",
    "SELECT c.region, SUM(o.amount) FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY c.region",
    "SELECT COUNT(*) FROM customers c LEFT JOIN orders o ON c.customer_id = o.customer_id",
    "SELECT COUNT(DISTINCT c.customer_id) FROM customers c JOIN orders o ON c.customer_id = o.customer_id",
    "SELECT MAX(c.credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id",
    "SELECT SUM(l.qty * p.price) FROM lines l JOIN products p ON l.product_id = p.product_id",
    "SELECT SUM(CASE WHEN c.region = 'North' THEN 1 ELSE 0 END) FROM orders o JOIN customers c ON c.customer_id = o.customer_id",
    "SELECT SUM(c.credit) FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id)",
    "WITH t AS (SELECT customer_id, SUM(amount) AS s FROM orders GROUP BY customer_id)"
    " SELECT SUM(c.credit), SUM(t.s) FROM customers c LEFT JOIN t ON t.customer_id = c.customer_id",
    "SELECT SUM(c.credit) FROM customers c JOIN (SELECT DISTINCT customer_id FROM orders) d ON d.customer_id = c.customer_id",
    "SELECT o.order_id, SUM(c.credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY o.order_id",
    "SELECT SUM(c.credit) FROM customers c CROSS JOIN (SELECT MAX(day) AS last FROM orders) m",
    "SELECT s.city, SUM(o.amount) FROM orders o JOIN addresses s ON o.ship_id = s.address_id"
    " JOIN addresses b ON o.bill_id = b.address_id GROUP BY s.city",
    "SELECT name FROM customers c JOIN orders o ON c.customer_id = o.customer_id",
    "this is no SQL",
]


@pytest.mark.parametrize("sql", INFLATED)
def test_a_join_that_repeats_what_is_aggregated_is_told(sql: str) -> None:
    reason = inflation(sql, shop())
    assert reason is not None
    assert "several times" in reason


@pytest.mark.parametrize("sql", SOUND)
def test_a_join_that_repeats_nothing_that_is_aggregated_passes(sql: str) -> None:
    assert inflation(sql, shop()) is None


def test_the_reason_names_both_tables() -> None:
    reason = inflation(INFLATED[0], shop())
    assert reason is not None
    assert "rows of customers" in reason
    assert "rows of orders" in reason
