"""Kinds of questions, each asked of a shop and of a school."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agents.sql_expert import understand
from agents.sql_expert.rules import readings_of
from core.errors import UserError
from semantic_layer import compile_plan, lift
from tests.agents.sql_expert.conftest import Shop, shop_of

_SCHOOL = """
CREATE TABLE teachers AS SELECT i AS teacher_id, 'Teacher ' || i AS teacher_name,
    ['Maths', 'Music', 'Sports'][1 + i % 3] AS subject, 2000 + 100 * i AS salary FROM range(1, 13) t(i);
CREATE TABLE pupils AS SELECT i AS pupil_id, 'Pupil ' || i AS pupil_name, ['girl', 'boy'][1 + i % 2] AS gender,
    10 + i % 6 AS grade_level FROM range(1, 41) t(i);
CREATE TABLE lessons AS SELECT i AS lesson_id, 1 + i % 9 AS teacher_id, 1 + i % 37 AS pupil_id,
    DATE '2024-01-08' + INTERVAL (i * 3) DAY AS lesson_date, 20 + 5 * (i % 7) AS minutes FROM range(0, 120) t(i);
CREATE TABLE films AS SELECT i AS film_id, 'Film ' || i AS title, 'Director ' || (1 + i % 7) AS director,
    1999 + i % 3 AS year FROM range(1, 25) t(i);
