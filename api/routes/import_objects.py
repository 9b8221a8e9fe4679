"""Files and their imports as the API writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wire import dump
from workspace import FileAdded, FileRecord, FileRefused, Import, ImportRecord, numbered


def job_object(job: Import | ImportRecord, root: str, ended: FileAdded | FileRefused | None = None) -> dict[str, Any]:
    """`status` is importing, imported, refused, cancelled or interrupted; `events` tells how far it is."""
    if isinstance(job, Import):
        ended = ended or job.outcome
    shown: dict[str, Any] = {"id": job.id, "name": job.name, "status": "importing", "events": events_of(job.id, root)}
    match ended:
        case FileAdded():
            return {**shown, "id": ended.file_id, "status": "imported", **added_object(ended)}
        case FileRefused():
            code = ended.problem.code
            status = code if code in ("cancelled", "interrupted") else "refused"
            return {**shown, "status": status, "problem": dump(ended.problem)}
    return shown


def events_of(import_id: str, root: str) -> str:
    return f"{root}/files/{import_id}/events"


def import_object(record: ImportRecord, root: str) -> dict[str, Any]:
    """`status` is queued, running, done, refused, cancelled or interrupted; `file_id` is there once it is done."""
    return {
        "id": record.id,
        "name": record.name,
        "status": record.status,
        "mode": record.mode,
        "into": record.into_table,
        "text": record.text,
        "progress": record.share,
        "size": record.size,
        "attempts": record.attempts,
        "file_id": record.file_id,
        "problem": dump(record.problem) if record.problem else None,
        "created_at": record.created_at.isoformat(),
        "ended_at": record.ended_at.isoformat() if record.ended_at else None,
        "events": events_of(record.id, root),
    }


def added_object(added: FileAdded) -> dict[str, Any]:
    return {
        "file_id": added.file_id,
        "name": added.name,
        "unchanged": added.unchanged,
        "duplicate_of": added.duplicate_of,
        "tables": [{"name": v.table.name, "rows": v.table.rows, "version": v.number} for v in added.tables],
        "changes": [dump(change) for change in added.changes],
        "breaks": [dump(broken) for broken in added.breaks],
        "report": dump(added.report.with_sample()),
    }


def file_object(file: FileRecord) -> dict[str, Any]:
    return {"status": "imported", **dump(replace(file, report=file.report.with_sample()))}


def report_object(file: FileRecord) -> dict[str, Any]:
    """Decisions under their numbers; of rejected rows a sample, all that are kept as `rejected.csv`."""
    report = file.report.with_sample()
    entries = [{"number": entry.number, "table": entry.table, **dump(entry.decision)} for entry in numbered(report)]
    return {
        "id": file.id,
        "file": report.file,
        "format": report.format,
        "size": report.size,
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "uploaded_at": file.uploaded_at.isoformat(),
        "choices": dict(file.choices),
        "decisions": [entry for entry in entries if entry["table"] is None],
        "tables": [
            {
                "table": table.table,
                "place": table.place,
                "origin": dump(table.origin),
                "lines_read": table.lines_read,
                "header_rows": table.header_rows,
                "blank_rows": table.blank_rows,
                "left_out_rows": table.left_out_rows,
                "rows_kept": table.rows_kept,
                "rows_rejected": table.rows_rejected,
                "reconciled": table.reconciled,
                "rejected": [dump(row) for row in table.rejected],
                "decisions": [entry for entry in entries if entry["table"] == table.table],
            }
            for table in report.tables
        ],
    }
