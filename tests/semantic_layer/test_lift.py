from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.plan import (
    And,
    Arithmetic,
    Between,
    Branch,
    Case,
    Comparison,
    Condition,
    DatePart,
    Exists,
    In,
    IsNull,
    Limit,
    MeasureArithmetic,
    MeasureExpression,
    Not,
    Or,
    Order,
    OutputRef,
    Plan,
    PlanField,
    Rows,
    TextMatch,
)
from semantic_layer import compile_plan, lift
from tests.semantic_layer.database import Database
from tests.semantic_layer.plans import aggregate, by, compare, constant, descending, field, named, shop

LIFTED = [
    "SELECT * FROM orders",
    "SELECT order_id, amount FROM orders WHERE status = 'paid' ORDER BY amount DESC, order_id LIMIT 3",
    "SELECT DISTINCT status FROM orders",
    "SELECT COUNT(*) FROM orders WHERE amount > 20 AND NOT (status = 'open' OR status IS NULL)",
    "SELECT status, SUM(amount) AS total FROM orders GROUP BY status ORDER BY total DESC, status",
    "SELECT status, SUM(amount) FROM orders GROUP BY 1 HAVING COUNT(*) > 1 ORDER BY 2 DESC",
    "SELECT o.status AS s, AVG(o.amount) AS mean FROM orders AS o GROUP BY s ORDER BY mean",
    "SELECT c.region, SUM(o.amount) AS total FROM customers c JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.region",
    "SELECT c.region, COUNT(*) FROM orders o LEFT JOIN customers c ON o.customer_id = c.customer_id GROUP BY c.region",
    "SELECT p.category, SUM(l.qty * p.price) AS revenue FROM lines l, products p"
    " WHERE l.product_id = p.product_id GROUP BY p.category",
    "SELECT c.name, l.qty FROM lines l JOIN orders o ON l.order_id = o.order_id JOIN customers c ON o.customer_id = c.customer_id",
    "SELECT a.city, COUNT(*) FROM orders o JOIN addresses a ON o.ship_id = a.address_id GROUP BY a.city",
    "SELECT date_trunc('month', day) AS month, SUM(amount) FROM orders GROUP BY month ORDER BY month",
    "SELECT YEAR(day) AS y, COUNT(*) FROM orders GROUP BY YEAR(day)",
    "SELECT EXTRACT(month FROM moment), MAX(amount) FROM orders GROUP BY 1",
    "SELECT name FROM products WHERE price > (SELECT AVG(price) FROM products)",
    "SELECT name FROM products WHERE product_id IN (SELECT product_id FROM lines WHERE qty > 2)",
    "SELECT name FROM customers WHERE EXISTS (SELECT 1 FROM orders WHERE orders.customer_id = customers.customer_id"
    " AND orders.status = 'paid')",
    "SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id)",
    "SELECT COUNT(*) FROM orders WHERE day BETWEEN '2024-01-01' AND '2024-12-31'",
    "SELECT COUNT(*) FROM orders WHERE moment > '2023-11-30'",
    "SELECT COUNT(*) FROM orders WHERE moment BETWEEN DATE '2023-11-30' AND DATE '2024-01-31'",
    "SELECT COUNT(*) FROM orders WHERE online",
    "SELECT COUNT(*) FROM orders WHERE status ILIKE 'p%' AND status NOT IN ('open', 'sent 50%')",
    "SELECT SUM(CASE WHEN status = 'paid' THEN amount ELSE 0 END) AS paid, COUNT(DISTINCT customer_id) FROM orders",
    "SELECT SUM(amount) / NULLIF(COUNT(*), 0) AS mean, SUM(amount) FILTER (WHERE online) AS online FROM orders",
    "SELECT c.name FROM orders o JOIN customers c ON c.customer_id = o.customer_id GROUP BY c.customer_id, c.name"
    " ORDER BY SUM(o.amount) DESC LIMIT 1",
    "SELECT status, SUM(amount) AS amount FROM orders GROUP BY status ORDER BY amount DESC LIMIT 2",
    "SELECT 0 - amount AS amount, order_id FROM orders ORDER BY amount LIMIT 2",
    "SELECT status FROM orders GROUP BY ALL",
    "SELECT AVG(amount) FROM orders WHERE day >= DATE '2024-01-01' AND LOWER(status) = 'paid'",
    "SELECT COUNT(*) FROM orders o JOIN customers c ON o.customer_id = c.customer_id",
    "SELECT l.qty FROM lines l JOIN orders o ON l.order_id = o.order_id JOIN customers c ON o.customer_id = c.customer_id",
    "SELECT status FROM orders ORDER BY amount NULLS FIRST",
    "SELECT status FROM orders UNION SELECT name FROM customers",
    "SELECT region FROM customers WHERE name > 'C' INTERSECT SELECT region FROM customers WHERE name < 'D' ORDER BY region",
    "SELECT customer_id FROM customers EXCEPT SELECT customer_id FROM orders WHERE status = 'paid' ORDER BY 1 DESC LIMIT 2",
    "SELECT name FROM customers WHERE customer_id NOT IN (SELECT order_id FROM orders)",
    "SELECT ANY_VALUE(c.name) AS name, COUNT(*) FROM customers c JOIN orders o ON o.customer_id = c.customer_id"
    " GROUP BY o.customer_id ORDER BY ANY_VALUE(c.region), o.customer_id",
]
NOT_LIFTED = [
    "SELECT name FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders)",
    "SELECT status FROM orders UNION ALL SELECT name FROM customers",
    "(SELECT status FROM orders ORDER BY amount LIMIT 1) UNION SELECT name FROM customers",
    "SELECT ANY_VALUE(o.status), COUNT(*) FROM customers c JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.customer_id",
    "SELECT ANY_VALUE(status) AS status, COUNT(*) FROM orders",
    "SELECT SUM(c.credit) FROM customers c JOIN orders o ON o.customer_id = c.customer_id",
    "SELECT c.name, COUNT(o.order_id) FROM customers c LEFT JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.name",
    "SELECT COUNT(*) FROM orders WHERE status LIKE 'p%'",
    "SELECT COUNT(*) FROM orders WHERE status = NULL",
    "SELECT SUM(amount) / COUNT(*) FROM orders",
    "SELECT status FROM orders ORDER BY order_id LIMIT 3 OFFSET 2",
    "SELECT status FROM orders LIMIT 3",
    "WITH t AS (SELECT * FROM orders) SELECT COUNT(*) FROM t",
    "SELECT COUNT(*) FROM (SELECT DISTINCT status FROM orders) t",
    "SELECT status, ROW_NUMBER() OVER (ORDER BY amount) FROM orders",
    "SELECT COUNT(*) FROM orders o LEFT JOIN customers c ON o.customer_id = c.customer_id AND c.region = 'North'",
    "SELECT o.status, c.name FROM orders o JOIN customers c ON o.order_id = c.customer_id",
    "SELECT o.status, c.name FROM orders o FULL JOIN customers c ON o.customer_id = c.customer_id",
    "SELECT amount AS status, COUNT(*) FROM orders GROUP BY status, amount",
    "SELECT status, SUM(amount) FROM orders GROUP BY ROLLUP (status)",
    "SELECT STRFTIME(day, '%Y') AS y, COUNT(*) FROM orders GROUP BY y",
    "SELECT status, COUNT(*) FROM orders GROUP BY status, YEAR(day)",
    "DELETE FROM orders",
    "this is no SQL (",
]


