"""What rules mend in SQL of a model, and what they leave alone."""

from __future__ import annotations

import re

import pytest

from agents.sql_expert.repair import AskedFor, Repaired, repair, translated
from agents.sql_expert.resolved import link_question
from core.errors import GuardRefusal, InvalidInput
from tests.agents.sql_expert.conftest import Shop


def mended(sql: str, shop: Shop) -> Repaired:
    return repair(sql, shop.model, shop.values, lambda text: text)


def one_line(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).replace("( ", "(").replace(" )", ")")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT city, COUNT(*) FROM customers GROUP BY city",
        "SELECT c.city FROM customers AS c WHERE c.city = 'Paris'",
        "WITH t AS (SELECT city AS place FROM customers) SELECT place FROM t",
        "SELECT customer_name AS n FROM customers ORDER BY n",
        "SELECT * FROM customers AS c WHERE EXISTS(SELECT 1 FROM orders AS o WHERE o.customer_id = c.customer_id)",
        "SELECT MAX(amount) AS m FROM (SELECT amount FROM orders) AS x",
    ],
)
def test_sound_sql_stands_as_it_came(sql: str, shop: Shop) -> None:
    found = mended(sql, shop)
    assert one_line(found.sql) == sql
    assert found.notes == ()


@pytest.mark.parametrize(
    ("sql", "wanted", "note"),
    [
        ("SELECT city FROM customer", "SELECT city FROM customers", "There is no table customer: read as customers."),
        ("SELECT customer.city FROM customer", "SELECT customers.city FROM customers", "no table customer"),
        (
            "SELECT name FROM customers",
            "SELECT customers.customer_name FROM customers",
            "read as customers.customer_name",
        ),
        ("SELECT amont FROM orders", "SELECT orders.amount FROM orders", "read as orders.amount"),
        (
            "SELECT c.amount FROM customers AS c JOIN orders AS o ON o.customer_id = c.customer_id",
            "SELECT o.amount FROM customers AS c JOIN orders AS o ON o.customer_id = c.customer_id",
            "c.amount is a column of orders.",
        ),
        (
            "SELECT city FROM orders",
            "SELECT customers.city FROM orders LEFT JOIN customers ON orders.customer_id = customers.customer_id",
            "customers was joined, which has the column city.",
        ),
        (
            'SELECT amount FROM orders WHERE status = "shipped"',
            "SELECT amount FROM orders WHERE status = 'shipped'",
            "“shipped” was read as text.",
        ),
        (
            "SELECT age FROM customers WHERE city = 'LONDON'",
            "SELECT age FROM customers WHERE city = 'London'",
            "“LONDON” was read as “London” (2 rows of customers).",
        ),
        (
            "SELECT city, age, COUNT(*) FROM customers GROUP BY city",
            "SELECT city, age, COUNT(*) FROM customers GROUP BY city, age",
            "age was added to GROUP BY.",
        ),
        ("SELECT `city` FROM `customers`", "SELECT city FROM customers", "Translated from the SQL of MySQL."),
        (
            "SELECT city FROM customers WHERE customer_id NOT IN (SELECT email FROM customers)",
            "SELECT city FROM customers WHERE NOT customer_id IN (SELECT email FROM customers WHERE email IS NOT NULL)",
            "Empty cells of email were left out of NOT IN.",
        ),
    ],
)
def test_what_can_mean_one_thing_alone_is_mended(sql: str, wanted: str, note: str, shop: Shop) -> None:
    found = mended(sql, shop)
    assert one_line(found.sql).replace('"', "") == wanted
    assert note in " ".join(found.notes)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT frobnication FROM customers",
        "SELECT city, MAX(age) FROM customers",
        "SELECT customer_id FROM customers JOIN orders ON orders.amount > customers.age",
    ],
)
def test_what_could_mean_several_things_is_left_alone(sql: str, shop: Shop) -> None:
    assert mended(sql, shop).notes == ()


def test_a_key_that_is_tied_may_be_read_from_either_table(shop: Shop) -> None:
    found = mended("SELECT customer_id FROM customers JOIN orders ON orders.customer_id = customers.customer_id", shop)
    assert "SELECT customers.customer_id" in one_line(found.sql)


