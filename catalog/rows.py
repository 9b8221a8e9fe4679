"""Rows of the catalog as records, and back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import RowMapping

from catalog.records import ChoiceChange, FileRecord, ImportRecord, Part, VersionRecord
from core.answer import Problem
from core.import_report import ImportReport
from core.table import Table
from wire import dumps, loads

Choices = dict[str, str]


def moment(kept: str) -> datetime:
    return datetime.fromisoformat(kept)


def file_record(row: RowMapping) -> FileRecord:
    return FileRecord(
        id=row["id"],
        name=row["name"],
        sha256=row["sha256"],
        size=row["size"],
        stored=row["stored"],
        uploaded_at=moment(row["uploaded_at"]),
        report=loads(ImportReport, row["report"]),
        choices=choices_of(row["choices"]),
    )


def file_row(file: FileRecord) -> dict[str, object]:
    return {
        "id": file.id,
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "stored": file.stored,
        "uploaded_at": file.uploaded_at.isoformat(),
        "report": dumps(file.report),
        "choices": dumps(dict(file.choices), Choices),
    }


def choices_of(kept: str | None) -> Choices:
    return loads(Choices, kept) if kept else {}


def version_record(row: RowMapping, parts: tuple[Part, ...] = ()) -> VersionRecord:
    return VersionRecord(
        table=loads(Table, row["definition"]),
        number=row["number"],
        file_id=row["file_id"],
        file_sha256=row["file_sha256"],
        file=row["file"],
        relation=row["relation"],
        imported_at=moment(row["imported_at"]),
        made_by=row["made_by"] or "upload",
        parts=parts,
    )


def version_row(workspace: str, version: VersionRecord, number: int) -> dict[str, object]:
    return {
        "workspace": workspace,
        "name": version.table.name,
        "number": number,
        "file_id": version.file_id,
        "file_sha256": version.file_sha256,
        "file": version.file,
        "relation": version.relation,
        "definition": dumps(version.table),
        "imported_at": version.imported_at.isoformat(),
        "made_by": version.made_by,
    }


def part_rows(workspace: str, version: VersionRecord) -> list[dict[str, object]]:
    of_version = {"workspace": workspace, "name": version.table.name, "number": version.number}
    return [{**of_version, "file_id": part.file_id, "rows": part.rows} for part in version.parts]


def import_record(row: RowMapping) -> ImportRecord:
    return ImportRecord(
        id=row["id"],
        name=row["name"],
        mode=row["mode"],
        into_table=row["into_table"],
        change=loads(ChoiceChange, row["change"]) if row["change"] else None,
        source=row["source"],
        sha256=row["sha256"],
        size=row["size"],
        stored=row["stored"],
        status=row["status"],
        owner=row["owner"],
        text=row["text"],
        share=row["share"],
        problem=loads(Problem, row["problem"]) if row["problem"] else None,
        file_id=row["file_id"],
        attempts=row["attempts"],
        created_at=moment(row["created_at"]),
        heard_at=moment(row["heard_at"]),
        ended_at=moment(row["ended_at"]) if row["ended_at"] else None,
    )


def import_row(workspace: str, record: ImportRecord) -> dict[str, object]:
    return {
        "id": record.id,
        "workspace": workspace,
        "name": record.name,
        "mode": record.mode,
        "into_table": record.into_table,
        "change": dumps(record.change) if record.change else None,
        "source": record.source,
        "sha256": record.sha256,
        "size": record.size,
        "stored": record.stored,
        "status": record.status,
        "owner": record.owner,
        "attempts": record.attempts,
        "created_at": record.created_at.isoformat(),
        "heard_at": record.heard_at.isoformat(),
    }
