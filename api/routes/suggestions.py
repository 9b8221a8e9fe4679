"""Questions to begin with."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.dependencies import CurrentWorkspace
from wire import dump

router = APIRouter(tags=["ask"])


@router.get("/suggestions", summary="Questions to begin with; each was executed and returned rows")
async def suggestions(workspace: CurrentWorkspace) -> dict[str, Any]:
    found = [dump(suggestion) for suggestion in await workspace.first_questions()]
    workspace.ahead.begin()
    return {"suggestions": found}
