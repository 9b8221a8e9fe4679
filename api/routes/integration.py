"""For other programs: what data there is, what each feature of a frontend needs, and notices of what happened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict
from sse_starlette import ServerSentEvent

from api.dependencies import CurrentCaller, CurrentWorkspace, Root
from api.routes.board_objects import board_object
from api.routes.saved_objects import saved_object
from api.routes.thread_objects import run_object
from api.streams.sse import json_event, stream_response
from core.model import Entity
from core.question import ASSISTANTS
from core.table import TableVersion
from wire import dump
from workspace import Notice, Workspace

router = APIRouter(prefix="/integration", tags=["integration"])

Feature = Literal["chat", "query_builder", "dashboards", "assistants"]
_RECENT = 10
_MOST_SAVED = 50
_RECENT_LOOKED_AT = 100
_MOST_SAVED = 100


class Marking(BaseModel):
    """Without `ids`, all notices."""

    model_config = ConfigDict(extra="forbid")

    ids: list[int] | None = None
    read: bool = True


@router.get("/data-sources", summary="Every table and file: schema, meaning, status, and who can use it")
async def data_sources(workspace: CurrentWorkspace) -> dict[str, Any]:
    return {"workspace": workspace.name, "sources": [*await _tables(workspace), *_files(workspace)]}


@router.get("/context/{feature}", summary="What a feature of a frontend needs to begin with")
async def context(workspace: CurrentWorkspace, root: Root, feature: Feature) -> dict[str, Any]:
    runs = [run for run in workspace.recent_runs(_RECENT_LOOKED_AT) if run.status == "answered"]
    if feature == "query_builder":
        runs = [run for run in runs if run.plan is not None or run.sql]
    elif feature != "assistants":
        runs = [run for run in runs if run.thread_id is not None]
    body = {
        "workspace": workspace.name,
        "feature": feature,
        "sources": await _tables(workspace),
        "recent_queries": [run_object(run, root) for run in runs[:_RECENT]],
        "suggested_questions": [dump(suggestion) for suggestion in await workspace.first_questions()],
    }
    body["saved_queries"] = [saved_object(entry, figures=False) for entry in workspace.queries.list()[:_MOST_SAVED]]
    if feature == "dashboards":
        body["dashboards"] = [board_object(record) for record in workspace.dashboards.list()[:_MOST_SAVED]]
    if feature in {"chat", "assistants"}:
        body["assistants"] = list(ASSISTANTS)
    if feature in {"query_builder", "dashboards"}:
        body["model"] = dump(await workspace.model())
    body["saved_queries"] = [saved_object(entry, figures=False) for entry in workspace.queries.list()[:_MOST_SAVED]]
    if feature == "dashboards":
        body["dashboards"] = [board_object(board) for board in workspace.dashboards.list()[:_MOST_SAVED]]
    return body


@router.get(
    "/notifications", summary="Notices, as a list or (`Accept: text/event-stream`) as they come", response_model=None
)
async def notifications(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    unread: Annotated[bool, Query(description="Only those that were not read.")] = False,
    after: Annotated[int | None, Query(ge=0, description="Only those that came after this one.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    accept: Annotated[str, Header()] = "application/json",
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """The stream begins with what comes next, or after `Last-Event-ID`."""
    if "text/event-stream" in accept:
        known = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
        position = await asyncio.to_thread(workspace.notices.newest) if known is None else known
        return stream_response(_frames(workspace, caller.name, position))
    found = workspace.notices.list(caller.name, unread_only=unread, after=after or 0, most=limit)
    unread_count = len(workspace.notices.list(caller.name, unread_only=True, most=1000))
    return JSONResponse({"notices": [notice_object(notice) for notice in found], "unread": unread_count})


@router.post("/notifications/read", summary="Mark notices as read, or as unread")
def mark(workspace: CurrentWorkspace, caller: CurrentCaller, marking: Marking) -> dict[str, int]:
    return {"changed": workspace.notices.mark(caller.name, marking.ids, read=marking.read)}


async def _frames(workspace: Workspace, reader: str, after: int) -> AsyncIterator[ServerSentEvent]:
    async with aclosing(workspace.notices.follow(reader, after)) as notices:
        async for notice in notices:
            yield json_event(notice.id, notice.kind, notice_object(notice))


def notice_object(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "kind": notice.kind,
        "text": notice.text,
        "about": dict(notice.about),
        "made_at": notice.made_at.isoformat(),
        "read": notice.read,
    }


async def _tables(workspace: Workspace) -> list[dict[str, Any]]:
    versions = workspace.tables()
    if not versions:
        return []
    entities = {entity.name: entity for entity in (await workspace.model()).entities}
    return [_table(version, entities.get(version.table.name)) for version in versions]


def _table(version: TableVersion, entity: Entity | None) -> dict[str, Any]:
    table = version.table
    return {
        "kind": "table",
        "name": table.name,
        "label": table.label,
        "status": "ready",
        "rows": table.rows,
        "version": version.number,
        "imported_at": version.imported_at.isoformat(),
        "file": table.origin.file,
        "schema": [{"name": column.name, "label": column.label, "type": column.type} for column in table.columns],
        "model": dump(entity) if entity is not None else None,
        "access": _EVERYONE,
    }


def _files(workspace: Workspace) -> list[dict[str, Any]]:
    """Imports that did not end well, or have not ended, are among them."""
    files = [
        {
            "kind": "file",
            "name": file.name,
            "id": file.id,
            "status": "ready",
            "size": file.size,
            "uploaded_at": file.uploaded_at.isoformat(),
            "tables": [table.table for table in file.report.tables],
            "access": _EVERYONE,
        }
        for file in workspace.files.list()
    ]
    others = [
        {
            "kind": "file",
            "name": record.name,
            "id": record.id,
            "status": record.status,
            "problem": dump(record.problem) if record.problem else None,
            "access": _EVERYONE,
        }
        for record in workspace.files.imports()
        if record.status != "done"
    ]
    return [*files, *others]


_EVERYONE = {"read": "every caller of this server"}
