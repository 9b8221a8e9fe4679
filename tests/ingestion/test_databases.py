from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from core.errors import UnreadableFile
from tests.ingestion.conftest import Read

Make = Callable[..., bytes]


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Make:
    def made(script: str) -> bytes:
        path = tmp_path / "made.sqlite"
        with sqlite3.connect(path) as database:
            database.executescript(script)
        database.close()
        return path.read_bytes()

    return made


@pytest.fixture
def duckdb_file(tmp_path: Path) -> Make:
    def made(script: str) -> bytes:
        path = tmp_path / "made.duckdb"
        with duckdb.connect(str(path)) as database:  # noqa: TID251
            database.execute(script)
        return path.read_bytes()

    return made


def labels(found: Read) -> list[str]:
    return [table.label for table in found.imported.tables]


def test_each_sqlite_table_keeps_its_name_and_its_values(read: Callable[..., Read], sqlite_file: Make) -> None:
    content = sqlite_file(
        """CREATE TABLE "Order Lines" (id INTEGER PRIMARY KEY, code TEXT, amount REAL, paid BOOLEAN, day DATE, note);
           CREATE TABLE empty (a, b);
           INSERT INTO "Order Lines" VALUES (1, '007', 1.5, 1, '2024-01-05', ''), (2, '010', 2.25, 0, NULL, NULL)"""
    )
    found = read(content, name="shop.sqlite")
    assert labels(found) == ["Order Lines", "empty"]
    assert found.imported.tables[0].name == "order_lines"
    assert found.rows() == [
        (1, "007", Decimal("1.5"), True, date(2024, 1, 5), ""),
        (2, "010", Decimal("2.25"), False, None, None),
    ]
    assert found.rows(1) == []


def test_cells_of_many_types_in_one_sqlite_column_are_told(read: Callable[..., Read], sqlite_file: Make) -> None:
    content = sqlite_file("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2.5), ('three'), (x'00ff'), (x'6869')")
    found = read(content, name="t.db")
    assert found.cells("x") == ["1", "2.5", "three", None, "hi"]
    assert any("Binary" in decision.detail for decision in found.report.decisions)


def test_text_keys_of_an_sqlite_table_stay_text(read: Callable[..., Read], sqlite_file: Make) -> None:
    content = sqlite_file(
        "CREATE TABLE a (code TEXT PRIMARY KEY); CREATE TABLE b (n INT, a_code TEXT REFERENCES a(code));"
        "INSERT INTO a VALUES ('1'), ('2'), ('X'); INSERT INTO b VALUES (5, '1'), (6, '2')"
    )
    assert read(content, name="x.sqlite3").rows(1) == [(5, "1"), (6, "2")]


def test_views_virtual_tables_and_triggers_of_sqlite_are_left_alone(
    read: Callable[..., Read], sqlite_file: Make
) -> None:
    content = sqlite_file(
        """CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT * FROM t;
           CREATE VIRTUAL TABLE words USING fts5(body); CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; END"""
    )
    found = read(content, name="t.sqlite")
    assert labels(found) == ["t"]
    assert found.imported.report.decisions[0].cells == 2


def test_tables_whose_names_become_the_same_get_numbers(read: Callable[..., Read], sqlite_file: Make) -> None:
    found = read(sqlite_file('CREATE TABLE "a b" (x); CREATE TABLE "a-b" (x); CREATE TABLE "select" (x)'), name="t.db")
    assert [table.name for table in found.imported.tables] == ["a_b", "a_b_2", "select_"]
    assert labels(found) == ["a b", "a-b", "select"]


def test_each_duckdb_table_keeps_its_types(read: Callable[..., Read], duckdb_file: Make) -> None:
    content = duckdb_file(
        """CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE SCHEMA s; CREATE TABLE s.other (a INT);
           CREATE TABLE "My T" (id INT PRIMARY KEY, m mood, price DECIMAL(10, 2), parts INT[]);
           INSERT INTO "My T" VALUES (1, 'ok', 1.5, [1, 2]); CREATE VIEW v AS SELECT 1"""
    )
    found = read(content, name="x.db")
    assert sorted(labels(found)) == ["My T", "other"]
    position = labels(found).index("My T")
    assert [c.type for c in found.imported.tables[position].columns] == ["integer", "text", "decimal", "list"]
    assert found.rows(position) == [(1, "ok", Decimal("1.50"), [1, 2])]
    assert found.imported.report.format == "duckdb"


def test_a_schema_is_named_only_where_names_would_clash(read: Callable[..., Read], duckdb_file: Make) -> None:
    path = duckdb_file(
        "CREATE SCHEMA live; CREATE SCHEMA old; CREATE TABLE live.users AS SELECT 1 AS id;"
        "CREATE TABLE live.orders AS SELECT 1 AS id; CREATE TABLE old.orders AS SELECT 2 AS id"
    )
    assert sorted(labels(read(path, name="x.db"))) == ["live orders", "old orders", "users"]


def test_a_damaged_database_says_so(read: Callable[..., Read], sqlite_file: Make, duckdb_file: Make) -> None:
    lite = sqlite_file("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x')")
    duck = duckdb_file("CREATE TABLE t AS SELECT range AS a FROM range(1000)")
    for content in (lite[:3000], lite[:100] + bytes(8000)):
        with pytest.raises(UnreadableFile, match="SQLite database is damaged"):
            read(content, name="t.sqlite")
    for content in (duck[:5000], duck[:20000] + bytes(len(duck) - 20000)):
        with pytest.raises(UnreadableFile, match="DuckDB database is damaged"):
            read(content, name="t.duckdb")
    with pytest.raises(UnreadableFile, match="neither"):
        read(b"\x8f" * 4096, name="t.db")
