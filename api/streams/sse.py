"""Plain server-sent events: `id` a seq, `event` a type, `data` the event as JSON."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent

from core.event import Event
from wire import event_object

PING_SECONDS = 15
SEND_SECONDS = 30
GRACE_SECONDS = 60
"""A stream is cut so long after the server began to stop, if the runs that are drained by then did not end it."""
RETRY_MILLISECONDS = 1000

_HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}


async def run_stream(events: AsyncIterator[Event]) -> AsyncIterator[ServerSentEvent]:
    first = True
    async for event in events:
        body = event_object(event)
        yield json_event(event.seq, body["type"], body, retry=RETRY_MILLISECONDS if first else None)
        first = False


def json_event(seq: int, kind: str, body: dict[str, Any], retry: int | None = None) -> ServerSentEvent:
    """One frame. Its lines end in a line feed, because some clients split on two of them only."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return ServerSentEvent(data, id=str(seq), event=kind, retry=retry, sep="\n")


def data_frame(body: dict[str, Any] | str) -> ServerSentEvent:
    """A frame of data alone, as protocols have it that know no resuming by id."""
    data = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return ServerSentEvent(data, sep="\n")


def stream_response(
    frames: AsyncIterator[ServerSentEvent], headers: Mapping[str, str] | None = None
) -> EventSourceResponse:
    return EventSourceResponse(
        frames,
        headers={**_HEADERS, **(headers or {})},
        ping=PING_SECONDS,
        shutdown_event=anyio.Event(),
        shutdown_grace_period=GRACE_SECONDS,
        send_timeout=SEND_SECONDS,
        sep="\n",
    )
