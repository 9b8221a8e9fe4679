"""The flat JSON form of an event: `{seq, run_id, ts, type, ...}`."""

from __future__ import annotations

from typing import Any

from core.event import Event
from wire.codec import dump


def event_object(event: Event) -> dict[str, Any]:
    body = dump(event.happening)
    kind = body.pop("kind")
    return {"seq": event.seq, "run_id": event.run_id, "ts": event.ts.isoformat(), "type": kind, **body}
