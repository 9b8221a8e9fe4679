"""What was asked, over all conversations."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.dependencies import CurrentWorkspace, Root
from api.routes.thread_objects import run_object

router = APIRouter(tags=["runs"])


@router.get("/runs", summary="What was asked, newest first")
def list_runs(
    workspace: CurrentWorkspace,
    root: Root,
    search: Annotated[str | None, Query(description="Words of a question.", max_length=1_000)] = None,
    before: Annotated[str | None, Query(description="The last one of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Runs that belong to a conversation; what programs and tiles ran by themselves is left out."""
    found = workspace.threads.asked(containing=search, before=before, most=limit + 1)
    shown = found[:limit]
    return {"runs": [run_object(run, root) for run in shown], "more": len(found) > limit}
