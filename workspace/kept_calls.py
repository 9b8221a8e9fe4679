"""Calls to a language model that answer no question, kept as a run: what they sent and cost is told with all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from catalog import Catalog
from core.answer import Status
from core.event import Event, Happening, RunFinished, RunStarted, UsageReported

if TYPE_CHECKING:
    from agents.usage import UsageMeter


@contextmanager
def kept_as_run(workspace: str, catalog: Catalog, run_id: str, asked: str, meter: UsageMeter) -> Iterator[None]:
    """Declined where the block is left by an exception."""
    catalog.conversations.start_run(workspace, run_id, asked, None)
    status: Status = "declined"
    try:
        yield
        status = "answered"
    finally:
        told: tuple[Happening, ...] = (
            RunStarted(question=asked, thread_id=None),
            UsageReported(usage=meter.usage),
            RunFinished(status=status),
        )
        moment = datetime.now(UTC)
        events = [Event(seq=at, run_id=run_id, ts=moment, happening=one) for at, one in enumerate(told, 1)]
        catalog.conversations.append_events(run_id, events, status)
