"""Conversations: each a line of runs, kept with everything they emitted."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentWorkspace, Root
from api.routes.thread_objects import run_object, thread_object
from wire import event_object

router = APIRouter(tags=["threads"])


class Titled(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "Revenue in spring"}]})

    title: str = Field(min_length=1, max_length=1_000)


class Branching(BaseModel):
    """`run_id` is the last turn that the new thread keeps."""

    model_config = ConfigDict(extra="forbid")

    run_id: str
    title: str | None = Field(default=None, max_length=1_000)


@router.get("/threads", summary="The conversations; the one asked in last comes first")
def list_threads(
    workspace: CurrentWorkspace,
    search: Annotated[str | None, Query(description="Words of a title or a question.", max_length=1_000)] = None,
    before: Annotated[str | None, Query(description="The last one of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    found = workspace.threads.list(containing=search, before=before, most=limit + 1)
    shown = found[:limit]
    return {"threads": [thread_object(thread) for thread in shown], "more": len(found) > limit}


@router.post("/threads", status_code=201, summary="Start a conversation")
def start_thread(workspace: CurrentWorkspace, titled: Titled) -> dict[str, Any]:
    return thread_object(workspace.threads.start(titled.title))


@router.get("/threads/{thread_id}", summary="A conversation with its turns, oldest first")
def show_thread(
    workspace: CurrentWorkspace,
    root: Root,
    thread_id: str,
    events: Annotated[bool, Query(description="With each turn, all its events as they were streamed.")] = False,
) -> dict[str, Any]:
    thread = workspace.threads.find(thread_id)
    turns = [run_object(run, root) for run in workspace.threads.runs(thread_id)]
    if events:
        for turn in turns:
            turn["log"] = [event_object(event) for event in workspace.kept_events(turn["run_id"])]
    return {**thread_object(thread), "runs": turns}


@router.patch("/threads/{thread_id}", summary="Rename a conversation")
def rename_thread(workspace: CurrentWorkspace, thread_id: str, titled: Titled) -> dict[str, Any]:
    return thread_object(workspace.threads.rename(thread_id, titled.title))


@router.delete("/threads/{thread_id}", status_code=204, summary="Delete a conversation, with all it holds")
async def delete_thread(workspace: CurrentWorkspace, thread_id: str) -> Response:
    """What goes on in it is stopped."""
    await workspace.threads.delete(thread_id)
    return Response(status_code=204)


@router.post("/threads/{thread_id}/branch", status_code=201, summary="Go on from a turn in a new conversation")
def branch_thread(workspace: CurrentWorkspace, thread_id: str, branching: Branching) -> dict[str, Any]:
    return thread_object(workspace.threads.branch(thread_id, branching.run_id, branching.title))