def plain(rows: list[tuple[Any, ...]]) -> list[str]:
    """Whatever their order; a day is its first moment, and numbers are compared by value."""
    return sorted(repr([_cell(cell) for cell in row]) for row in rows)


def _cell(cell: Any) -> Any:
    text = str(cell)
    if text.endswith(" 00:00:00"):
        return text.removesuffix(" 00:00:00")
    return text if isinstance(cell, str | bool) or cell is None or not _is_number(cell) else round(float(cell), 9)


def _is_number(cell: Any) -> bool:
    return hasattr(cell, "__float__")


@pytest.mark.parametrize("sql", LIFTED)
def test_sql_that_says_what_a_plan_can_is_lifted_to_the_same_rows(sql: str, shop_db: Database) -> None:
    plan = lift(sql, shop())
    assert plan is not None
    assert plain(shop_db.rows(compile_plan(plan, shop()).sql)) == plain(shop_db.rows(sql))


@pytest.mark.parametrize("sql", NOT_LIFTED)
def test_sql_that_says_more_is_not_lifted(sql: str) -> None:
    assert lift(sql, shop()) is None


STATUS, REGION = field("orders.status"), field("customers.region")
TESTS: st.SearchStrategy[Condition] = st.sampled_from(
    [
        compare("orders.status", "=", "paid"),
        compare("orders.status", "!=", "open"),
        compare("orders.amount", ">=", 30, "integer"),
        compare("orders.day", "<", "2024-02-29", "date"),
        compare("orders.moment", ">", "2023-11-30", "date"),
        compare("customers.region", "=", "North"),
        Comparison(left=field("orders.ship_id"), operator="=", right=field("orders.bill_id")),
        Between(of=field("orders.amount"), low=constant(0, "integer"), high=constant(70, "integer")),
        In(of=STATUS, values=(constant("paid"), constant("open"))),
        In(of=STATUS, values=(constant("paid"),), negated=True),
        IsNull(of=STATUS),
        IsNull(of=REGION, negated=True),
        TextMatch(of=STATUS, how="contains", text="a"),
        TextMatch(of=STATUS, how="ends_with", text="50%"),
        Exists(entity="lines", where=compare("lines.qty", ">", 1, "integer")),
        Exists(entity="customers", negated=True),
    ]
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(conditions=tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(conditions=tuple(parts))),
        inner.map(lambda part: Not(condition=part)),
    ),
    max_leaves=4,
)
MEASURES: st.SearchStrategy[MeasureExpression] = st.sampled_from(
    [
        aggregate("count", "orders"),
        aggregate("sum", "orders.amount"),
        aggregate("avg", "orders.amount"),
        aggregate("max", "orders.day"),
        aggregate("median", "orders.amount"),
        aggregate("count_distinct", "orders.customer_id"),
        aggregate("sum", "orders.amount", where=compare("orders.online", "=", True, "boolean")),
        aggregate("first", "orders.amount", by=field("orders.moment")),
        MeasureArithmetic(operator="/", left=aggregate("sum", "orders.amount"), right=aggregate("count", "orders")),
        aggregate(
            "sum",
            Case(
                branches=(Branch(when=compare("orders.status", "=", "paid"), then=field("orders.amount")),),
                otherwise=constant(0, "integer"),
            ),
            entity="orders",
        ),
        aggregate(
            "sum",
            Arithmetic(operator="*", left=field("orders.amount"), right=constant(2, "integer")),
            entity="orders",
        ),
    ]
)
DIMENSIONS = st.sampled_from(
    [
        by("orders.status"),
        by("customers.region"),
        by("orders.day", "month", grain="month"),
        by("orders.moment", "quarter", grain="quarter"),
        by("orders.moment", "hour", grain="hour"),
        by("orders.day", "weekday", part="day_of_week"),
        by(field("addresses.city", "billing_address"), "city"),
        by(DatePart(part="year", of=field("orders.day")), "year"),
    ]
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    where = draw(st.none() | CONDITIONS)
    unmatched: Any = draw(st.sampled_from(["kept", "dropped"]))
    if draw(st.booleans()):
        fields = (STATUS, REGION, field("orders.order_id"), field("addresses.city", "shipping_address"))
        shown = draw(st.lists(st.sampled_from(fields), min_size=1, max_size=3, unique=True))
        rows = Rows(
            fields=tuple(PlanField(name=one.name, label=one.name, of=one) for one in shown),
            distinct=draw(st.booleans()),
        )
        order = (Order(by=shown[0], descending=draw(st.booleans())),) if draw(st.booleans()) else ()
        return Plan(entity="orders", rows=rows, where=where, order=order, unmatched=unmatched)
    dimensions = tuple(draw(st.lists(DIMENSIONS, max_size=2, unique_by=lambda one: one.name)))
    values = draw(st.lists(MEASURES, min_size=1, max_size=2, unique=True))
    measures = tuple(named(f"m{place}", value) for place, value in enumerate(values))
    kept = Comparison(left=OutputRef(name="m0"), operator="!=", right=constant(3, "integer"))
    having = (
        kept if dimensions and measures[0].value != aggregate("max", "orders.day") and draw(st.booleans()) else None
    )
    return Plan(
        entity="orders",
        dimensions=dimensions,
        measures=measures,
        where=where,
        having=having,
        order=(descending("m0"),) if draw(st.booleans()) else (),
        limit=draw(st.sampled_from([None, Limit(count=50, ties="cut")])) if dimensions else None,
        unmatched=unmatched,
    )


@QUICK
@given(plan=plans())
def test_a_compiled_plan_is_lifted_to_one_with_the_same_rows(plan: Plan, shop_db: Database) -> None:
    sql = compile_plan(plan, shop()).sql
    lifted = lift(sql, shop())
    if plan.limit is None or plan.order:
        assert lifted is not None, sql
    if lifted is not None:
        assert plain(shop_db.answer(lifted)) == plain(shop_db.rows(sql))


def test_a_lifted_plan_is_asked_in_the_models_names() -> None:
    plan = lift(
        "SELECT c.region, SUM(o.amount) t FROM customers c JOIN orders o USING (customer_id) GROUP BY 1", shop()
    )
    assert plan is not None
    assert plan.entity == "orders"
    assert plan.dimensions[0].of == REGION
    assert plan.unmatched == "dropped"


def test_the_second_way_to_a_table_is_named() -> None:
    plan = lift(
        "SELECT a.city, COUNT(*) FROM orders o LEFT JOIN addresses a ON a.address_id = o.bill_id GROUP BY 1", shop()
    )
    assert plan is not None
    assert plan.dimensions[0].of == field("addresses.city", "billing_address")
