"""Files: uploads, what was found in them, and changing what was decided."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, UploadFile
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field

from api.attachments import attachment
from api.dependencies import CurrentWorkspace, Root
from api.routes.import_objects import added_object, file_object, job_object, report_object
from core.errors import InvalidInput, UnknownName
from workspace import FileAdded, Import, Wish, rejected_csv, safe_file_name

router = APIRouter(tags=["files"])

_CHUNK = 1 << 20
Wait = Annotated[bool, Query(description="Answer only when the file was read again, with what became of it.")]


class ChoiceBody(BaseModel):
    """A decision by its `key`, or by `kind` and what it is about; a `value` of null leaves it to the data again."""

    value: str | None
    key: str | None = Field(default=None, description="As the file's report gives it.")
    kind: str | None = Field(default=None, description="For example type, date_order, header or total_row.")
    place: str | None = Field(default=None, description="The table's place in the file, for example a sheet.")
    table: str | None = Field(default=None, description="The table's name, in place of its place.")
    column: str | None = Field(default=None, description="A column's name or header.")
    row: int | None = Field(default=None, description="A row as the report counts it.")


class DecisionsBody(BaseModel):
    choices: list[ChoiceBody] = Field(default_factory=list, max_length=1000)
    say: list[Annotated[str, Field(max_length=1000)]] = Field(
        default_factory=list,
        max_length=100,
        description="Sentences in place of choices: “read dates as day/month”, “treat row 3 as header”.",
    )


@router.post("/files/upload", status_code=202, summary="Upload files; each is imported in the background")
async def upload(
    workspace: CurrentWorkspace,
    root: Root,
    files: list[UploadFile],
    mode: Annotated[
        Literal["version", "append", "separate"],
        Form(
            description="What becomes of a name that is there already: a new version, rows added, a table of its own."
        ),
    ] = "version",
    into: Annotated[str | None, Form(description="The table that rows are added to.")] = None,
    wait: Annotated[bool, Query(description="Answer only when all are read, with what became of each.")] = False,
) -> JSONResponse:
    jobs = []
    for file in files:
        with workspace.files.receive(safe_file_name(file.filename or "file")) as receiving:
            while chunk := await file.read(_CHUNK):
                await asyncio.to_thread(receiving.write, chunk)
            kept = await asyncio.to_thread(receiving.keep)
        jobs.append(workspace.files.start_received(kept, mode=mode, into=into or None))
    for job in jobs if wait else ():
        await job.ended()
    return JSONResponse({"files": [job_object(job, root) for job in jobs]}, status_code=200 if wait else 202)


@router.get("/files", summary="The files that tables come from")
def list_files(workspace: CurrentWorkspace) -> dict[str, Any]:
    return {
        "files": [
            {"id": file.id, "name": file.name, "size": file.size, "uploaded_at": file.uploaded_at.isoformat()}
            for file in workspace.files.list()
        ]
    }


@router.get("/files/{file_id}", summary="A file with its import report, or how far its import is")
def show_file(workspace: CurrentWorkspace, root: Root, file_id: str) -> dict[str, Any]:
    try:
        return file_object(workspace.files.find(file_id))
    except (UnknownName, InvalidInput):
        record = workspace.files.find_import(file_id)
        ended = None if record.status in ("queued", "running") else workspace.files.outcome(record)
        return job_object(record, root, ended)


@router.get(
    "/files/{file_id}/report", summary="What was detected, decided, left out and rejected, each number accounted for"
)
def show_report(workspace: CurrentWorkspace, file_id: str) -> dict[str, Any]:
    return report_object(workspace.files.find(file_id))


@router.get("/files/{file_id}/rejected.csv", summary="The rows that were not kept, as CSV")
def download_rejected(workspace: CurrentWorkspace, file_id: str) -> StreamingResponse:
    file = workspace.files.find(file_id)
    headers = {"Content-Disposition": attachment(f"{Path(file.name).stem} rejected.csv")}
    return StreamingResponse(rejected_csv(file.report), media_type="text/csv; charset=utf-8", headers=headers)


@router.patch(
    "/files/{file_id}/decisions", status_code=202, summary="Change decisions; the file is read again as a new version"
)
async def change_decisions(
    workspace: CurrentWorkspace, root: Root, file_id: str, body: DecisionsBody, wait: Wait = False
) -> JSONResponse:
    wishes = [Wish(**choice.model_dump()) for choice in body.choices]
    return await _reply(workspace.files.decide(file_id, wishes, body.say), root, wait)


@router.post("/files/{file_id}/undo", status_code=202, summary="Take the last change of decisions back")
async def undo_decision(workspace: CurrentWorkspace, root: Root, file_id: str, wait: Wait = False) -> JSONResponse:
    return await _reply(workspace.files.undo(file_id), root, wait)


@router.delete("/files/{file_id}", summary="Take a file's rows out of the workspace, or a failed import off the list")
async def forget_file(workspace: CurrentWorkspace, file_id: str) -> dict[str, Any]:
    return {"tables": sorted(await asyncio.to_thread(workspace.files.forget, file_id))}


async def _reply(job: Import, root: str, wait: bool) -> JSONResponse:
    if not wait:
        return JSONResponse(job_object(job, root), status_code=202)
    ended = await job.ended()
    if isinstance(ended, FileAdded):
        return JSONResponse({"id": ended.file_id, "status": "imported", **added_object(ended)})
    from api.problems import problem_response

    return problem_response(ended.problem)
