"""What left the machine for a language model's endpoint."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.dependencies import CurrentWorkspace
from wire import dump

router = APIRouter(tags=["egress"])


@router.get("/egress", summary="What each run sent to a language model, word for word")
async def egress(
    workspace: CurrentWorkspace,
    run_id: Annotated[str | None, Query(description="One run only.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="The most runs, newest first.")] = 50,
) -> dict[str, Any]:
    """Runs that sent nothing are listed with no requests."""
    found = workspace.egress.latest(limit) if run_id is None else (workspace.egress.of_run(run_id),)
    return {"runs": [dump(one) for one in found]}
