"""What language models were asked for, and what it cost."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.dependencies import CurrentWorkspace

router = APIRouter(tags=["usage"])


@router.get("/usage", summary="Calls, tokens and cost of language models, by day, caller and model")
async def usage(
    workspace: CurrentWorkspace,
    days: Annotated[int, Query(ge=1, le=3660, description="How many days back, today included.")] = 30,
) -> dict[str, Any]:
    """`today` is what everybody spent in all workspaces since midnight UTC, which the daily budgets count."""
    return workspace.spending.described(days)
