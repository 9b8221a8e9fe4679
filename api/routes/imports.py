"""Imports: how far each is, stopping one, and trying again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response
from sse_starlette import ServerSentEvent

from api.dependencies import CurrentWorkspace, Root
from api.routes.import_objects import added_object, import_object
from api.streams.sse import json_event, stream_response
from core.event import StatusChanged
from wire import dump
from workspace import FileAdded, FileRefused, ImportNews

router = APIRouter(tags=["imports"])


@router.get("/imports", summary="Imports, newest first: queued, running, done, refused, cancelled or interrupted")
def list_imports(
    workspace: CurrentWorkspace, root: Root, limit: int = Query(default=100, ge=1, le=1000)
) -> dict[str, Any]:
    return {"imports": [import_object(record, root) for record in workspace.files.imports(limit)]}


@router.get("/imports/{import_id}", summary="One import")
def show_import(workspace: CurrentWorkspace, root: Root, import_id: str) -> dict[str, Any]:
    return import_object(workspace.files.find_import(import_id), root)


@router.get("/files/{file_id}/events", summary="The progress of an import as server-sent events")
async def follow_import(
    workspace: CurrentWorkspace, file_id: str, last_event_id: Annotated[int, Header(ge=0)] = 0
) -> Response:
    workspace.files.find_import(file_id)
    if workspace.files.has_told_all(file_id, last_event_id):
        return Response(status_code=204)
    return stream_response(_frames(workspace.files.follow(file_id, last_event_id), last_event_id))


@router.post("/files/{file_id}/cancel", summary="Stop an import; everything is as it was before")
async def cancel_import(workspace: CurrentWorkspace, root: Root, file_id: str) -> dict[str, Any]:
    return import_object(await workspace.files.cancel(file_id), root)


@router.post("/files/{file_id}/retry", status_code=202, summary="Try an import again that did not end well")
async def retry_import(workspace: CurrentWorkspace, root: Root, file_id: str) -> dict[str, Any]:
    workspace.files.retry(file_id)
    return import_object(workspace.files.find_import(file_id), root)


async def _frames(news: AsyncIterator[ImportNews], after: int) -> AsyncIterator[ServerSentEvent]:
    position = after
    async for each in news:
        position += 1
        match each:
            case StatusChanged():
                yield json_event(position, "status", {"text": each.text, "progress": each.progress})
            case FileAdded():
                yield json_event(position, "file.added", added_object(each))
            case FileRefused():
                yield json_event(position, "file.refused", {"name": each.name, "problem": dump(each.problem)})