def test_a_filter_on_a_value_that_is_not_there_is_refused(shop: Shop) -> None:
    with pytest.raises(InvalidInput, match="No row of customers has city = “Atlantis”"):
        mended("SELECT age FROM customers WHERE city IN ('Paris', 'Atlantis')", shop)


def test_text_that_no_dialect_reads_is_refused(shop: Shop) -> None:
    with pytest.raises(GuardRefusal):
        mended("SELECT FROM WHERE (", shop)


def test_what_is_no_query_is_passed_on_to_the_guard_as_it_is(shop: Shop) -> None:
    assert mended("DROP TABLE customers", shop).sql == "DROP TABLE customers"


def test_functions_of_another_dialect_are_translated_where_that_is_accepted() -> None:
    found = translated("SELECT DATE_FORMAT(d, '%Y') FROM t", lambda sql: "DATE_FORMAT" not in sql)
    assert found is not None
    assert "STRFTIME" in found.sql
    assert translated("SELECT 1", lambda sql: False) is None


@pytest.mark.parametrize(
    ("sql", "wanted", "note"),
    [
        (
            "SELECT SUM(city) FROM customers",
            "SELECT SUM(TRY_CAST(city AS DOUBLE)) FROM customers",
            "The text of city was read as numbers.",
        ),
        (
            "SELECT COUNT(*) FROM customers WHERE city > 5",
            "SELECT COUNT(*) FROM customers WHERE TRY_CAST(city AS DOUBLE) > 5",
            "The text of city was read as numbers.",
        ),
        (
            "SELECT COUNT(*) FROM orders WHERE amount LIKE '9%'",
            "SELECT COUNT(*) FROM orders WHERE CAST(amount AS TEXT) LIKE '9%'",
            None,
        ),
        (
            "SELECT c.city FROM orders AS o JOIN customers AS c ON o.order_id = c.customer_id",
            "SELECT c.city FROM orders AS o JOIN customers AS c ON o.customer_id = c.customer_id",
            "o.order_id = c.customer_id links nothing: o.customer_id = c.customer_id was taken.",
        ),
        (
            "SELECT c.city FROM customers AS c JOIN orders AS o ON o.cust = c.id",
            "SELECT c.city FROM customers AS c JOIN orders AS o ON o.customer_id = c.customer_id",
            "links nothing",
        ),
    ],
)
def test_types_and_links_are_mended(sql: str, wanted: str, note: str | None, shop: Shop) -> None:
    found = mended(sql, shop)
    assert one_line(found.sql) == wanted
    assert (note is None and not found.notes) or any(note is not None and note in one for one in found.notes)


def test_a_column_is_never_compared_with_itself(shop: Shop) -> None:
    found = mended("SELECT o.amount FROM orders AS o JOIN customers AS c ON o.amount = c.amount", shop)
    assert "o.amount = o.amount" not in one_line(found.sql)


def test_a_table_that_is_joined_on_a_column_it_lacks_is_left_out_where_nothing_is_read_of_it(shop: Shop) -> None:
    found = mended(
        "SELECT c.city FROM customers AS c JOIN products AS p ON c.city = p.city WHERE p.city = 'Paris'", shop
    )
    assert one_line(found.sql) == "SELECT c.city FROM customers AS c WHERE c.city = 'Paris'"
    assert found.notes == ("products is not linked and was left out.",)


def test_a_table_that_one_other_leads_to_is_joined_over_it(shop: Shop) -> None:
    found = mended("SELECT category FROM customers WHERE city = 'Paris'", shop)
    assert found.notes == ("products over orders was joined, which has the column category.",)
    assert one_line(found.sql) == (
        "SELECT products.category FROM customers INNER JOIN orders ON customers.customer_id = orders.customer_id"
        " LEFT JOIN products ON orders.product_id = products.product_id WHERE city = 'Paris'"
    )


