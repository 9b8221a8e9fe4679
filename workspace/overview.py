"""What there is, at one look: each table with its files, its size and whether something about it needs a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog import Catalog, FileRecord, VersionRecord
from core.import_report import TableReport

_UNSURE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOverview:
    """`size` in bytes of the uploads whose rows it holds; `file_id` is the newest of them.

    `unsure` counts decisions of its import that might have been taken otherwise; `rejected` rows that were not kept.
    """

    name: str
    label: str
    rows: int
    columns: int
    size: int
    version: int
    imported_at: datetime
    file_id: str
    files: tuple[str, ...]
    sheet: str | None
    rejected: int
    unsure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedTable:
    """Its versions are kept: restoring `version` brings it back."""

    name: str
    version: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    tables: tuple[TableOverview, ...]
    removed: tuple[RemovedTable, ...]


def overview_of(catalog: Catalog, workspace: str) -> Overview:
    current = catalog.current_versions(workspace)
    known: dict[str, FileRecord | None] = {}
    for version in current:
        for file_id in {version.file_id, *(part.file_id for part in version.parts)} - known.keys():
            known[file_id] = catalog.files.find(workspace, file_id)
    names = {version.table.name for version in current}
    gone = [name for name in catalog.table_names(workspace) if name not in names]
    newest = [catalog.versions(workspace, name)[0] for name in gone]
    return Overview(
        tables=tuple(_table(version, known) for version in current),
        removed=tuple(
            RemovedTable(name=version.table.name, version=version.number, rows=version.table.rows) for version in newest
        ),
    )


def _table(version: VersionRecord, known: dict[str, FileRecord | None]) -> TableOverview:
    parts = [known[file_id] for file_id in dict.fromkeys(part.file_id for part in version.parts)]
    files = [file for file in parts or [known[version.file_id]] if file is not None]
    reports = [report for file in files for report in file.report.tables if report.table == version.table.name]
    return TableOverview(
        name=version.table.name,
        label=version.table.label,
        rows=version.table.rows,
        columns=len(version.table.columns),
        size=sum(file.size for file in files),
        version=version.number,
        imported_at=version.imported_at,
        file_id=version.file_id,
        files=tuple(file.name for file in files),
        sheet=version.table.origin.sheet,
        rejected=sum(report.rows_rejected for report in reports),
        unsure=sum(_unsure(report) for report in reports),
    )


def _unsure(report: TableReport) -> int:
    return sum(
        1
        for decision in report.decisions
        if decision.confidence < _UNSURE and decision.alternatives and not decision.by_person
    )
