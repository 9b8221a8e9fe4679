"""Runs: their events, replayed and followed, their results, and stopping them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response, StreamingResponse

from api.dependencies import CurrentWorkspace
from api.streams.sse import run_stream, stream_response
from core.event import TERMINAL, Event
from workspace import Run
from workspace.results import csv_stream, json_stream

router = APIRouter(tags=["runs"])

_ARROW = "application/vnd.apache.arrow.stream"


@router.get("/runs/{run_id}/events", summary="Replay a run's events and follow it", response_model=None)
async def events(
    workspace: CurrentWorkspace,
    run_id: str,
    after: Annotated[int, Query(ge=0, description="Events with a higher seq only.")] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """A reader that had the last event gets 204, which tells EventSource not to come back."""
    position = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
    found = workspace.find_run(run_id)
    if isinstance(found, Run):
        return stream_response(run_stream(found.events(position)))
    kept = workspace.kept_events(run_id, position)
    if not kept:
        return Response(status_code=204)
    return stream_response(run_stream(_from(kept)))


@router.post("/runs/{run_id}/cancel", summary="Stop a run")
async def cancel(workspace: CurrentWorkspace, run_id: str) -> dict[str, Any]:
    found = workspace.find_run(run_id)
    if isinstance(found, Run):
        await found.cancel()
    kept = workspace.kept_events(run_id)
    return {"run_id": run_id, "ended": bool(kept) and isinstance(kept[-1].happening, TERMINAL)}


@router.get("/runs/{run_id}/result.arrow", summary="The whole result as an Arrow IPC stream", response_model=None)
async def result_arrow(workspace: CurrentWorkspace, run_id: str) -> Response:
    return StreamingResponse(await _begun(await workspace.result_arrow(run_id)), media_type=_ARROW)


@router.get("/runs/{run_id}/result.csv", summary="The whole result as CSV", response_model=None)
async def result_csv(workspace: CurrentWorkspace, run_id: str) -> Response:
    stream = await _begun(csv_stream(await workspace.result_arrow(run_id)))
    return StreamingResponse(stream, media_type="text/csv; charset=utf-8")


@router.get("/runs/{run_id}/result.json", summary="The whole result as JSON", response_model=None)
async def result_json(workspace: CurrentWorkspace, run_id: str) -> Response:
    stream = await _begun(json_stream(await workspace.result_arrow(run_id)))
    return StreamingResponse(stream, media_type="application/json")


async def _from(kept: tuple[Event, ...]) -> AsyncIterator[Event]:
    for event in kept:
        yield event


async def _begun(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same pieces, the first made already: what fails at once is still a problem document."""
    first = await anext(pieces, b"")

    async def all_of_them() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return all_of_them()
