from __future__ import annotations

from datetime import date

import pytest

from agents.sql_expert.about_sql import about_sql
from agents.sql_expert.explaining import explain
from agents.sql_expert.translating import translate
from core.errors import InvalidInput, UnknownName
from core.question import Question, Turn
from tests.agents.sql_expert.conftest import Shop

LAST = "SELECT status FROM orders"


def asked(text: str, *, before: str | None = LAST) -> Question:
    history = (Turn(question="statuses", sql=before),) if before else ()
    return Question(text=text, today=date(2026, 3, 1), history=history)


@pytest.mark.parametrize(
    ("text", "what", "sql"),
    [
        ("explain it", "explain", LAST),
        ("What does this query do?", "explain", LAST),
        ("Explain this query: SELECT 1 AS one", "explain", "SELECT 1 AS one"),
        ("explain\n```sql\nSELECT 1 AS one\n```", "explain", "SELECT 1 AS one"),
        ("why is it slow?", "slow", LAST),
        ("What makes that query slow", "slow", LAST),
        ("translate that to Postgres", "translate", LAST),
        (
            "Convert this to SQL Server: WITH a AS (SELECT 1) SELECT * FROM a",
            "translate",
            "WITH a AS (SELECT 1) SELECT * FROM a",
        ),
    ],
)
def test_a_question_about_a_query_is_told_from_one_about_data(text: str, what: str, sql: str) -> None:
    about = about_sql(asked(text))
    assert about is not None
    assert (about.what, about.sql) == (what, sql)


@pytest.mark.parametrize(
    "text",
    [
        "explain the drop in revenue",
        "show the orders in Germany",
        "what does Paris spend",
        "list the queries",
        "why is delivery slow?",
    ],
)
def test_a_question_about_data_is_left_alone(text: str) -> None:
    assert about_sql(asked(text)) is None


def test_without_a_query_there_is_nothing_to_explain() -> None:
    assert about_sql(asked("explain it", before=None)) is None


def test_a_query_that_is_a_plan_is_told_as_the_plan(shop: Shop) -> None:
    (told,) = explain("SELECT status, sum(amount) FROM orders GROUP BY status", shop.model)
    assert told == "It shows the sum of amount by status."


def test_any_other_query_is_told_by_its_parts(shop: Shop) -> None:
    told = explain(
        "WITH a AS (SELECT *, row_number() OVER (PARTITION BY status ORDER BY amount) AS n FROM orders) "
        "SELECT * FROM a LEFT JOIN customers USING (customer_id) WHERE n = 1 ORDER BY amount LIMIT 5",
        shop.model,
    )
    assert told[0].startswith("First, “a”: it reads orders.")
    assert "It joins customers, keeping rows without a match." in told
    assert "It keeps rows where n = 1." in told
    assert told[-1] == "It stops after 5 rows."
    with pytest.raises(InvalidInput):
        explain("DROP TABLE orders", shop.model)


def test_a_translation_is_labelled_and_its_doubts_are_told() -> None:
    found = translate("SELECT strftime(order_date, '%Y') AS y FROM orders LIMIT 3", "SQL Server")
    assert found.dialect == "SQL Server"
    assert "TOP 3" in found.sql
    assert "was not run" in found.label
    doubtful = translate("SELECT * FROM orders QUALIFY row_number() OVER (ORDER BY amount) = 1", "postgres")
    assert doubtful.sql
    with pytest.raises(UnknownName):
        translate("SELECT 1", "klingon")
    with pytest.raises(InvalidInput):
        translate("SELECT 1; SELECT 2", "mysql")
