"""Rows that a caller must not see carry a marker each; no form of query may bring one back, or count it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import GuardRefusal, InvalidInput
from core.plan import (
    AbsolutePeriod,
    And,
    Arithmetic,
    Between,
    Comparison,
    Condition,
    Exists,
    FieldRef,
    In,
    IsNull,
    Not,
    Or,
    RelativePeriod,
    TextMatch,
    Value,
)
from core.question import Caller, RowRule
from tests.warehouse.query_forms import FROM, SHOWN, WHERE, WHOLE, WITH
from warehouse import Pool, guard

TABLES = {
    "orders": ("id", "region", "day", "note", "secret", "amount"),
    "customers": ("id", "name", "region"),
}
MARKER = "HIDDEN"
FULL = (
    """CREATE TABLE orders AS SELECT i AS id, CASE WHEN i % 3 = 0 THEN 'south' WHEN i % 7 = 0 THEN NULL ELSE 'north' END AS region,
       DATE '2024-01-01' + i::INTEGER AS day, CASE WHEN i % 3 = 0 OR i % 7 = 0 THEN 'HIDDEN-' || i ELSE (i % 4)::VARCHAR END AS note,
       'HIDDEN-mask-' || i AS secret, (CASE WHEN i % 3 = 0 OR i % 7 = 0 THEN 1000000 + i ELSE i END)::DECIMAL(12, 2) AS amount
       FROM range(40) t(i)""",
    "CREATE TABLE customers AS SELECT i AS id, 'c' || i AS name, ['north', 'south'][1 + i % 2] AS region FROM range(8) t(i)",
)
SEEN = (
    "CREATE TABLE kept AS SELECT * REPLACE (CASE WHEN false THEN secret END AS secret) FROM orders WHERE region = 'north'",
    "DROP TABLE orders",
    "ALTER TABLE kept RENAME TO orders",
)


def field(name: str) -> FieldRef:
    return FieldRef(entity="orders", name=name)


def text(value: str) -> Value:
    return Value(value=value, type="text")


NORTH = Comparison(left=field("region"), operator="=", right=text("north"))
CALLER = Caller(name="ana", rules=(RowRule(table="orders", where=NORTH, masked_columns=("secret",)),))


@pytest.fixture(scope="module")
def whole() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:  # noqa: TID251
        for statement in FULL:
            connection.execute(statement)
        yield connection


@pytest.fixture(scope="module")
def copy() -> Iterator[duckdb.DuckDBPyConnection]:
    """The same tables, from which the rows were taken away."""
    with duckdb.connect() as connection:  # noqa: TID251
        for statement in (*FULL, *SEEN):
            connection.execute(statement)
        yield connection


def query() -> st.SearchStrategy[str]:
    pieces = (st.sampled_from(piece) for piece in (WITH, SHOWN, FROM, WHERE))
    selects = st.builds("{} SELECT {} FROM {} {}".format, *pieces)
    both = st.builds("SELECT * FROM ({}) x UNION ALL BY NAME SELECT * FROM ({}) y".format, selects, selects)
    return st.one_of(selects, selects, selects, both, st.builds("SUMMARIZE {}".format, selects), st.sampled_from(WHOLE))


def outcome(connection: duckdb.DuckDBPyConnection, sql: str) -> object:
    try:
        return sorted(repr(row) for row in connection.execute(sql).fetchall())
    except duckdb.Error as error:
        return type(error).__name__ + str(error).partition("\n")[0]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sql=query())
def test_no_query_sees_a_hidden_row_and_totals_are_those_of_a_filtered_copy(
    whole: duckdb.DuckDBPyConnection, copy: duckdb.DuckDBPyConnection, sql: str
) -> None:
    try:
        ruled, plain = guard(sql, TABLES, CALLER), guard(sql, TABLES)
    except GuardRefusal:
        return
    seen = outcome(whole, ruled.sql)
    assert MARKER not in str(seen).replace("HIDDEN%", "")
    # SUMMARIZE and approximate aggregates estimate, by the order in which rows happen to come.
    if "SUMMARIZE" not in sql and "approx" not in sql:
        assert seen == outcome(copy, plain.sql)


PUSHED = (
    "SELECT o.id FROM range(10) t(i) JOIN orders o ON CAST(o.note AS INTEGER) = t.i AND o.id = t.i",
    "SELECT count(*) FROM orders a JOIN orders b ON CAST(a.note AS INTEGER) = b.id AND a.id = b.id",
    "SELECT count(*) FROM orders WHERE CAST(note AS INTEGER) = id AND id >= 0",
    "SELECT count(*) FROM orders o WHERE EXISTS (SELECT 1 FROM range(9) t(i) WHERE CAST(o.note AS INTEGER) = i AND o.id = i)",
    "SELECT count(*) FROM orders WHERE CASE WHEN note LIKE 'HIDDEN%' THEN note::BOOL ELSE true END",
)


@pytest.mark.parametrize("sql", PUSHED)
@pytest.mark.parametrize("place", range(4))
def test_nothing_is_asked_of_a_row_before_its_rules(whole: duckdb.DuckDBPyConnection, sql: str, place: int) -> None:
    conditions = (
        NORTH,
        Or(conditions=(NORTH, Comparison(left=field("id"), operator="<", right=Value(value=0, type="integer")))),
        In(of=field("region"), values=(text("north"), text("nowhere"))),
        TextMatch(of=field("region"), how="contains", text="nor"),
    )
    caller = Caller(name="ana", rules=(RowRule(table="orders", where=conditions[place]),))
    seen = outcome(whole, guard(sql, TABLES, caller).sql)
    assert isinstance(seen, list), seen


@pytest.mark.parametrize(
    "condition",
    [
        Comparison(left=field("note"), operator="=", right=Value(value=5, type="integer")),
        Comparison(left=field("note"), operator="!=", right=Value(value=True, type="boolean")),
        In(of=field("note"), values=(Value(value=1, type="integer"), Value(value=2, type="integer"))),
    ],
)
def test_a_rule_that_cannot_be_told_hides_the_row_and_tells_nothing(
    whole: duckdb.DuckDBPyConnection, condition: Condition
) -> None:
    caller = Caller(name="ana", rules=(RowRule(table="orders", where=condition),))
    seen = outcome(whole, guard("FROM orders", TABLES, caller).sql)
    assert isinstance(seen, list), seen
    assert MARKER not in str([row.replace("HIDDEN-mask", "") for row in seen])


@pytest.mark.parametrize("sql", ["SELECT max(note) FROM orders", "PIVOT orders ON note", "SUMMARIZE orders"])
def test_without_rules_the_same_queries_do_see_the_marker(whole: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert MARKER in str(outcome(whole, guard(sql, TABLES).sql))


@pytest.mark.parametrize("sql", ["EXPLAIN SELECT * FROM orders", "EXPLAIN ANALYZE SELECT count(*) FROM orders"])
def test_a_plan_is_not_shown_where_it_would_count_hidden_rows(sql: str) -> None:
    with pytest.raises(GuardRefusal) as refused:
        guard(sql, TABLES, CALLER)
    assert refused.value.construct == "EXPLAIN"
    assert guard("EXPLAIN SELECT * FROM customers", TABLES, CALLER).sql


def test_a_masked_column_keeps_its_name_and_type(whole: duckdb.DuckDBPyConnection) -> None:
    caller = Caller(name="ana", rules=(RowRule(table="Orders", masked_columns=("AMOUNT",)),))
    guarded = guard("SELECT typeof(amount), count(*), count(amount) FROM orders GROUP BY 1", TABLES, caller)
    assert whole.execute(guarded.sql).fetchall() == [("DECIMAL(12,2)", 40, 0)]


def test_rules_of_one_table_must_all_let_a_row_through(whole: duckdb.DuckDBPyConnection) -> None:
    late = Comparison(left=field("id"), operator=">", right=Value(value=30, type="integer"))
    rules = (RowRule(table="orders", where=NORTH), RowRule(table="orders", where=late))
    guarded = guard("SELECT id FROM orders ORDER BY id", TABLES, Caller(name="ana", rules=rules))
    assert whole.execute(guarded.sql).fetchall() == [(31,), (32,), (34,), (37,), (38,)]


DAYS = AbsolutePeriod(of=field("day"), start="2024-01-05", end="2024-01-08", phrase="")
LARGE = Arithmetic(operator="*", left=field("id"), right=Value(value=2**61, type="integer"))
FAR = Arithmetic(operator="*", left=field("id"), right=LARGE)
CONDITIONS: tuple[tuple[Condition, str], ...] = (
    (NORTH, "region = 'north'"),
    (Not(condition=NORTH), "NOT region = 'north'"),
    (IsNull(of=field("region")), "region IS NULL"),
    (IsNull(of=field("region"), negated=True), "region IS NOT NULL"),
    (In(of=field("id"), values=(Value(value=1, type="integer"), Value(value=2, type="integer"))), "id IN (1, 2)"),
    (In(of=field("region"), values=(text("south"),), negated=True), "region <> 'south'"),
    (
        Between(of=field("amount"), low=Value(value="1.5", type="decimal"), high=Value(value=9, type="integer")),
        "amount BETWEEN 1.5 AND 9",
    ),
    (TextMatch(of=field("region"), how="starts_with", text="NOR"), "region LIKE 'nor%'"),
    (TextMatch(of=field("note"), how="contains", text="%"), "false"),
    (TextMatch(of=field("region"), how="ends_with", text="th'"), "false"),
    (DAYS, "day >= '2024-01-05' AND day < '2024-01-08'"),
    (And(conditions=(NORTH, IsNull(of=field("region")))), "false"),
    (Or(conditions=(NORTH, IsNull(of=field("region")))), "region = 'north' OR region IS NULL"),
    (And(conditions=()), "true"),
    (Or(conditions=()), "false"),
    (Comparison(left=FAR, operator=">", right=Value(value=0, type="integer")), "id = 1"),
    (
        Comparison(left=field("day"), operator="<", right=Value(value="2024-01-03", type="date")),
        "day < '2024-01-03'",
    ),
)


@pytest.mark.parametrize(("condition", "same"), CONDITIONS)
def test_a_condition_keeps_the_rows_it_says(whole: duckdb.DuckDBPyConnection, condition: Condition, same: str) -> None:
    caller = Caller(name="ana", rules=(RowRule(table="orders", where=condition),))
    kept = whole.execute(guard("SELECT id FROM orders ORDER BY id", TABLES, caller).sql).fetchall()
    assert kept == whole.execute(f"SELECT id FROM orders WHERE {same} ORDER BY id").fetchall()


@pytest.mark.parametrize(
    "rule",
    [
        RowRule(table="orders", where=Exists(entity="customers")),
        RowRule(table="orders", where=In(of=field("id"))),
        RowRule(table="orders", where=Comparison(left=field("gone"), operator="=", right=text("x"))),
        RowRule(table="orders", where=Comparison(left=FieldRef(entity="customers", name="id"), operator="=", right=text("x"))),
        RowRule(table="orders", where=RelativePeriod(of=field("day"), how="rolling", unit="day", anchor="2024-01-01", phrase="")),
        RowRule(table="orders", where=Comparison(left=field("id"), operator="=", right=Value(value="1 OR true", type="integer"))),
        RowRule(table="orders", masked_columns=("gone",)),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit_its_table_lets_nothing_through(rule: RowRule) -> None:
    with pytest.raises(InvalidInput):
        guard("SELECT 1", TABLES, Caller(name="ana", rules=(rule,)))


def test_a_constant_of_a_rule_is_never_read_as_sql(whole: duckdb.DuckDBPyConnection) -> None:
    hostile = "x' OR '1' = '1"
    caller = Caller(
        name="ana",
        rules=(RowRule(table="orders", where=Comparison(left=field("region"), operator="=", right=text(hostile))),),
    )
    assert whole.execute(guard("FROM orders", TABLES, caller).sql).fetchall() == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT (SELECT max(id) FROM orders), EXISTS (FROM orders)",
        "SELECT * FROM (SELECT 1 + (SELECT max(id) FROM orders WHERE id IN (SELECT (SELECT min(id) FROM orders))))",
        "DESCRIBE SELECT (SELECT max(id) FROM orders)",
        "SELECT list_sum([(SELECT (SELECT max(id) FROM orders))]) FROM orders",
    ],
)
def test_no_heading_tells_a_rule(whole: duckdb.DuckDBPyConnection, sql: str) -> None:
    told = Comparison(left=field("region"), operator="!=", right=text("RULE CONSTANT"))
    caller = Caller(name="ana", rules=(RowRule(table="orders", where=told, masked_columns=("secret",)),))
    shown = whole.execute(guard(sql, TABLES, caller).sql)
    assert "RULE" not in str([column[0] for column in shown.description or ()]) + str(shown.fetchall())
    assert "SELECT" in whole.execute(guard(sql, TABLES, caller).sql).description[0][0] or "DESCRIBE" in sql


NAMES = ("order by", 'quo"ted', "ALL", "Größe", "a.b", "select", "x;--")


@pytest.mark.parametrize("name", NAMES)
def test_tables_and_columns_with_unusual_names_have_rules_too(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    with duckdb.connect() as connection:  # noqa: TID251
        connection.execute(f"CREATE TABLE {quoted} AS SELECT i AS {quoted}, i AS id FROM range(5) t(i)")
        condition = Comparison(
            left=FieldRef(entity=name, name=name), operator="<", right=Value(value=2, type="integer")
        )
        caller = Caller(name="ana", rules=(RowRule(table=name, where=condition, masked_columns=("id",)),))
        guarded = guard(f"SELECT * FROM {quoted} ORDER BY {quoted}", {name: (name, "id")}, caller)
        assert connection.execute(guarded.sql).fetchall() == [(0, None), (1, None)]


async def test_a_sealed_worker_runs_what_was_shielded(pool: Pool) -> None:
    tables = {"orders": ("id", "day", "customer_id", "status", "currency", "amount", "quantity")}
    paid = Comparison(left=field("status"), operator="=", right=text("paid"))
    caller = Caller(name="ana", rules=(RowRule(table="orders", where=paid, masked_columns=("amount",)),))
    result = await pool.run(guard("SELECT status, count(*), sum(amount) FROM orders GROUP BY 1", tables, caller))
    assert result.rows == (("paid", 167, None),)
