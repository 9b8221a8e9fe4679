from __future__ import annotations

import pytest

from core.errors import GuardRefusal, UnknownName
from tests.warehouse.attacks import ATTACKS
from tests.warehouse.legitimate import LEGITIMATE
from warehouse import guard

TABLES = {
    "orders": ("id", "day", "customer_id", "status", "currency", "amount", "quantity"),
    "customers": ("id", "name", "email", "segment", "tags", "address", "manager_id", "scores", "profile"),
    "rates": ("currency", "day", "rate"),
}


@pytest.mark.parametrize(
    ("intent", "sql"), [(intent, sql) for intent, statements in ATTACKS.items() for sql in statements]
)
def test_an_attack_is_refused_before_it_runs(intent: str, sql: str) -> None:
    with pytest.raises((GuardRefusal, UnknownName)):
        guard(sql, TABLES)


@pytest.mark.parametrize("sql", LEGITIMATE)
def test_what_analysts_write_is_accepted(sql: str) -> None:
    guarded = guard(sql, TABLES)
    assert set(guarded.tables) <= set(TABLES)


def test_a_guarded_statement_is_accepted_again_unchanged() -> None:
    for sql in LEGITIMATE:
        once = guard(sql, TABLES)
        assert guard(once.sql, TABLES).sql == once.sql


def test_placeholders_are_kept_and_counted() -> None:
    guarded = guard("SELECT count(*) FROM orders WHERE amount > ? AND status IN (?, ?)", TABLES)
    assert guarded.parameters == 3
    assert guarded.sql.count("?") == 3


def test_only_the_tables_that_are_read_are_named() -> None:
    guarded = guard("WITH c AS (SELECT * FROM Customers) SELECT * FROM c JOIN ORDERS o ON o.customer_id = c.id", TABLES)
    assert guarded.tables == ("customers", "orders")


def test_a_with_query_may_bear_the_name_of_a_table_it_hides() -> None:
    assert guard("WITH hidden AS (SELECT 1 AS x) SELECT * FROM hidden", TABLES).tables == ()


def test_a_with_query_reads_the_table_whose_name_it_takes() -> None:
    assert guard("WITH orders AS (SELECT * FROM orders) SELECT * FROM orders", TABLES).tables == ("orders",)


def test_a_misspelt_table_is_answered_with_the_right_name() -> None:
    with pytest.raises(UnknownName) as refused:
        guard("SELECT * FROM oders", TABLES)
    assert refused.value.hint == "Did you mean orders?"


def test_a_misspelt_column_is_answered_with_the_right_name() -> None:
    with pytest.raises(UnknownName) as refused:
        guard("SELECT sum(amuont) FROM orders GROUP BY status", TABLES)
    assert refused.value.kind == "column"
    assert refused.value.hint == "Did you mean amount?"


def test_a_column_made_by_the_statement_itself_is_known() -> None:
    guard("SELECT total * 2 AS twice FROM (SELECT sum(amount) AS total FROM orders) WHERE twice > 1", TABLES)


def test_a_misspelt_function_is_answered_with_the_right_name() -> None:
    with pytest.raises(GuardRefusal) as refused:
        guard("SELECT coalece(amount, 0) FROM orders", TABLES)
    assert refused.value.hint == "Did you mean coalesce()?"


@pytest.mark.parametrize(
    ("sql", "construct"),
    [
        ("DELETE FROM orders", "DELETE"),
        ("SELECT 1; DROP TABLE orders", "DROP after ;"),
        ("SELECT * FROM read_text('/etc/hosts')", "read_text()"),
        ("SELECT * FROM main.orders", "main.orders"),
        ("SELECT 'x' FROM orders FOR UPDATE", "FOR UPDATE"),
        ("SELECT amount::VARIANT FROM orders", "VARIANT"),
    ],
)
def test_a_refusal_names_the_construct_and_what_to_use(sql: str, construct: str) -> None:
    with pytest.raises(GuardRefusal) as refused:
        guard(sql, TABLES)
    assert refused.value.construct == construct
    assert refused.value.hint


def test_the_text_that_runs_is_written_anew() -> None:
    guarded = guard("select /* a note */ 'DROP' as \"x\" from orders -- the end", TABLES)
    assert "note" not in guarded.sql
    assert "--" not in guarded.sql


def test_data_may_hold_characters_that_nobody_sees() -> None:
    assert "\u200d" in guard("SELECT 'family \U0001f468\u200d\U0001f469' AS s", TABLES).sql


def test_a_column_named_all_is_not_the_word_all() -> None:
    tables = {"scores": ("name", "all")}
    assert guard('SELECT * FROM scores ORDER BY name, "all" DESC', tables).sql.endswith('ORDER BY name, ("all") DESC')
    assert guard("SELECT * FROM scores ORDER BY ALL", tables).sql.endswith("ORDER BY ALL")


def test_a_key_of_json_is_not_taken_for_a_path() -> None:
    assert "'a.b'" in guard("SELECT profile -> 'a.b' FROM customers", TABLES).sql


def test_an_arrow_on_a_column_is_not_taken_for_a_lambda() -> None:
    assert "LAMBDA" not in guard("SELECT coalesce(profile -> 'plan', '\"free\"') FROM customers", TABLES).sql
    assert "LAMBDA" in guard("SELECT list_filter(tags, t -> t <> 'new') FROM customers", TABLES).sql
