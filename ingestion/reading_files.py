"""A file → typed tables in the warehouse, with a report of everything that was decided."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UnreadableFile, UserError
from core.import_choices import Choices, ReadLimits
from core.import_report import Decision, ImportReport, TableReport
from core.table import Table
from ingestion.bounds import check_size, check_table
from ingestion.formats import reader_for
from ingestion.imported import Imported
from ingestion.members import choices_within, named_within, report_within
from ingestion.names import clean_label
from ingestion.readers.gzip_text import MARK, unpacked
from ingestion.readers.package import check_package
from ingestion.readers.zip_archive import is_archive, is_zip, members
from ingestion.sql import count_rows, quoted
from ingestion.staged import FileFacts, Progress, Source, Staged
from ingestion.watching import TYPING
from ingestion.writing import write_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_REASONS = 5


def silent(_text: str, _share: float | None) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True, kw_only=True)
class _Found:
    """What has been read so far of one file, or of one file of an archive."""

    tables: list[Table] = field(default_factory=list)
    reports: list[TableReport] = field(default_factory=list)
    told: list[Decision] = field(default_factory=list)
    facts: FileFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Where tables go; `file` is what the person called the upload."""

    connection: DuckDBPyConnection
    taken_names: frozenset[str]
    progress: Progress
    file: str


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
    target = _Target(connection=connection, taken_names=taken_names, progress=progress, file=uploaded.name)
    with _scratch() as scratch:
        found = _read_archive(uploaded, target, scratch) if is_archive(path) else _read(uploaded, target, scratch)
    if not found.tables:
        raise UnreadableFile(uploaded.name, _why_nothing(found.told))
    progress(f"Read {uploaded.name}", 1.0)
    report = ImportReport(
        file=uploaded.name,
        format=found.facts.format if found.facts else "zip",
        size=uploaded.size,
        tables=tuple(found.reports),
        encoding=found.facts.encoding if found.facts else None,
        delimiter=found.facts.delimiter if found.facts else None,
        decisions=tuple(found.told),
    )
    return Imported(tables=tuple(found.tables), report=report)


def _source(path: Path, name: str, choices: Choices, limits: ReadLimits) -> Source:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    if not path.is_file():
        raise UnreadableFile(last, "there is no such file.")
    size = path.stat().st_size
    source = Source(path=path, name=clean_label(last) or "file", size=size, choices=choices, limits=limits)
    if size == 0:
        raise UnreadableFile(source.name, "the file is empty.")
    check_size(source)
    return source


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tablespeak-import-") as folder:
        yield Path(folder)


def _read(uploaded: Source, target: _Target, scratch: Path) -> _Found:
    """One file that is no archive, unpacked where it is packed."""
    source = unpacked(uploaded, scratch, target.progress) if _is_packed(uploaded.path) else uploaded
    if is_zip(source.path):
        if is_archive(source.path):
            hint = "Unpack it and upload what is in it."
            raise UnreadableFile(uploaded.name, "an archive within an archive is not opened.", hint=hint)
        check_package(source)
    read, decisions = reader_for(source)
    target.progress(f"Reading {source.name}", None)
    facts, staged = read(source, target.connection, scratch, target.progress)
    found = _Found(facts=facts)
    try:
        for item in staged:
            if isinstance(item, Decision):
                found.told.append(item)
            else:
                _write(item, source, target, found)
    except UserError:
        _drop(found, target)
        raise
    found.told = [*decisions, *facts.decisions, *found.told]
    return found


def _write(staged: Staged, source: Source, target: _Target, found: _Found) -> None:
    rows = count_rows(target.connection, staged.relation)
    check_table(source, len(staged.labels), rows, staged.label)
    named = staged.title or staged.label or source.name
    told = partial(target.progress, f"{TYPING} {named}")
    placed = replace(staged, origin=replace(staged.origin, file=target.file))
    taken = {*target.taken_names, *(table.name for table in found.tables)}
    table, report = write_table(placed, source, target.connection, taken, told)
    found.tables.append(table)
    found.reports.append(report)


def _read_archive(archive: Source, target: _Target, scratch: Path) -> _Found:
    """Each file of it on its own: one that cannot be read is told and stops none of the others."""
    every = _Found()
    read: list[FileFacts] = []
    for member in members(archive, scratch):
        if member.source is None:
            every.told.append(_left_out(member.name, member.refusal))
            continue
        source = replace(member.source, choices=choices_within(archive.choices, member.name))
        names = target.taken_names | {table.name for table in every.tables}
        try:
            with _scratch() as own:
                found = _read(source, replace(target, taken_names=names), own)
        except UserError as refused:
            every.told.append(_left_out(member.name, refused))
            continue
        if not found.tables:
            every.told.append(_left_out(member.name, UnreadableFile(source.name, _why_nothing(found.told))))
        read += [found.facts] if found.facts else []
        every.tables += found.tables
        every.reports += [report_within(report, member.name) for report in found.reports]
        every.told += [named_within(decision, member.name) for decision in found.told]
    if len(read) == 1:
        every.facts = replace(read[0], format="zip")
    return every


def _left_out(member: str, refused: UserError | None) -> Decision:
    reason = f"“{member}” of the archive is left out. {refused.message if refused else ''}".strip()
    return Decision(kind="skipped_sheet", detail=reason, before=member)


def _drop(found: _Found, target: _Target) -> None:
    for table in found.tables:
        target.connection.execute(f"DROP TABLE {quoted(table.name)}")


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def _why_nothing(told: list[Decision]) -> str:
    skipped = [decision.detail for decision in told if decision.kind == "skipped_sheet"]
    more = [f"And {len(skipped) - _MOST_REASONS} more."] if len(skipped) > _MOST_REASONS else []
    return " ".join(["no table was found in it.", *skipped[:_MOST_REASONS], *more])
