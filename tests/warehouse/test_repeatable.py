from __future__ import annotations

import pytest

from warehouse import guard, open_versions
from warehouse.guarding.functions import SCALARS
from warehouse.repeatable import is_repeatable, takes_any_rows

TABLES = {"orders": ("id", "amount", "day")}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT random() FROM orders",
        "SELECT uuid()",
        "SELECT now()",
        "SELECT * FROM orders WHERE day > current_date - 7",
        "SELECT * FROM orders WHERE id IN (SELECT CAST(random() * 10 AS INT))",
        "SELECT * FROM orders TABLESAMPLE 10%",
        "SELECT * FROM orders USING SAMPLE 5",
        "SELECT age(day) FROM orders",
    ],
)
def test_what_depends_on_chance_or_the_clock_is_not_repeatable(sql: str) -> None:
    assert not is_repeatable(guard(sql, TABLES))


@pytest.mark.parametrize("sql", ["SELECT count(*) FROM orders", "SELECT id, sum(amount) FROM orders GROUP BY ALL"])
def test_what_depends_on_the_tables_alone_is_repeatable(sql: str) -> None:
    assert is_repeatable(guard(sql, TABLES))


def test_no_allowed_function_that_duckdb_calls_volatile_is_taken_for_repeatable() -> None:
    with open_versions(()) as connection:
        found = connection.execute(
            "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT'"
        ).fetchall()
    volatile = {name for (name,) in found} & set(SCALARS)
    assert volatile
    assert {
        name
        for name in volatile
        if is_repeatable(
            guard("SELECT 1", {}).__class__(sql=f"SELECT {name}()", tables=(), tree=guard("SELECT 1", {}).tree)
        )
    } == set()


@pytest.mark.parametrize(
    ("sql", "any_rows"),
    [
        ("SELECT * FROM orders LIMIT 5", True),
        ("SELECT * FROM orders ORDER BY id LIMIT 5", False),
        ("SELECT * FROM (SELECT * FROM orders LIMIT 5) ORDER BY id", True),
        ("SELECT count(*) FROM orders", False),
        ("SELECT * FROM orders UNION ALL SELECT * FROM orders LIMIT 3", True),
    ],
)
def test_rows_taken_without_an_order_are_noticed(sql: str, any_rows: bool) -> None:
    assert takes_any_rows(guard(sql, TABLES)) is any_rows
