"""Files: uploads, how far their import is, what was found in them."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from fastapi import APIRouter, BackgroundTasks, UploadFile
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.dependencies import CurrentWorkspace, Root, ServerSettings
from api.streams.sse import json_event, stream_response
from core.errors import LimitReached
from core.event import StatusChanged
from wire import dump
from workspace import FileAdded, FileRefused, Import, safe_file_name

router = APIRouter(tags=["files"])

_CHUNK = 1 << 20


@router.post("/files/upload", status_code=202, summary="Upload files; each is imported in the background")
async def upload(
    workspace: CurrentWorkspace, root: Root, settings: ServerSettings, files: list[UploadFile], tasks: BackgroundTasks
) -> dict[str, Any]:
    jobs = []
    for file in files:
        received = await _receive(file, settings)
        job = workspace.start_import(received, safe_file_name(file.filename or "file"))
        tasks.add_task(_discard, job, received)
        jobs.append({"id": job.id, "name": job.name, "status": "importing", "events": f"{root}/files/{job.id}/events"})
    return {"files": jobs}


@router.get("/files", summary="The files that tables come from")
def list_files(workspace: CurrentWorkspace) -> dict[str, Any]:
    return {
        "files": [
            {"id": file.id, "name": file.name, "size": file.size, "uploaded_at": file.uploaded_at.isoformat()}
            for file in workspace.files()
        ]
    }


@router.get("/files/{file_id}", summary="A file with its import report, or how far its import is")
def show_file(workspace: CurrentWorkspace, file_id: str) -> dict[str, Any]:
    for file in workspace.files():
        if file.id == file_id:
            return {"status": "imported", **dump(file)}
    return _job_object(workspace.find_import(file_id))


@router.get("/files/{file_id}/events", summary="The progress of an import as server-sent events")
async def follow_import(workspace: CurrentWorkspace, file_id: str) -> EventSourceResponse:
    return stream_response(_news(workspace.find_import(file_id)))


@router.delete("/files/{file_id}", summary="Take a file's tables out of the workspace")
def forget_file(workspace: CurrentWorkspace, file_id: str) -> dict[str, Any]:
    return {"tables": sorted(workspace.forget(file_id))}


async def _news(job: Import) -> AsyncIterator[ServerSentEvent]:
    position = 0
    async for news in job.news.read():
        position += 1
        match news:
            case StatusChanged():
                yield json_event(position, "status", {"text": news.text, "progress": news.progress})
            case FileAdded():
                yield json_event(position, "file.added", _added_object(news))
            case FileRefused():
                yield json_event(position, "file.refused", {"name": news.name, "problem": dump(news.problem)})


def _job_object(job: Import) -> dict[str, Any]:
    match job.outcome:
        case None:
            return {"id": job.id, "name": job.name, "status": "importing"}
        case FileAdded() as added:
            return {"id": added.file_id, "status": "imported", **_added_object(added)}
        case FileRefused() as refused:
            return {"id": job.id, "name": refused.name, "status": "refused", "problem": dump(refused.problem)}


def _added_object(added: FileAdded) -> dict[str, Any]:
    return {
        "file_id": added.file_id,
        "name": added.name,
        "unchanged": added.unchanged,
        "tables": [{"name": v.table.name, "rows": v.table.rows, "version": v.number} for v in added.tables],
        "report": dump(added.report),
    }


async def _receive(file: UploadFile, settings: ServerSettings) -> Path:
    with tempfile.NamedTemporaryFile(delete=False, prefix="tablespeak-upload-") as target:
        size = 0
        while chunk := await file.read(_CHUNK):
            size += target.write(chunk)
            if size > settings.upload_bytes:
                await asyncio.to_thread(Path(target.name).unlink)
                raise LimitReached(
                    f"{file.filename} is larger than {settings.upload_bytes:,} bytes.", limit="size", stage="upload"
                )
    return Path(target.name)


async def _discard(job: Import, received: Path) -> None:
    await job.ended()
    await asyncio.to_thread(received.unlink, missing_ok=True)
