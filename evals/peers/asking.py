"""Runs in a peer's own environment: questions on standard input, predictions on standard output, one JSON object a line.

The first line names the peer and the folder of databases. What a peer needs to be told (tables, columns, and for
gibran a metric for each number and one that counts) is written from the tables alone.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

_MOST_ROWS = 20_000
_NUMBERS = ("INT", "DOUBLE", "DECIMAL", "FLOAT", "REAL")
Answer = tuple[str, list[tuple[Any, ...]]]
Ask = Callable[[str], Answer | None]
Tables = dict[str, list[tuple[str, str]]]


def opened(path: Path) -> tuple[duckdb.DuckDBPyConnection, Tables]:
    """A copy in memory of a database, of a folder of CSV files, or of one."""
    connection = duckdb.connect(":memory:")  # noqa: TID251
    database = next((one for one in (path, path.with_name(f"{path.name}.duckdb")) if one.suffix == ".duckdb"), None)
    if database is not None and database.is_file():
        connection.execute(f"ATTACH '{database}' AS given (READ_ONLY)")
        names = connection.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'given'")
        for schema, name in names.fetchall():
            connection.execute(f'CREATE TABLE "{name}" AS FROM given."{schema}"."{name}"')
    else:
        files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        for file in files:
            read = (
                f"read_csv('{file}', escape = '\\', null_padding = true, ignore_errors = true, normalize_names = true)"
            )
            connection.execute(f'CREATE TABLE "t_{file.stem}" AS FROM {read}')
    columns = connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal AND database_name = 'memory'"
    ).fetchall()
    tables: Tables = {}
    for table, column, kind in columns:
        tables.setdefault(table, []).append((column, kind))
    return connection, tables


def text2sql_lite(connection: duckdb.DuckDBPyConnection, tables: Tables) -> Ask:
    from text2sql_lite import Dialect, translate  # type: ignore[import-not-found]
    from text2sql_lite.schema import Column, Table, TableSchema  # type: ignore[import-not-found]

    known = tuple(
        Table(name, tuple(Column(column, kind) for column, kind in columns)) for name, columns in tables.items()
    )

    def ask(question: str) -> Answer | None:
        try:
            sql = translate(question, dialect=Dialect.POSTGRES, schema=TableSchema(known)).sql
        except ValueError:
            return None
        return sql, connection.execute(sql).fetchmany(_MOST_ROWS)

    return ask


def gibran(connection: duckdb.DuckDBPyConnection, tables: Tables) -> Ask:
    import gibran as package  # type: ignore[import-not-found]
    from gibran.governance.default import DefaultGovernance  # type: ignore[import-not-found]
    from gibran.governance.types import IdentityContext  # type: ignore[import-not-found]
    from gibran.nl.runner import run_nl_query  # type: ignore[import-not-found]
    from gibran.sync.applier import apply  # type: ignore[import-not-found]
    from gibran.sync.loader import load  # type: ignore[import-not-found]
    from gibran.sync.migrations import apply_all  # type: ignore[import-not-found]

    apply_all(connection, Path(package.__file__).parent / "migrations")
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "gibran.yaml"
        config.write_text(json.dumps(_described(tables)))
        apply(connection, load(config))
    governance = DefaultGovernance(connection)
    identity = IdentityContext(user_id="asker", role_id="asker", attributes={}, source="cli")

    def ask(question: str) -> Answer | None:
        for source in sorted(tables, key=lambda name: name.casefold() not in question.casefold()):
            found = run_nl_query(connection, governance, identity, question, source)
            result = found.run_result.query_result if found.run_result else None
            if result is not None and result.status == "ok":
                return str(getattr(result, "rewritten_sql", "") or ""), [tuple(row) for row in result.rows]
        return None

    return ask


def _described(tables: Tables) -> dict[str, Any]:
    """JSON is YAML. Every column may be seen by the one role there is."""
    sources, metrics = [], []
    for table, columns in tables.items():
        metrics.append({"id": f"{table}_count", "source": table, "display_name": f"{table} count", "type": "count"})
        for column, kind in columns:
            if kind.startswith(_NUMBERS) or "INT" in kind:
                shared = {"source": table, "type": "sum", "expression": f'"{column}"'}
                metrics.append({"id": f"{table}_{column}", "display_name": column.replace("_", " "), **shared})
        sources.append(
            {
                "id": table, "display_name": table, "type": "duckdb_table", "uri": table,
                "primary_grain": columns[0][0],
                "columns": [{"name": name, "type": kind, "sensitivity": "public"} for name, kind in columns],
                "dimensions": [
                    {"id": f"{table}.{name}", "column": name, "display_name": name.replace("_", " "), "type": _kind(kind)}
                    for name, kind in columns
                ],
            }
        )  # fmt: skip
    policies = [
        {"id": f"all_{table}", "role": "asker", "source": table, "default_column_mode": "allow"} for table in tables
    ]
    roles = [{"id": "asker", "display_name": "Asker", "attributes": {}}]
    return {"sources": sources, "metrics": metrics, "roles": roles, "policies": policies}


def _kind(kind: str) -> str:
    return "temporal" if kind.startswith(("DATE", "TIME")) else "categorical"


PEERS: dict[str, Callable[[duckdb.DuckDBPyConnection, Tables], Ask]] = {
    "gibran": gibran,
    "text2sql-lite": text2sql_lite,
}


def main(lines: Iterable[str]) -> None:
    first, *questions = (json.loads(line) for line in lines if line.strip())
    for db, asked in groupby(sorted(questions, key=lambda one: str(one["db"])), lambda one: str(one["db"])):
        try:
            ask = PEERS[first["peer"]](*opened(Path(first["databases"]) / db))
        except Exception as failed:  # noqa: BLE001
            _fail(asked, f"{type(failed).__name__}: {failed}")
            continue
        for one in asked:
            print(json.dumps(_prediction(one, ask), default=str), flush=True)  # noqa: T201


def _fail(asked: Iterable[dict[str, Any]], why: str) -> None:
    for one in asked:
        print(json.dumps({"id": one["id"], "db": one["db"], "status": "failed", "message": why}), flush=True)  # noqa: T201


def _prediction(one: dict[str, Any], ask: Ask) -> dict[str, Any]:
    blank: dict[str, Any] = {"id": one["id"], "db": one["db"]}
    started = time.perf_counter()
    try:
        answer = ask(one["question"])
    except Exception as failed:  # noqa: BLE001
        return {**blank, "status": "failed", "message": f"{type(failed).__name__}: {failed}"[:300]}
    seconds = time.perf_counter() - started
    if answer is None:
        return {**blank, "status": "declined", "seconds": seconds}
    return {**blank, "status": "answered", "sql": answer[0], "rows": answer[1], "seconds": seconds}


if __name__ == "__main__":
    main(sys.stdin)
