"""Group commit: events of all runs that go on here, kept together before any reader sees them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from catalog import CatalogUnavailable, Conversations, RunEvents, RunStart
from core.answer import Status
from core.event import Event

APART_SECONDS = 0.01
"""Between the starts of two commits; an event that comes when nothing was committed for so long waits for nothing, and so
does the last one of a run."""
RETRY_SECONDS = (0.1, 0.5, 2.0)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """Events of one run that are not kept yet. `kept` hands them on; `lost` is called instead where they never will be.

    `start` is kept with the first of them; `patience`: seconds that they may wait for more to come, so that what ends soon is kept at once.
    """

    run_id: str
    kept: Callable[[tuple[Event, ...]], None]
    lost: Callable[[], None]
    start: RunStart | None = None
    events: list[Event] = field(default_factory=list)
    status: Status | None = None
    patience: float = 0.0


class Journal:
    """Writes in a thread of its own, so that a busy disk or database stops nobody but the readers of new events."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._waiting: dict[str, Entry] = {}
        self._writing: asyncio.Task[None] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._ended = asyncio.Event()

    def add(self, entry: Entry, event: Event, status: Status | None = None) -> None:
        entry.events.append(event)
        entry.status = status or entry.status
        if status is None and entry.patience:
            asyncio.get_running_loop().call_later(entry.patience, self._is_due, entry)
            return
        if status is not None:
            self._ended.set()
        self._is_due(entry)

    def _is_due(self, entry: Entry) -> None:
        if not entry.events:
            return
        self._waiting[entry.run_id] = entry
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def close(self) -> None:
        """Once everything that was added is kept."""
        while self._writing is not None and not self._writing.done():
            await asyncio.wait([self._writing])
        if self._thread is not None:
            self._thread.shutdown(wait=False)

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            began = loop.time()
            self._ended.clear()
            entries, self._waiting = tuple(self._waiting.values()), {}
            batches = [self._taken(entry) for entry in entries]
            try:
                await self._append(batches)
            except BaseException:
                for entry in entries:
                    entry.lost()
                raise
            for entry, batch in zip(entries, batches, strict=True):
                entry.kept(batch.events)
            with suppress(TimeoutError):
                async with asyncio.timeout_at(began + APART_SECONDS):
                    await self._ended.wait()

    def _taken(self, entry: Entry) -> RunEvents:
        events, entry.events = tuple(entry.events), []
        start, entry.start = entry.start, None
        return RunEvents(run_id=entry.run_id, events=events, start=start, status=entry.status)

    async def _append(self, batches: list[RunEvents]) -> None:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        loop = asyncio.get_running_loop()
        for pause in RETRY_SECONDS:
            try:
                return await loop.run_in_executor(self._thread, self._conversations.append, batches)
            except CatalogUnavailable as failure:
                log.warning("%s Trying again in %s seconds.", failure.message, pause, exc_info=failure)
                await asyncio.sleep(pause)
        return await loop.run_in_executor(self._thread, self._conversations.append, batches)
