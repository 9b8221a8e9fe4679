"""Runs: their events, replayed and followed, their results, and stopping them."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from api.attachments import download_response
from api.dependencies import CurrentCaller, CurrentWorkspace, Root
from api.leaving import CLIENT_CLOSED, ClientLeft, while_there
from api.links import link_to_run
from api.routes.thread_objects import run_object
from api.streams.sse import run_stream, stream_response

router = APIRouter(tags=["runs"])

MOST_ROWS_OF_A_PAGE = 10_000
_ROWS_OF_A_PAGE = 1000
CANCEL_SECONDS = 10.0


@router.get("/runs/{run_id}/events", summary="Replay a run's events and follow it", response_model=None)
async def events(
    workspace: CurrentWorkspace,
    run_id: str,
    after: Annotated[int, Query(ge=0, description="Events with a higher seq only.")] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """A reader that had the last event gets 204, which tells EventSource not to come back."""
    position = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
    run = workspace.follow(run_id)
    if run.has_told_all(position):
        return Response(status_code=204)
    return stream_response(run_stream(run.events(position)))


@router.post("/runs/{run_id}/cancel", summary="Stop a run, in whichever process it goes on")
async def cancel(workspace: CurrentWorkspace, run_id: str) -> dict[str, Any]:
    """`ended` is false where the process that works on it does not answer in time."""
    run = workspace.follow(run_id)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(run.cancel(), CANCEL_SECONDS)
    return {"run_id": run_id, "ended": run.ended}


@router.get("/runs/{run_id}", summary="A run as it is kept: question, status, and the thread it belongs to")
def show_run(workspace: CurrentWorkspace, root: Root, run_id: str) -> dict[str, Any]:
    return run_object(workspace.runs.record(run_id), root)


@router.get("/runs/{run_id}/result.json", summary="The result as JSON: whole, or a page of it", response_model=None)
async def result_json(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    request: Request,
    run_id: str,
    offset: Annotated[int | None, Query(ge=0, description="The first row of the page, counted from 0.")] = None,
    limit: Annotated[int | None, Query(ge=0, le=MOST_ROWS_OF_A_PAGE, description="The most rows of the page.")] = None,
) -> Response:
    """`{columns: [{name, type}], rows: [[...]], row_count}`; a page has its `offset` too, and whether there are `more` rows."""
    if offset is None and limit is None:
        return await result_file(workspace, caller, request, run_id, "json")
    rows = _ROWS_OF_A_PAGE if limit is None else limit
    try:
        return JSONResponse(await while_there(request, workspace.results.page(run_id, offset or 0, rows, caller)))
    except ClientLeft:
        return Response(status_code=CLIENT_CLOSED)


@router.get("/runs/{run_id}/result.{file_format}", summary="The whole result as a file", response_model=None)
async def result_file(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    request: Request,
    run_id: str,
    file_format: Annotated[Literal["csv", "json", "arrow", "parquet", "xlsx"], Path()],
) -> Response:
    """Its name is made from the question. Excel holds 1,048,575 rows below a header: more is refused, nothing is cut."""
    try:
        download = await while_there(request, workspace.results.download(run_id, file_format, caller))
    except ClientLeft:
        return Response(status_code=CLIENT_CLOSED)
    return download_response(download)


@router.get("/runs/{run_id}/export", summary="The answer as a document or a picture", response_model=None)
async def export(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    request: Request,
    run_id: str,
    export_format: Annotated[Literal["png", "svg", "pdf", "xlsx", "pptx", "html"], Query(alias="format")],
    paper: Annotated[Literal["a4", "letter"], Query(description="Of a PDF.")] = "a4",
) -> Response:
    """With its finding, chart, rows, receipt and SQL. Tables of documents have 500 rows and say how many are left."""
    link = link_to_run(request, workspace, run_id)
    made = workspace.exports.answer(run_id, export_format, paper=paper, link=link, caller=caller)
    try:
        return download_response(await while_there(request, made))
    except ClientLeft:
        return Response(status_code=CLIENT_CLOSED)
