"""SQL that is built here: identifiers, literals and single-row queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def one_row(connection: DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """The only row of a query; fetches everything, since an open result blocks its connection."""
    (row,) = connection.execute(sql).fetchall()
    return tuple(row)


def count_rows(connection: DuckDBPyConnection, relation: str) -> int:
    return int(one_row(connection, f"SELECT count(*) FROM {quoted(relation)}")[0])


def quoted(name: str) -> str:
    """An identifier for SQL that is built here."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
