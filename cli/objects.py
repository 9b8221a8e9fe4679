"""What commands print with --json: one object, decimals as numbers, dates in ISO 8601."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.answer import Answer, Fact, Option, Problem, Suggestion
from core.result import Result
from wire import dump

if TYPE_CHECKING:
    from core.table import TableVersion
    from workspace import FileAdded, FileRecord, FileRefused, ImportRecord, RowChange, SchemaChange, VersionEntry


def as_json(value: object) -> str:
    """On one line, in ASCII: what a terminal would obey is escaped."""
    return json.dumps(value, allow_nan=False)


def answer_object(answer: Answer) -> dict[str, Any]:
    """For a question back, `answer` is that question and `suggestions` are its options, each with a plan to run."""
    plan = answer.query.plan if answer.query else None
    return {
        "status": "error" if answer.status == "cancelled" else answer.status,
        "answer": answer.clarification.question if answer.clarification else answer.text or None,
        "plan": _json(plan) if plan else None,
        "reading": [_json(reading) for reading in plan.reading] if plan else [],
        "assumptions": [_json(assumption) for assumption in plan.assumptions] if plan else [],
        "sql": (answer.query.sql or None) if answer.query else None,
        "table": table_object(answer.result) if answer.result else None,
        "chart": _json(answer.vega_lite),
        "facts": [_json(_with_numbers(fact)) for fact in answer.facts],
        "receipt": _json(answer.receipt) if answer.receipt else None,
        "decided_by": answer.receipt.decided_by if answer.receipt else None,
        "suggestions": _suggestions(answer),
        "error": _json(answer.problem) if answer.problem else None,
    }


def table_object(result: Result) -> dict[str, Any]:
    return {
        "columns": [{"name": column.name, "type": column.type} for column in result.columns],
        "rows": [[_json(cell) for cell in row] for row in result.rows],
        "row_count": result.row_count,
        "truncated": result.truncated,
    }


def problem_object(problem: Problem) -> dict[str, Any]:
    return {"status": "error", "error": _json(problem)}


def version_object(version: TableVersion) -> dict[str, Any]:
    table = version.table
    return {
        "name": table.name,
        "label": table.label,
        "rows": table.rows,
        "columns": [_json(column) for column in table.columns],
        "version": version.number,
        "origin": _json(table.origin),
        "imported_at": version.imported_at.isoformat(),
    }


def import_object(outcome: FileAdded | FileRefused) -> dict[str, Any]:
    from workspace import FileAdded

    added = outcome if isinstance(outcome, FileAdded) else None
    refused = outcome if not isinstance(outcome, FileAdded) else None
    return {
        "file": outcome.name,
        "id": added.file_id if added else refused.import_id if refused else None,
        "unchanged": added.unchanged if added else False,
        "duplicate_of": added.duplicate_of if added else None,
        "tables": [version_object(version) for version in added.tables] if added else [],
        "changes": [_json(change) for change in added.changes] if added else [],
        "report": _json(added.report.with_sample()) if added else None,
        "error": _json(refused.problem) if refused else None,
    }


def report_object(file: FileRecord) -> dict[str, Any]:
    """The report; each decision has the number that `decide` takes."""
    from workspace import numbered

    decisions = [
        {"number": entry.number, "table": entry.table, **_json(entry.decision)} for entry in numbered(file.report)
    ]
    return {
        "id": file.id,
        "choices": dict(file.choices),
        "report": _json(file.report.with_sample()),
        "decisions": decisions,
    }


def entry_object(entry: VersionEntry) -> dict[str, Any]:
    return {
        **version_object(entry.version),
        "current": entry.current,
        "made_by": entry.made_by,
        "files": list(entry.files),
        "change": _json(entry.change) if entry.change else None,
    }


def comparison_object(schema: SchemaChange, rows: RowChange) -> dict[str, Any]:
    return {"schema": _json(schema), "rows": _json(rows)}


def import_record_object(record: ImportRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "file": record.name,
        "status": record.status,
        "progress": record.share,
        "attempts": record.attempts,
        "created_at": record.created_at.isoformat(),
        "ended_at": record.ended_at.isoformat() if record.ended_at else None,
        "error": _json(record.problem) if record.problem else None,
    }


def _suggestions(answer: Answer) -> list[dict[str, Any]]:
    following: Iterable[Option | Suggestion] = answer.suggestions
    if answer.clarification:
        following = answer.clarification.options
    return [
        {
            "text": next_one.label if isinstance(next_one, Option) else next_one.text,
            "rows": None if isinstance(next_one, Option) else next_one.rows,
            "plan": _json(next_one.plan) if next_one.plan else None,
        }
        for next_one in following
    ]


def _with_numbers(fact: Fact) -> Fact:
    return replace(fact, value=float(fact.value)) if isinstance(fact.value, Decimal) else fact


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict):
        return {name: _json(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_json(member) for member in value]
    return _json(dump(value))
