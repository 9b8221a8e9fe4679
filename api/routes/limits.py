"""The limits of a workspace: how much one query may take."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.dependencies import CurrentWorkspace

router = APIRouter(tags=["limits"])


@router.get("/settings/limits", summary="How much one query of the workspace may take")
def show_limits(workspace: CurrentWorkspace) -> dict[str, Any]:
    """`changed` names those that are the workspace's own, `ranges` what each may be."""
    return workspace.limits.described()


@router.patch("/settings/limits", summary="Change limits of the workspace; null takes one back to its default")
def change_limits(workspace: CurrentWorkspace, changes: dict[str, float | None]) -> dict[str, Any]:
    """All of them or, where one cannot be, none. Queries that run already keep the limits they began with."""
    workspace.limits.change(changes)
    return workspace.limits.described()
