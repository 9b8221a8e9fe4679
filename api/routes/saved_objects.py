"""What is kept, as the JSON objects that clients get."""

from __future__ import annotations

from typing import Any

from core.answer import Answer
from wire import dump, spec_object
from workspace import ChangeRecord, FeedbackRecord, InsightRecord, SavedEntry, SpecRecord
from workspace.kept.reviews import Given, ReviewPreview


def saved_object(entry: SavedEntry, *, figures: bool = True) -> dict[str, Any]:
    """The spec with what is known of it; `last` is what it gave last, which only who sees all rows is told."""
    last = entry.figures if figures else None
    return {
        **version_object(entry.record),
        "created_at": entry.record.created_at.isoformat(),
        "status": entry.status,
        "verified": dump(entry.verification) if entry.verification else None,
        "last": {**dump(last.figures), "read_at": last.read_at.isoformat()} if last else None,
    }


def version_object(record: SpecRecord[Any]) -> dict[str, Any]:
    return {
        **spec_object(record.spec),
        "version": record.number,
        "updated_at": record.made_at.isoformat(),
        "updated_by": record.made_by,
        "words": list(record.words),
    }


def answer_object(run_id: str, answer: Answer) -> dict[str, Any]:
    """One JSON object of a run that has ended."""
    result = dump(answer.result) if answer.result else {}
    return {
        "run_id": run_id,
        "status": answer.status,
        "text": answer.text,
        "sql": answer.query.sql if answer.query else None,
        **{key: result.get(key) for key in ("columns", "rows", "row_count", "truncated")},
        "chart": answer.vega_lite,
        "receipt": dump(answer.receipt) if answer.receipt else None,
    }


def feedback_object(record: FeedbackRecord) -> dict[str, Any]:
    said = dump(record.feedback)
    return {
        "id": record.id,
        **{key: said[key] for key in ("run_id", "verdict", "cause", "question", "words", "sql", "plan", "mark")},
        "asked_sql": said["asked_sql"],
        "caller": record.caller,
        "made_at": record.made_at.isoformat(),
        "status": record.status,
        "decided_by": record.decided_by,
        "decided_at": record.decided_at.isoformat() if record.decided_at else None,
        "query": record.query,
    }


def preview_object(preview: ReviewPreview) -> dict[str, Any]:
    return {
        **feedback_object(preview.record),
        "before": _given_object(preview.before),
        "fixes": [_given_object(fix) for fix in preview.fixes],
    }


def change_object(record: ChangeRecord) -> dict[str, Any]:
    return {"id": record.id, **dump(record.change), "made_at": record.made_at.isoformat()}


def insight_object(record: InsightRecord) -> dict[str, Any]:
    return {"id": record.id, **dump(record.insight), "made_by": record.made_by, "made_at": record.made_at.isoformat()}


def _given_object(given: Given) -> dict[str, Any]:
    result = dump(given.result) if given.result else {}
    return {
        "label": given.label,
        "sql": given.sql,
        **{key: result.get(key) for key in ("columns", "rows", "row_count", "truncated")},
        "problem": dump(given.problem) if given.problem else None,
    }
