"""Versions of tables: what there was, what changed, and going back."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.dependencies import CurrentWorkspace
from wire import dump
from workspace import VersionEntry

router = APIRouter(tags=["versions"])


@router.get("/tables/{name}/versions", summary="The versions of a table, newest first")
def list_versions(workspace: CurrentWorkspace, name: str) -> dict[str, Any]:
    return {"table": name, "versions": [_entry_object(entry) for entry in workspace.versions.list(name)]}


@router.get("/tables/{name}/versions/compare", summary="What changed from one version to another: columns and rows")
async def compare_versions(
    workspace: CurrentWorkspace,
    name: str,
    before: Annotated[int, Query(alias="from", ge=1)],
    after: Annotated[int, Query(alias="to", ge=1)],
) -> dict[str, Any]:
    schema, rows = await asyncio.to_thread(workspace.versions.compare, name, before, after)
    return {"schema": dump(schema), "rows": dump(rows)}


@router.post("/tables/{name}/versions/{number}/restore", summary="Make a version current again")
def restore_version(workspace: CurrentWorkspace, name: str, number: int) -> dict[str, Any]:
    restored = workspace.versions.restore(name, number)
    return {"table": name, "version": restored.number, "rows": restored.table.rows}


@router.delete("/tables/{name}/versions/{number}", summary="Delete a version")
def delete_version(
    workspace: CurrentWorkspace,
    name: str,
    number: int,
    force: Annotated[bool, Query(description="The current one too; the newest one left is current then.")] = False,
) -> dict[str, Any]:
    deleted: dict[str, Any] = dump(workspace.versions.delete(name, number, force=force))
    return deleted


@router.delete("/tables/{name}", summary="Take a table out of the workspace; restoring a version brings it back")
def take_out_table(workspace: CurrentWorkspace, name: str) -> dict[str, Any]:
    workspace.versions.take_out(name)
    return {"table": name}


def _entry_object(entry: VersionEntry) -> dict[str, Any]:
    return {
        "version": entry.version.number,
        "current": entry.current,
        "made_by": entry.made_by,
        "files": list(entry.files),
        "rows": entry.version.table.rows,
        "columns": [dump(column) for column in entry.version.table.columns],
        "imported_at": entry.version.imported_at.isoformat(),
        "change": dump(entry.change) if entry.change else None,
    }
