"""Whatever the guard accepts is read again by DuckDB's own parser, which must find nothing that it may not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import GuardRefusal, UnknownName
from tests.warehouse.test_guard import TABLES
from warehouse import guard, open_versions
from warehouse.guarding.functions import TABLE_FUNCTIONS, VALUES

NAMES = st.sampled_from(
    ["orders", "customers", "Orders", "c", "hidden", "read_text", "x", '"orders"', "duckdb_settings"]
)
PLAIN_VALUES = st.sampled_from(
    ["id", "amount", "o.status", "1", "'a'", "'/etc/hosts'", "NULL", "DATE '2024-01-01'", "?", "[1, 2]"]
)
CALLS = st.sampled_from(
    [
        "sum", "upper", "list_transform", "coalesce", "read_text", "getvariable", "current_setting", "query", "nextval", '"glob"',
        "main.upper", "histogram", "row_number", "date_trunc", "pg_sleep", "Read_CSV", "range", "unnest", "struct_pack",
    ]
)  # fmt: skip
SOURCES = st.sampled_from(
    [
        "orders", "customers o", "ORDERS AS o", "hidden", "c", "main.orders", "x.y.z", "'/etc/hosts'", '"a.csv"', "range(3) t(id)",
        "read_csv('a.csv')", "query('FROM hidden')", "histogram(hidden, id)", "unnest([1]) AS u(id)", "(VALUES (1)) v(id)",
        "information_schema.tables", "range(1) AS read_text(id)", "json_each('{}') j", "LATERAL read_text('a')",
    ]
)  # fmt: skip
CHANGES = st.sampled_from(
    [
        "DELETE FROM orders RETURNING *",
        "COPY (SELECT 1) TO 'a'",
        "INSERT INTO orders SELECT 1",
        "UPDATE orders SET id = 1",
    ]
)
GAPS = st.sampled_from([" ", "\n", "\t", " /* a */ ", " -- b\n", "/**/", "\u00a0"])


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    if depth == 0 or draw(st.booleans()):
        return draw(PLAIN_VALUES)
    inner = values(depth=depth - 1)
    branches = (
        st.builds("{}({})".format, CALLS, inner),
        st.builds("({} + {})".format, inner, inner),
        st.builds("CASE WHEN {} IS NULL THEN {} END".format, inner, inner),
        st.builds("({})".format, queries(depth=depth - 1)),
        st.builds("{} IN ({})".format, inner, queries(depth=depth - 1)),
        st.builds("{}::{}".format, inner, st.sampled_from(["INTEGER", "VARCHAR", "VARIANT", "POINTER", "regclass"])),
    )
    chosen: str = draw(st.one_of(*branches))
    return chosen


@st.composite
def queries(draw: st.DrawFn, depth: int = 2) -> str:
    gap = draw(GAPS)
    source = f"({draw(queries(depth=depth - 1))}) q" if depth and draw(st.booleans()) else draw(SOURCES)
    body = f"SELECT{gap}{draw(values(depth=depth))}{gap}FROM{gap}{source}"
    if draw(st.booleans()):
        body += f" WHERE {draw(values(depth=max(0, depth - 1)))} IS NOT NULL"
    match draw(st.integers(0, 5)):
        case 0:
            body = f"{body} UNION ALL SELECT 1 FROM {draw(SOURCES)}"
        case 1:
            body = f"WITH {draw(NAMES)} AS ({draw(st.one_of(CHANGES, st.just('SELECT 1 AS id')))}) {body}"
        case 2:
            body = f"{body} ORDER BY {draw(values(depth=0))} LIMIT 3"
    return body


@st.composite
def statements(draw: st.DrawFn) -> str:
    text = draw(st.one_of(queries(), queries(), queries(), CHANGES, st.text(max_size=40)))
    return (
        draw(st.sampled_from(["", "", "", "EXPLAIN ", "SUMMARIZE "]))
        + text
        + draw(st.sampled_from(["", "", ";", "; SELECT 1"]))
    )


@pytest.fixture(scope="module")
def parser() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_versions(()) as connection:
        yield connection


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sql=statements())
def test_no_accepted_statement_writes_reads_a_file_or_names_another_table(
    parser: duckdb.DuckDBPyConnection, sql: str
) -> None:
    try:
        guarded = guard(sql, TABLES)
    except (GuardRefusal, UnknownName):
        return
    select = guarded.sql.removeprefix("EXPLAIN ").removeprefix("SUMMARIZE ")
    (written,) = parser.execute("SELECT json_serialize_sql(?)", [select]).fetchall()[0]
    read = json.loads(written)
    assert not read["error"], guarded.sql
    assert len(read["statements"]) == 1
    _check(read["statements"][0]["node"], frozenset())


def _check(node: Any, made_here: frozenset[str]) -> None:
    if isinstance(node, list):
        for part in node:
            _check(part, made_here)
        return
    if not isinstance(node, dict):
        return
    if node.get("type") == "BASE_TABLE":
        assert (node["catalog_name"], node["schema_name"]) == ("", "")
        assert node["table_name"].lower() in {*TABLES, *made_here}
    if node.get("type") == "TABLE_FUNCTION":
        assert node["function"]["function_name"].lower() in TABLE_FUNCTIONS
    if node.get("class") == "FUNCTION" and not node["is_operator"]:
        assert node["function_name"].lower() in VALUES | TABLE_FUNCTIONS
    for entry in node.get("cte_map", {}).get("map", []):
        _check(entry["value"], made_here)
        made_here |= {entry["key"].lower()}
    for key, part in node.items():
        if key != "cte_map":
            _check(part, made_here)


@given(text=st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_either_accepted_or_refused(text: str) -> None:
    with suppress(GuardRefusal, UnknownName):
        assert guard(text, TABLES).sql


@given(
    value=st.text(max_size=40).filter(
        lambda text: all(ord(character) >= 32 and character != "\x7f" for character in text)
    )
)
@settings(max_examples=200, deadline=None)
def test_any_printable_string_survives_the_rewriting(parser: duckdb.DuckDBPyConnection, value: str) -> None:
    literal = value.replace("'", "''").encode("utf-8", "ignore").decode()
    guarded = guard(f"SELECT '{literal}'", TABLES)
    assert parser.execute(guarded.sql).fetchall() == [(literal.replace("''", "'"),)]
