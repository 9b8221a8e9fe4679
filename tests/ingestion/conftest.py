from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.import_report import Decision, TableReport
from core.table import Column
from ingestion import Imported, read_file


class Read:
    """A file that was read: its rows, its columns, its report."""

    def __init__(self, imported: Imported, connection: duckdb.DuckDBPyConnection) -> None:
        self.imported = imported
        self.connection = connection

    def rows(self, table: int = 0) -> list[tuple[Any, ...]]:
        name = self.imported.tables[table].name
        return self.connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()

    def cells(self, column: str) -> list[Any]:
        position = [c.name for c in self.imported.tables[0].columns].index(column)
        return [row[position] for row in self.rows()]

    def column(self, name: str) -> Column:
        return next(column for column in self.imported.tables[0].columns if column.name == name)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.imported.tables[0].columns]

    @property
    def report(self) -> TableReport:
        return self.imported.report.tables[0]

    def decision(self, kind: str, column: str | None = None) -> Decision | None:
        every = [*self.imported.report.decisions, *self.report.decisions]
        return next((d for d in every if d.kind == kind and (column is None or d.column == column)), None)


@pytest.fixture(scope="session")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """One DuckDB for all tests, since starting one costs more than a usual test."""
    with duckdb.connect(config={"threads": 1}) as connection:  # noqa: TID251
        yield connection


@pytest.fixture
def parallel(database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Several threads, as large files are read outside of tests."""
    database.execute("SET threads = 4")
    yield
    database.execute("SET threads = 1")


@pytest.fixture
def read(tmp_path: Path, database: duckdb.DuckDBPyConnection) -> Iterator[Callable[..., Read]]:
    """Write bytes or text under a name and read them into an empty catalog; every table must reconcile."""
    opened: list[tuple[str, duckdb.DuckDBPyConnection]] = []

    def write_and_read(content: str | bytes, name: str = "data.csv", **options: Any) -> Read:
        path = tmp_path / "upload"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        connection, catalog = database.cursor(), f"catalog_{len(opened)}"
        connection.execute(f"ATTACH ':memory:' AS {catalog}")
        connection.execute(f"USE {catalog}")
        opened.append((catalog, connection))
        imported = read_file(path, name, connection, **options)
        assert all(report.reconciled for report in imported.report.tables)
        return Read(imported, connection)

    yield write_and_read
    for catalog, connection in opened:
        connection.close()
        database.execute(f"DETACH {catalog}")


@pytest.fixture
def read_column(read: Callable[..., Read]) -> Callable[..., Read]:
    """A table of one column `x` beside a key, its cells quoted."""

    def write_and_read(*cells: str, header: str = "x") -> Read:
        lines = [f'key,"{header}"', *(f'k{i}a,"{cell}"' for i, cell in enumerate(cells))]
        return read("\n".join(lines))

    return write_and_read
