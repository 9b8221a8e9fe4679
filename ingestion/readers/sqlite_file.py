"""An SQLite database → each base table, its dynamically typed cells as text for the evidence to type."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from core.errors import UnreadableFile
from core.import_report import Decision
from core.table import Origin
from ingestion.sql import count_rows, quoted
from ingestion.staged import Counts, FileFacts, Progress, Source, Staged
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MARK = b"SQLite format 3\0"
_STAGED = "staged_database"
_BATCH = 20_000
_ALLOWED = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_PRAGMA,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    name: str
    declared: str
    in_key: bool

    @property
    def is_flag(self) -> bool:
        return self.declared.upper().startswith("BOOL")

    @property
    def is_text_key(self) -> bool:
        return self.in_key and any(word in self.declared.upper() for word in ("CHAR", "TEXT", "CLOB"))


def read_sqlite(
    source: Source, connection: DuckDBPyConnection, scratch: Path, progress: Progress
) -> tuple[FileFacts, Iterator[Staged | Decision]]:
    """Opened for reading only and as unchanging; views, virtual tables and triggers of the file are never run."""
    with source.path.open("rb") as file:
        head = file.read(len(_MARK))
    if source.size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    if head != _MARK:
        raise UnreadableFile(
            source.name, "this is neither an SQLite nor a DuckDB database.", hint="An encrypted one cannot be read."
        )
    return FileFacts(format="sqlite"), _stage_tables(source, connection, progress)


def _stage_tables(source: Source, connection: DuckDBPyConnection, progress: Progress) -> Iterator[Staged | Decision]:
    table = None
    database = _open(source)
    try:
        tables, left_out = _tables(database)
        if left_out:
            detail = f"Only tables are read; {counted(left_out, 'view or virtual table')} left out."
            yield Decision(kind="other", detail=detail, cells=left_out)
        for position, table in enumerate(tables):
            progress(f"Reading table {table}", position / len(tables))
            yield _stage(source, connection, database, table)
    except sqlite3.Error as error:
        where = None if table is None else f"table {table}"
        raise UnreadableFile(source.name, "the SQLite database is damaged and cannot be read.", where=where) from error
    finally:
        database.close()


def _open(source: Source) -> sqlite3.Connection:
    database = sqlite3.connect(f"file:{quote(str(source.path.resolve()))}?mode=ro&immutable=1", uri=True)
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    database.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)
    return database


def _tables(database: sqlite3.Connection) -> tuple[list[str], int]:
    """Names of base tables in the order of their making, and how many views and virtual tables there are."""
    kinds = {name: kind for _, name, kind, *_ in database.execute("PRAGMA main.table_list")}
    ordered = [
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    ]
    tables = [name for name in ordered if kinds.get(name) == "table" and not name.lower().startswith("sqlite_")]
    return tables, sum(kind in {"view", "virtual"} for kind in kinds.values())


def _columns(database: sqlite3.Connection, table: str) -> list[_Column]:
    referring = {row[3] for row in database.execute(f"PRAGMA foreign_key_list({quoted(table)})")}
    return [
        _Column(name=name, declared=declared or "", in_key=bool(key) or name in referring)
        for _, name, declared, _, _, key, hidden in database.execute(f"PRAGMA table_xinfo({quoted(table)})")
        if hidden != 1
    ]


def _stage(source: Source, connection: DuckDBPyConnection, database: sqlite3.Connection, table: str) -> Staged:
    columns = _columns(database, table)
    binary = _copy(connection, database, table, columns)
    decisions = []
    if binary:
        detail = f"Binary data in {counted(binary, 'cell')} is left empty."
        decisions.append(Decision(kind="other", detail=detail, cells=binary))
    return Staged(
        relation=_STAGED,
        labels=tuple(column.name for column in columns),
        origin=Origin(file=source.name, sheet=table),
        counts=Counts(read=count_rows(connection, _STAGED)),
        title=table,
        place=table,
        kept_as_text=frozenset(f"c{n}" for n, column in enumerate(columns, start=1) if column.is_text_key),
        decisions=tuple(decisions),
    )


def _copy(connection: DuckDBPyConnection, database: sqlite3.Connection, table: str, columns: Sequence[_Column]) -> int:
    """The number of cells with binary data."""
    import pyarrow as pa

    names = [f"c{n}" for n in range(1, len(columns) + 1)]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_STAGED} ({', '.join(f'{name} VARCHAR' for name in names)})")
    binary = 0
    selected = ", ".join(quoted(column.name) for column in columns)
    rows = database.execute(f"SELECT {selected} FROM main.{quoted(table)}")
    while batch := rows.fetchmany(_BATCH):
        arrays = []
        for column, cells in zip(columns, zip(*batch, strict=True), strict=True):
            texts = [_text(cell, column.is_flag) for cell in cells]
            binary += sum(text is None and cell is not None for text, cell in zip(texts, cells, strict=True))
            arrays.append(pa.array(texts, pa.string()))
        connection.register("arriving_rows", pa.table(arrays, names=names))
        try:
            connection.execute(f"INSERT INTO {_STAGED} SELECT * FROM arriving_rows")
        finally:
            connection.unregister("arriving_rows")
    return binary


def _text(cell: object, is_flag: bool) -> str | None:
    if isinstance(cell, str):
        return cell
    if cell is None or isinstance(cell, bytes):
        return _decoded(cell)
    if is_flag and cell in {0, 1}:
        return "true" if cell else "false"
    return repr(cell)


def _decoded(cell: bytes | None) -> str | None:
    if cell is None or b"\0" in cell:
        return None
    try:
        return cell.decode("utf-8")
    except UnicodeDecodeError:
        return None
