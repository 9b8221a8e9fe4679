"""How a workspace does: parts, times of its answers and its last errors, with nothing of anybody's data in them."""

from __future__ import annotations

import asyncio
import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog import Catalog, RunRecord
from core.event import RunFailed

if TYPE_CHECKING:
    from workspace.workspace import Workspace

_RUNS = 500
_ERRORS = 10


async def diagnosed(workspace: Workspace, catalog: Catalog, data_dir: Path) -> dict[str, Any]:
    """`seconds` are of answers among the last 500 runs; null where nothing was answered. Errors are told by their code."""
    runs = catalog.conversations.runs(workspace.name, _RUNS)
    answered = sorted(_seconds(run) for run in runs if run.status == "answered" and run.ended_at)
    failed = [run for run in runs if run.status == "error"][:_ERRORS]
    usage = await asyncio.to_thread(shutil.disk_usage, data_dir)
    return {
        "answers": len(answered),
        "seconds": {"p50": _quantile(answered, 0.5), "p95": _quantile(answered, 0.95)},
        "disk": {"free": usage.free, "total": usage.total},
        "tables": len(workspace.tables()),
        "rows": sum(one.table.rows for one in workspace.tables()),
        "imports": catalog.imports.counts(),
        "errors": [_error(run, workspace) for run in failed],
    }


def _seconds(run: RunRecord) -> float:
    ended: datetime = run.ended_at or run.started_at
    return (ended - run.started_at).total_seconds()


def _quantile(ordered: list[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 3) if ordered else None


def _error(run: RunRecord, workspace: Workspace) -> dict[str, Any]:
    last = workspace.kept_events(run.id)[-1:]
    code = next((each.happening.problem.code for each in last if isinstance(each.happening, RunFailed)), "unknown")
    return {"run_id": run.id, "at": run.started_at.isoformat(), "code": code}
