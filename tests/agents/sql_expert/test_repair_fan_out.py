"""A statement that counts rows several times is written so that each counts once, or is left to be refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.sql_expert.repair_fan_out import mend_fan_out, once_a_group
from semantic_layer import inflation
from tests.semantic_layer.database import Database, database
from tests.semantic_layer.plans import shop
from tests.semantic_layer.test_compile_properties import CHILDREN, MODEL, NOTES, PARENTS, TABLES, filled

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MEASURES = {"parents": "weight", "children": "size", "notes": "stars"}
KEYS = {"parents": "parent_id", "children": "child_id", "notes": "note_id"}


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("family")
    with database(folder, MODEL, TABLES) as opened:
        yield opened


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT SUM(c.credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id",
        "SELECT SUM(credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id WHERE o.amount > 10",
        "SELECT SUM(c.credit) FROM orders o JOIN customers c ON c.customer_id = o.customer_id WHERE c.region = 'North'",
        "SELECT AVG(c.credit) FROM customers c, orders o WHERE c.customer_id = o.customer_id AND o.status = 'open'",
        "SELECT c.region, SUM(c.credit) AS s FROM customers c JOIN orders o ON c.customer_id = o.customer_id"
        " GROUP BY c.region ORDER BY s DESC",
        "SELECT SUM(c.credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id"
        " JOIN lines l ON l.order_id = o.order_id WHERE l.qty > 2",
    ],
)
def test_a_table_that_only_narrows_becomes_a_condition(sql: str) -> None:
    once, notes = mend_fan_out(sql, shop())
    assert "EXISTS" in once
    assert inflation(once, shop()) is None
    assert len(notes) == 1
    assert "each row counts once" in notes[0]


def test_a_counted_key_is_counted_once() -> None:
    sql = "SELECT o.status, COUNT(c.customer_id) FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY 1"
    once, notes = mend_fan_out(sql, shop())
    assert "COUNT(DISTINCT c.customer_id)" in once
    assert inflation(once, shop()) is None
    assert notes == ("COUNT(c.customer_id) met rows several times: each customer_id is counted once.",)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT o.status, SUM(c.credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY o.status",
        "SELECT SUM(c.credit) FROM customers c LEFT JOIN orders o ON c.customer_id = o.customer_id",
        "SELECT SUM(credit) FROM customers, addresses",
        "SELECT SUM(credit), MAX(orders.amount) FROM customers JOIN orders USING (customer_id)",
        "SELECT COUNT(*) FROM lines l JOIN reviews r ON l.product_id = r.product_id GROUP BY r.stars, l.qty",
        "SELECT SUM(amount) FROM orders",
    ],
)
def test_what_has_no_one_meaning_stands_as_it_came(sql: str) -> None:
    assert mend_fan_out(sql, shop()) == (sql, ())


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("SELECT o.status, SUM(c.credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY o.status", 'AS "status"'),
        (
            "SELECT status, SUM(credit) AS s FROM customers c, orders o WHERE c.customer_id = o.customer_id GROUP BY 1"
            " HAVING SUM(c.credit) > 10 ORDER BY s DESC LIMIT 3",
            "ORDER BY s DESC",
        ),
        (
            "SELECT date_trunc('month', o.ordered_on) AS m, AVG(c.credit) FROM orders o"
            " JOIN customers c ON c.customer_id = o.customer_id GROUP BY m",
            "AS m",
        ),
    ],
)  # fmt: skip
def test_what_is_left_counts_once_in_each_group_and_says_so(sql: str, written: str) -> None:
    once, warnings = once_a_group(sql, shop())
    assert "SELECT DISTINCT" in " ".join(once.split())
    assert written in " ".join(once.split())
    assert inflation(once, shop()) is None
    assert "count once in each group" in warnings[0]
    assert "more than the whole" in warnings[0]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT o.status, SUM(c.credit), MAX(o.amount) FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY o.status",
        "SELECT o.status, SUM(c.credit), COUNT(*) FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY o.status",
        "SELECT o.status, SUM(c.credit * o.amount) FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY o.status",
        "SELECT o.status, SUM(c.credit) FROM customers c LEFT JOIN orders o ON c.customer_id = o.customer_id GROUP BY o.status",
        "SELECT o.status, SUM(c.credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY ROLLUP (o.status)",
        "SELECT o.status, SUM(SUM(c.credit)) OVER () FROM customers c JOIN orders o ON c.customer_id = o.customer_id GROUP BY o.status",
        "SELECT SUM(c.credit) FROM customers c JOIN orders o ON c.customer_id = o.customer_id",
        "SELECT COUNT(*) FROM lines l JOIN reviews r ON l.product_id = r.product_id GROUP BY r.stars, l.qty",
    ],
)
def test_groups_that_show_more_than_the_rows_counted_stand_as_they_came(sql: str) -> None:
    assert once_a_group(sql, shop()) == (sql, ())


@st.composite
def narrowed(draw: st.DrawFn) -> tuple[str, str, str]:
    """The table whose measure is summed, FROM with its joins, and a condition."""
    tables = draw(st.lists(st.sampled_from(sorted(KEYS)), min_size=2, max_size=3, unique=True))
    first, *others = tables
    text = f"FROM {first}"
    for place, table in enumerate(others):
        to = draw(st.sampled_from(tables[: place + 1]))
        text += f" JOIN {table} ON {table}.parent_id = {to}.parent_id"
    about = draw(st.sampled_from(tables))
    where = draw(st.sampled_from(["", f" WHERE {about}.{MEASURES[about]} > 0"]))
    return draw(st.sampled_from(tables)), text, where


@QUICK
@given(parents=PARENTS, children=CHILDREN, notes=NOTES, asked=narrowed())
def test_what_is_mended_counts_each_row_that_was_met_once(
    family: Database,
    parents: list[tuple[Any, ...]],
    children: list[tuple[Any, ...]],
    notes: list[tuple[Any, ...]],
    asked: tuple[str, str, str],
) -> None:
    summed, text, where = asked
    once, told = mend_fan_out(f"SELECT SUM({summed}.{MEASURES[summed]}) {text}{where}", MODEL)
    if not told:
        return
    for table, rows in (("parents", parents), ("children", children), ("notes", notes)):
        filled(family, table, rows)
    met = f"SELECT DISTINCT {summed}.{KEYS[summed]}, {summed}.{MEASURES[summed]} AS x {text}{where}"
    assert family.rows(once) == family.rows(f"SELECT SUM(x) FROM ({met}) t")


@QUICK
@given(parents=PARENTS, children=CHILDREN, notes=NOTES, asked=narrowed(), by=st.sampled_from(sorted(MEASURES)))
def test_in_each_group_each_row_that_was_met_counts_once(
    family: Database,
    parents: list[tuple[Any, ...]],
    children: list[tuple[Any, ...]],
    notes: list[tuple[Any, ...]],
    asked: tuple[str, str, str],
    by: str,
) -> None:
    summed, text, where = asked
    if f" {by}" not in text:
        return
    value, group = f"{summed}.{MEASURES[summed]}", f"{by}.{MEASURES[by]}"
    once, told = once_a_group(
        f"SELECT {group} AS g, SUM({value}) AS s, COUNT({value}) {text}{where} GROUP BY {group}", MODEL
    )
    if not told:
        return
    for table, rows in (("parents", parents), ("children", children), ("notes", notes)):
        filled(family, table, rows)
    met: dict[Any, dict[Any, Any]] = {}
    for key, cell, found in family.rows(f"SELECT {summed}.{KEYS[summed]}, {value}, {group} {text}{where}"):
        met.setdefault(found, {})[key] = cell
    cells = {found: [cell for cell in rows.values() if cell is not None] for found, rows in met.items()}
    expected = {found: (sum(known) if known else None, len(known)) for found, known in cells.items()}
    assert {found: tuple(rest) for found, *rest in family.rows(once)} == expected
