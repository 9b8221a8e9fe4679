"""A file → typed tables in the warehouse, with a report of everything that was decided."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_report import Decision, ImportReport, TableReport
from core.table import Column, Table
from ingestion.formats import reader_for
from ingestion.names import clean_label, free_name, safe_name, unique_names
from ingestion.sql import count_rows, quoted
from ingestion.staged import Progress, Source, Staged
from ingestion.typing_columns import TypedColumn, relabelled, type_columns

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
            table, table_report = _write(staged, source, connection, taken)
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


def _write(
    staged: Staged, source: Source, connection: DuckDBPyConnection, taken: set[str]
) -> tuple[Table, TableReport]:
    label = _table_label(staged, source)
    table_name = free_name(safe_name(label, "table_1"), taken)
    labels = tuple(clean_label(text) for text in staged.labels)
    names = unique_names(labels)
    shown = tuple(text or name for text, name in zip(labels, names, strict=True))
    typed = type_columns(connection, staged.relation, {f"c{i}": text for i, text in enumerate(shown, start=1)})
    typed = [relabelled(column, name) for column, name in zip(typed, names, strict=True)]
    selected = ", ".join(f"{column.select} AS {quoted(name)}" for column, name in zip(typed, names, strict=True))
    connection.execute(f"CREATE TABLE {quoted(table_name)} AS SELECT {selected} FROM {quoted(staged.relation)}")
    connection.execute(f"DROP TABLE {quoted(staged.relation)}")
    columns = tuple(
        Column(name=name, label=text, type=column.type, unit=column.unit)
        for column, name, text in zip(typed, names, shown, strict=True)
    )
    table = Table(
        name=table_name, label=label, columns=columns, rows=count_rows(connection, table_name), origin=staged.origin
    )
    return table, _report(table, staged, typed, labels)


def _table_label(staged: Staged, source: Source) -> str:
    stem = source.name.rsplit(".", 1)[0] if "." in source.name[1:] else source.name
    return clean_label(f"{stem} {staged.label}" if staged.label else stem) or "table"


def _report(table: Table, staged: Staged, typed: list[TypedColumn], labels: tuple[str, ...]) -> TableReport:
    decisions: list[Decision] = list(staged.decisions)
    decisions += _renamed(table, labels)
    decisions += [decision for column in typed for decision in column.decisions]
    return TableReport(
        table=table.name,
        origin=staged.origin,
        lines_read=staged.counts.read,
        header_rows=staged.counts.header,
        blank_rows=staged.counts.blank,
        left_out_rows=staged.counts.left_out,
        rows_kept=table.rows,
        rows_rejected=staged.counts.rejected,
        rejected=staged.rejected,
        decisions=tuple(decisions),
    )


def _renamed(table: Table, labels: tuple[str, ...]) -> list[Decision]:
    """Columns whose name is more than a tidier spelling of their header."""
    found = []
    for position, (column, label) in enumerate(zip(table.columns, labels, strict=True), start=1):
        if not label and any(labels):
            detail = f"Column {position} has no header and is called {column.name}."
            found.append(Decision(kind="renamed_column", detail=detail, column=column.name, after=column.name))
        elif label and column.name != safe_name(label, f"column_{position}"):
            detail = f"“{label}” is the header of several columns; this one is called {column.name}."
            found.append(
                Decision(kind="renamed_column", detail=detail, column=column.name, before=label, after=column.name)
            )
    return found
