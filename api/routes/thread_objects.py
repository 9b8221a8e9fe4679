"""Threads and runs as the JSON objects that clients get."""

from __future__ import annotations

from typing import Any

from workspace import RunRecord, ThreadRecord


def thread_object(thread: ThreadRecord) -> dict[str, Any]:
    return {
        "id": thread.id,
        "title": thread.title,
        "created_at": thread.created_at.isoformat(),
        "updated_at": thread.updated_at.isoformat(),
        "turns": thread.turns,
        "branch_of": thread.branch_of,
    }


def run_object(run: RunRecord, root: str) -> dict[str, Any]:
    """`status` is null while the run goes on; `events` is where its log is replayed and followed."""
    return {
        "run_id": run.id,
        "thread_id": run.thread_id,
        "question": run.question,
        "status": run.status,
        "assistant": run.assistant,
        "reply_to": run.reply_to,
        "sql": run.sql,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "events": f"{root}/runs/{run.id}/events",
    }
