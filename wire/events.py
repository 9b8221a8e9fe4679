"""The flat JSON form of an event: `{seq, run_id, ts, type, ...}`."""

from __future__ import annotations

from typing import Any

from core.event import Event
from wire.codec import dump


def event_object(event: Event) -> dict[str, Any]:
    kind, body = _kind_and_body(event)
    return {"seq": event.seq, "run_id": event.run_id, "ts": event.ts.isoformat(), "type": kind, **body}


def event_body(event: Event) -> dict[str, Any]:
    """What happened, without what every event has."""
    return _kind_and_body(event)[1]


def _kind_and_body(event: Event) -> tuple[str, dict[str, Any]]:
    body = dump(event.happening)
    return body.pop("kind"), body
