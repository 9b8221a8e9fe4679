"""A file → typed tables in the warehouse, with a report of everything that was decided."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile
from core.import_choices import Choices, ReadLimits
from core.import_report import Decision, ImportReport, TableReport
from core.table import Table
from ingestion.formats import reader_for
from ingestion.imported import Imported
from ingestion.names import clean_label
from ingestion.readers.gzip_text import MARK, unpacked
from ingestion.staged import Progress, Source, Staged
from ingestion.writing import write_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def silent(_text: str, _share: float | None) -> None:
    """Progress that nobody watches."""


def read_file(
    path: Path,
    name: str,
    connection: DuckDBPyConnection,
    taken_names: frozenset[str] = frozenset(),
    progress: Progress = silent,
    *,
    choices: Choices | None = None,
    limits: ReadLimits | None = None,
) -> Imported:
    """Writes each table of the file into `connection` under a name not among `taken_names`.

    `name` is what the person called the file. Raises UnreadableFile and LimitReached; what was written by then is the caller's to drop.
    """
    uploaded = _source(path, name, choices or Choices(), limits or ReadLimits())
    with tempfile.TemporaryDirectory(prefix="tablespeak-import-") as folder:
        scratch = Path(folder)
        source = unpacked(uploaded, scratch, progress) if _is_packed(path) else uploaded
        read, decisions = reader_for(source)
        progress(f"Reading {source.name}", None)
        facts, staged = read(source, connection, scratch, progress)
        tables, reports, told = _write_all(staged, source, uploaded.name, connection, taken_names, progress)
    if not tables:
        raise UnreadableFile(uploaded.name, _why_nothing(told))
    progress(f"Read {uploaded.name}", 1.0)
    report = ImportReport(
        file=uploaded.name,
        format=facts.format,
        size=uploaded.size,
        tables=tuple(reports),
        encoding=facts.encoding,
        delimiter=facts.delimiter,
        decisions=(*decisions, *facts.decisions, *told),
    )
    return Imported(tables=tuple(tables), report=report)


def _source(path: Path, name: str, choices: Choices, limits: ReadLimits) -> Source:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    if not path.is_file():
        raise UnreadableFile(last, "there is no such file.")
    return Source(path=path, name=clean_label(last) or "file", size=path.stat().st_size, choices=choices, limits=limits)


def _write_all(
    staged: Iterable[Staged | Decision],
    source: Source,
    uploaded_name: str,
    connection: DuckDBPyConnection,
    taken_names: frozenset[str],
    progress: Progress,
) -> tuple[list[Table], list[TableReport], list[Decision]]:
    tables: list[Table] = []
    reports: list[TableReport] = []
    told: list[Decision] = []
    for item in staged:
        if isinstance(item, Decision):
            told.append(item)
            continue
        progress(f"Finding the types of {item.title or item.label or source.name}", None)
        placed = replace(item, origin=replace(item.origin, file=uploaded_name))
        taken = {*taken_names, *(table.name for table in tables)}
        table, report = write_table(placed, source, connection, taken)
        tables.append(table)
        reports.append(report)
    return tables, reports, told


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def _why_nothing(told: list[Decision]) -> str:
    skipped = [decision.detail for decision in told if decision.kind == "skipped_sheet"]
    return " ".join(["no table was found in it.", *skipped])
