"""Imports whose process ended before they did."""

from __future__ import annotations

from pathlib import Path

from catalog import Catalog
from core.answer import Problem
from workspace.owners import is_alive

INTERRUPTED = Problem(
    code="interrupted",
    message="The import was interrupted: the process that worked on it ended.",
    hint="Everything is as it was before; retry it.",
    retryable=True,
)


def notice_interrupted(catalog: Catalog, owners: Path) -> None:
    """Imports of processes that have ended are marked as interrupted."""
    for workspace, record in catalog.imports.open():
        if is_alive(owners, record.owner, record.heard_at):
            continue
        if catalog.imports.end(record.id, "interrupted", owner=record.owner, problem=INTERRUPTED):
            told = f"Importing {record.name} was interrupted; retry it."
            catalog.notices.add(workspace, "import_failed", told, {"file": record.name, "import_id": record.id})