"""

SHOP = (
    ("Did we sell more in May 2024 than in March 2024?",
     "SELECT true FROM orders WHERE false UNION ALL SELECT sum(amount) FILTER (WHERE order_date BETWEEN '2024-05-01' AND '2024-05-31')"
     " > sum(amount) FILTER (WHERE order_date BETWEEN '2024-03-01' AND '2024-03-31') FROM orders"),
    ("Are there more orders in January 2024 than in February 2024?", "SELECT false"),
    ("Are there any orders over 500?", "SELECT true"),
    ("Is there any order over 5000?", "SELECT false"),
    ("Are there any customers without orders?", "SELECT true"),
)  # fmt: skip
SCHOOL = (
    ("Are there more lessons in January 2024 than in March 2024?",
     "SELECT count(*) FILTER (WHERE month(lesson_date) = 1 AND year(lesson_date) = 2024)"
     " > count(*) FILTER (WHERE month(lesson_date) = 3 AND year(lesson_date) = 2024) FROM lessons"),
    ("Are there any teachers without lessons?", "SELECT true"),
    ("Is there any lesson over 90 minutes?", "SELECT false"),
)  # fmt: skip
SHOP_ROWS = (
    ("the month with the most orders for each status",
     """SELECT status, month, n FROM (SELECT status, date_trunc('month', order_date)::DATE AS month, count(*) AS n,
     rank() OVER (PARTITION BY status ORDER BY count(*) DESC) AS place FROM orders GROUP BY 1, 2) WHERE place = 1"""),
    ("orders over 500 with order date and status", "SELECT order_id, order_date, status FROM orders WHERE amount > 500"),
    ("the 3 cheapest products (product name, price)", "SELECT product_name, price FROM products ORDER BY price LIMIT 3"),
    ("customers in London with their email", "SELECT customer_name, email FROM customers WHERE city = 'London'"),
    ("customers with email", "SELECT customer_name FROM customers WHERE email IS NOT NULL"),
    ("lowest, highest and average price per category",
     "SELECT category, min(price), max(price), avg(price) FROM products GROUP BY category"),
    ("cancelled orders as a percentage of all orders",
     "SELECT count(*) FILTER (WHERE status = 'cancelled') / count(*) FROM orders"),
    ("Which percentage of the orders are open?", "SELECT count(*) FILTER (WHERE status = 'open') / count(*) FROM orders"),
)  # fmt: skip
SCHOOL_ROWS = (
    ("the month with the most lessons for each subject of teachers",
     """SELECT subject, month, n FROM (SELECT subject, date_trunc('month', lesson_date)::DATE AS month, count(*) AS n,
     rank() OVER (PARTITION BY subject ORDER BY count(*) DESC) AS place FROM lessons JOIN teachers USING (teacher_id)
     GROUP BY 1, 2) WHERE place = 1"""),
    ("lessons over 45 minutes with lesson date and teacher id",
     "SELECT lesson_id, lesson_date, teacher_id FROM lessons WHERE minutes > 45"),
    ("the 2 longest lessons (lesson date, minutes)",
     "SELECT lesson_date, minutes FROM lessons ORDER BY minutes DESC, lesson_id LIMIT 2"),
    ("highest salary, lowest salary and average salary of teachers", "SELECT max(salary), min(salary), avg(salary) FROM teachers"),
    ("highest and lowest salary", "SELECT max(salary), min(salary) FROM teachers"),
    ("Teachers that were never used",
     "SELECT teacher_name FROM teachers WHERE teacher_id NOT IN (SELECT teacher_id FROM lessons)"),
    ("How many pupils are never taught by any teacher?",
     "SELECT count(*) FROM pupils WHERE pupil_id NOT IN (SELECT pupil_id FROM lessons)"),
    ("number of lessons by month they were given in 2024",
     "SELECT date_trunc('month', lesson_date)::DATE, count(*) FROM lessons WHERE year(lesson_date) = 2024 GROUP BY 1"),
    ("Show all director names who have a film in both year 1999 and 2000.",
     "SELECT director FROM films WHERE year = 1999 INTERSECT SELECT director FROM films WHERE year = 2000"),
    ("Which teacher gave the most lessons?",
     "SELECT teacher_name, count(*) FROM lessons JOIN teachers USING (teacher_id) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"),
)  # fmt: skip


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop_of(tmp_path_factory.mktemp("school"), _SCHOOL) as school:
        yield school


def best(place: Shop, question: str) -> list[tuple[object, ...]]:
    """Rows of the likeliest reading, answered or asked back."""
    return place.rows_of(readings_of(place.task(question)).candidates[0].plan)


def gold(place: Shop, sql: str) -> list[tuple[object, ...]]:
    return sorted(place.connection.execute(sql).fetchall(), key=str)


@pytest.mark.parametrize(("question", "sql"), SHOP)
def test_yes_or_no_stands_before_its_figures_in_a_shop(shop: Shop, question: str, sql: str) -> None:
    assert [(row[0],) for row in shop.rows(question)] == gold(shop, sql)


@pytest.mark.parametrize(("question", "sql"), SCHOOL)
def test_yes_or_no_stands_before_its_figures_in_a_school(school: Shop, question: str, sql: str) -> None:
    assert [(row[0],) for row in school.rows(question)] == gold(school, sql)


@pytest.mark.parametrize(("question", "sql"), SHOP_ROWS)
def test_rows_of_a_shop_are_those_of_the_query(shop: Shop, question: str, sql: str) -> None:
    assert sorted(best(shop, question), key=str) == gold(shop, sql)


@pytest.mark.parametrize(("question", "sql"), SCHOOL_ROWS)
def test_rows_of_a_school_are_those_of_the_query(school: Shop, question: str, sql: str) -> None:
    assert sorted(best(school, question), key=str) == gold(school, sql)


def test_a_yes_or_no_question_lifts_from_its_sql(shop: Shop) -> None:
    plan = understand(shop.task("Are there any orders over 500?"))
    query = compile_plan(plan, shop.model)
    again = lift(query.sql, shop.model)
    assert again is not None
    assert shop.rows_of(again) == shop.rows_of(plan) == [(True, 2)]


def test_figures_of_unlike_rows_are_not_weighed_against_each_other(shop: Shop) -> None:
    with pytest.raises(UserError):
        shop.plan("Are there more shipped orders than blue orders?")


def test_the_first_and_the_last_are_both_told(shop: Shop) -> None:
    one, other = (shop.rows(f"the {end} product")[0][0] for end in ("most expensive", "cheapest"))
    assert {row[0] for row in shop.rows("the most expensive and the cheapest product")} == {one, other}


def test_a_second_question_without_a_known_word_is_not_left_out(shop: Shop) -> None:
    with pytest.raises(UserError):
        shop.plan("What is the most expensive product and who makes it?")
