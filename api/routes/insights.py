"""What the data says before anything is asked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.dependencies import CurrentWorkspace
from wire import dump

router = APIRouter(tags=["ask"])


@router.get("/insights", summary="First insights: checked sentences, each with the run it was found in")
async def insights(
    workspace: CurrentWorkspace,
    most: Annotated[int, Query(ge=1, le=6, description="The most sentences, each of another kind.")] = 3,
) -> dict[str, Any]:
    return {"insights": [dump(insight) for insight in await workspace.first_insights(most)]}
