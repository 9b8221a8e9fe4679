"""Dashboards that are proposed, and changed in words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentCaller, CurrentWorkspace
from api.routes.board_objects import board_object
from core.saved import Dashboard, DashboardDraft, SavedQuery
from wire import read_spec, spec_object
from workspace import MOST_TILES

router = APIRouter(prefix="/dashboards", tags=["dashboards"])

_LONGEST_WORDS = 2_000


class Proposing(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"question": "revenue by region"}]})

    question: str = Field(default="", max_length=_LONGEST_WORDS, description="A question, or words for a topic.")
    table: str | None = None
    thread_id: str | None = Field(default=None, description="Goes on from what this conversation asked last.")
    tiles: int = Field(default=MOST_TILES, ge=1, le=12, description="At most so many; 6 is an overview.")
    keep: bool = Field(default=True, description="Whether the dashboard and its queries are saved.")


class Changing(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"words": "make the second a line by week; remove the table"}]}
    )

    words: str = Field(max_length=_LONGEST_WORDS)
    version: int | None = Field(default=None, description="Only where this is the current version.")


class ChangingDraft(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: str = Field(max_length=_LONGEST_WORDS)
    draft: dict[str, Any] = Field(description="As it was answered: dashboard and queries.")


@router.post("/quick-create", status_code=201, summary="Propose a dashboard for a question, a table or a conversation")
async def quick_create(workspace: CurrentWorkspace, caller: CurrentCaller, wanted: Proposing) -> JSONResponse:
    """Each tile was run and has rows. With `keep` false, 200 with the draft: nothing is saved."""
    draft = await workspace.design_dashboard(
        wanted.question, table=wanted.table, thread_id=wanted.thread_id, most=wanted.tiles, caller=caller
    )
    if not wanted.keep:
        return JSONResponse(draft_object(draft))
    record = await workspace.dashboards.keep_draft(draft, caller)
    return JSONResponse({**board_object(record), "told": list(draft.told)}, status_code=201)


@router.post("/draft/change", summary="Change a draft in words")
async def change_draft(workspace: CurrentWorkspace, caller: CurrentCaller, wanted: ChangingDraft) -> dict[str, Any]:
    given = DashboardDraft(
        dashboard=read_spec(Dashboard, wanted.draft.get("dashboard")),
        queries=tuple(read_spec(SavedQuery, one) for one in wanted.draft.get("queries", ())),
    )
    return draft_object(await workspace.change_dashboard(given, wanted.words, caller=caller))


@router.post("/{name}/change", summary="Change a dashboard in words")
async def change_in_words(
    workspace: CurrentWorkspace, caller: CurrentCaller, name: str, wanted: Changing
) -> dict[str, Any]:
    """`told` says what was done, and what was not understood. Saved queries stay as they are: a changed one is a new one."""
    draft = workspace.dashboards.draft_of(name)
    saved = workspace.queries.names()
    changed = await workspace.change_dashboard(draft, wanted.words, saved=saved, caller=caller)
    record = await workspace.dashboards.keep_changed(changed, caller, base=wanted.version)
    return {**board_object(record), "told": list(changed.told)}


def draft_object(draft: DashboardDraft) -> dict[str, Any]:
    return {
        "dashboard": spec_object(draft.dashboard),
        "queries": [spec_object(query) for query in draft.queries],
        "told": list(draft.told),
    }
