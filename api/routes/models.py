"""The semantic model."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.dependencies import CurrentWorkspace
from wire import dump

router = APIRouter(tags=["models"])


@router.get("/models/default", summary="The semantic model of the workspace")
async def show_model(workspace: CurrentWorkspace) -> dict[str, Any]:
    model: dict[str, Any] = dump(await workspace.model())
    return model