@pytest.mark.parametrize(
    ("sql", "wanted", "note"),
    [
        (
            "SELECT city FROM customers GROUP BY customer_id",
            "SELECT city FROM customers GROUP BY customer_id, city",
            "city was added to GROUP BY.",
        ),
        (
            "SELECT city FROM customers ORDER BY COUNT(*) DESC LIMIT 1",
            "SELECT city FROM customers GROUP BY city ORDER BY COUNT(*) DESC LIMIT 1",
            "city was added to GROUP BY.",
        ),
        (
            "SELECT status, COUNT(*) FROM orders GROUP BY status ORDER BY order_date DESC",
            "SELECT status, COUNT(*) FROM orders GROUP BY status ORDER BY MAX(order_date) DESC",
            "Groups are ordered by MAX(order_date).",
        ),
        (
            "SELECT age FROM customers WHERE city LIKE '%on%'",
            "SELECT age FROM customers WHERE city ILIKE '%on%'",
            "“%on%” is sought in capitals and small letters.",
        ),
        (
            "SELECT age FROM customers WHERE customer_name = 'Paris'",
            "SELECT age FROM customers WHERE customers.city = 'Paris'",
            "“Paris” stands in customers.city, not in customer_name.",
        ),
        (
            "SELECT amount FROM orders WHERE status = 'Kettle'",
            "SELECT amount FROM orders LEFT JOIN products ON orders.product_id = products.product_id"
            " WHERE products.product_name = 'Kettle'",
            "“Kettle” stands in products.product_name, not in status.",
        ),
        (
            "SELECT customer_id, city FROM orders",
            "SELECT orders.customer_id, customers.city FROM orders"
            " LEFT JOIN customers ON orders.customer_id = customers.customer_id",
            "customers was joined, which has the column city.",
        ),
    ],
)
def test_groups_patterns_and_places_of_values_are_mended(sql: str, wanted: str, note: str, shop: Shop) -> None:
    found = mended(sql, shop)
    assert one_line(found.sql).replace('"', "") == wanted
    assert note in " ".join(found.notes)


def asked(question: str, sql: str, shop: Shop) -> Repaired:
    linked = link_question(shop.task(question))
    return repair(sql, shop.model, shop.values, lambda text: text, AskedFor(text=question, linked=linked))


def test_a_number_that_nobody_said_gives_way_to_the_row_that_the_question_names(shop: Shop) -> None:
    found = asked("What did Grace Hopper order?", "SELECT amount FROM orders WHERE customer_id = 7", shop)
    assert "customer_name = 'Grace Hopper'" in one_line(found.sql)
    assert "customer_id = 7 is not asked: “Grace Hopper” in customers.customer_name was taken." in found.notes


def test_a_number_that_was_said_stays(shop: Shop) -> None:
    found = asked("What did Grace Hopper, customer 7, order?", "SELECT amount FROM orders WHERE customer_id = 7", shop)
    assert found.notes == ()


def test_a_joined_table_that_nobody_asked_for_is_left_out(shop: Shop) -> None:
    joined = (
        "SELECT c.age FROM customers AS c JOIN orders AS o ON o.customer_id = c.customer_id WHERE c.city = 'London'"
    )
    found = asked("ages of the customers in London", joined, shop)
    assert one_line(found.sql) == "SELECT c.age FROM customers AS c WHERE c.city = 'London'"
    assert found.notes == ("orders was left out: nothing of it is asked.",)


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        (
            "ages of the customers with orders",
            "SELECT c.age FROM customers AS c JOIN orders AS o ON o.customer_id = c.customer_id",
        ),
        (
            "ages of the customers that frobbed",
            "SELECT c.age FROM customers AS c JOIN orders AS o ON o.customer_id = c.customer_id",
        ),
        (
            "ages of the customers",
            "SELECT c.age, o.amount FROM customers AS c JOIN orders AS o ON o.customer_id = c.customer_id",
        ),
        (
            "ages of the customers",
            "SELECT c.age FROM customers AS c LEFT JOIN orders AS o ON o.customer_id = c.customer_id",
        ),
        ("cities of orders", "SELECT c.city FROM orders AS o JOIN customers AS c ON o.customer_id = c.customer_id"),
    ],
)
def test_a_joined_table_that_is_asked_for_read_or_looked_up_stays(question: str, sql: str, shop: Shop) -> None:
    assert asked(question, sql, shop).notes == ()
