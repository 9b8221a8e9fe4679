"""A file → typed tables in the warehouse, with a report of everything that was decided."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import ImportReport, TableReport
from core.table import Table
from ingestion.formats import reader_for
from ingestion.names import clean_label
from ingestion.staged import Progress, Source
from ingestion.writing import write_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    tables: tuple[Table, ...]
    report: ImportReport


def silent(_text: str, _share: float | None) -> None:
    """Progress that nobody watches."""


def read_file(
    path: Path,
    name: str,
    connection: DuckDBPyConnection,
    taken_names: frozenset[str] = frozenset(),
    progress: Progress = silent,
) -> Imported:
    """Writes each table of the file into `connection` under a name not among `taken_names`.

    `name` is what the person called the file. Raises UnreadableFile; what was written by then is the caller's to drop.
    """
    if not path.is_file():
        raise UnreadableFile(Path(name).name, "there is no such file.")
    source = Source(
        path=path, name=clean_label(name.replace("\\", "/").rsplit("/", 1)[-1]) or "file", size=path.stat().st_size
    )
    read = reader_for(source)
    tables: list[Table] = []
    reports: list[TableReport] = []
    taken = set(taken_names)
    with tempfile.TemporaryDirectory(prefix="tablespeak-import-") as scratch:
        progress(f"Reading {source.name}", None)
        facts, staged_tables = read(source, connection, Path(scratch), progress)
        for staged in staged_tables:
            progress(f"Finding the types of {staged.label or source.name}", None)
            table, table_report = write_table(staged, source, connection, taken)
            taken.add(table.name)
            tables.append(table)
            reports.append(table_report)
    if not tables:
        raise UnreadableFile(source.name, "no table was found in it.")
    progress(f"Read {source.name}", 1.0)
    report = ImportReport(
        file=source.name,
        format=facts.format,
        size=source.size,
        tables=tuple(reports),
        encoding=facts.encoding,
        delimiter=facts.delimiter,
        decisions=facts.decisions,
    )
    return Imported(tables=tuple(tables), report=report)
