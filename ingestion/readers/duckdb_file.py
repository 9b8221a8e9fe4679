"""A DuckDB database → each base table with the types that it declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision
from core.table import Origin
from ingestion.sql import count_rows, literal, quoted
from ingestion.staged import Counts, FileFacts, Progress, Source, Staged
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MARK = b"DUCK"
_CATALOG = "uploaded_database"
_STAGED = "staged_database"
_AS_TEXT = ("ENUM", "UNION", "VARIANT", "BIT", "UUID", "JSON")


def read_duckdb(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    """Attached for reading only; views and macros of the file are never run."""
    with source.path.open("rb") as file:
        head = file.read(12)
    if head[8:] != _MARK:
        raise UnreadableFile(
            source.name, "this is neither a DuckDB nor an SQLite database.", hint="An encrypted one cannot be read."
        )
    return FileFacts(format="duckdb"), _stage_tables(source, connection, progress)


def _stage_tables(source: Source, connection: DuckDBPyConnection, progress: Progress) -> Iterator[Staged | Decision]:
    from warehouse import DatabaseError

    try:
        connection.execute(f"ATTACH {literal(str(source.path))} AS {_CATALOG} (READ_ONLY, TYPE duckdb)")
    except DatabaseError as error:
        raise _unreadable(source, str(error)) from error
    try:
        tables, views = _tables(source, connection)
        if views:
            yield Decision(
                kind="other", detail=f"Only tables are read; {counted(views, 'view')} left out.", cells=views
            )
        in_schemas = Counter(name for _, name in tables)
        for position, (schema, name) in enumerate(tables):
            progress(f"Reading table {name}", position / len(tables))
            yield _stage(source, connection, schema, name, alone=in_schemas[name] == 1)
    finally:
        connection.execute(f"DETACH {_CATALOG}")


def _tables(source: Source, connection: DuckDBPyConnection) -> tuple[list[tuple[str, str]], int]:
    from warehouse import DatabaseError

    own = f"database_name = '{_CATALOG}' AND NOT internal"
    try:
        tables = connection.execute(
            f"SELECT schema_name, table_name FROM duckdb_tables() WHERE {own} ORDER BY table_oid"
        ).fetchall()
        views = connection.execute(f"SELECT view_name FROM duckdb_views() WHERE {own}").fetchall()
    except DatabaseError as error:
        raise _damaged(source, None) from error
    return [(schema, name) for schema, name in tables], len(views)


def _stage(source: Source, connection: DuckDBPyConnection, schema: str, name: str, *, alone: bool) -> Staged:
    """The schema is part of a table's name only where another schema has a table called the same."""
    from warehouse import DatabaseError

    place = f"{_CATALOG}.{quoted(schema)}.{quoted(name)}"
    try:
        columns = connection.execute(f"DESCRIBE {place}").fetchall()
        cells = ", ".join(f"{_cell(column, kind)} AS c{n}" for n, (column, kind, *_) in enumerate(columns, start=1))
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {_STAGED} AS SELECT {cells} FROM {place}")
    except DatabaseError as error:
        raise _damaged(source, name) from error
    return Staged(
        relation=_STAGED,
        labels=tuple(column[0] for column in columns),
        origin=Origin(file=source.name, sheet=name if schema == "main" else f"{schema}.{name}"),
        counts=Counts(read=count_rows(connection, _STAGED)),
        title=name if alone or schema == "main" else f"{schema} {name}",
        typed=True,
    )


def _cell(column: str, kind: str) -> str:
    return f"{quoted(column)}::VARCHAR" if kind.startswith(_AS_TEXT) and not kind.endswith("]") else quoted(column)


def _damaged(source: Source, table: str | None) -> UnreadableFile:
    where = None if table is None else f"table {table}"
    return UnreadableFile(source.name, "the DuckDB database is damaged and cannot be read.", where=where)


def _unreadable(source: Source, reason: str) -> UnreadableFile:
    low = reason.lower()
    if "encrypt" in low:
        return UnreadableFile(source.name, "the DuckDB database is encrypted.", hint="Export it without encryption.")
    if "version number" in low or "newer version" in low or "storage version" in low:
        return UnreadableFile(
            source.name,
            "the DuckDB database was written by a version that cannot be read here.",
            hint="EXPORT DATABASE to Parquet with the version that wrote it, and upload those files.",
        )
    return _damaged(source, None)
