"""A run that another process works on, or worked on: read from the catalog, and followed there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from catalog import Conversations, RunRecord
from core.answer import Answer, Problem
from core.event import TERMINAL, Event
from workspace.answers import fold
from workspace.log import Log
from workspace.owners import is_alive

SOONEST_SECONDS, LATEST_SECONDS = 0.02, 0.25
OWNER_SECONDS = 1.0

INTERRUPTED = Problem(
    code="interrupted",
    message="The run was interrupted: the process that worked on it ended.",
    hint="Ask again.",
    retryable=True,
)


class FollowedRun:
    """Has what readers need of a Run; its readers in this process share one look at the catalog."""

    def __init__(
        self, record: RunRecord, conversations: Conversations, owners: Path, linger: float | None = None
    ) -> None:
        self.id = record.id
        self.thread_id = record.thread_id
        self._is_over = record.status is not None
        self._owner = record.owner
        self._conversations = conversations
        self._owners = owners
        self._linger = linger
        self._log: Log[Event] = Log()
        self._readers = 0
        self._looking: asyncio.Task[None] | None = None

    @property
    def ended(self) -> bool:
        return self._is_over or self._log.closed

    def has_told_all(self, after: int) -> bool:
        return self.ended and not self._conversations.events(self.id, after, most=1)

    async def events(self, after: int = 0) -> AsyncGenerator[Event]:
        self._readers += 1
        if self._looking is None and not self._log.closed:
            self._looking = asyncio.create_task(self._follow())
            self._looking.add_done_callback(self._looked)
        try:
            async for event in self._log.read(after):
                yield event
            if self._looking is not None and self._looking.done():
                self._looking.result()
        finally:
            self._readers -= 1
            if not self._readers:
                await self._leave()

    def __aiter__(self) -> AsyncIterator[Event]:
        return self.events()

    async def answer(self) -> Answer:
        return fold([event async for event in self.events()])

    async def cancel(self, problem: Problem | None = None) -> None:
        """Asks the process that works on it, and waits until it has ended."""
        if self.ended:
            return
        await asyncio.to_thread(self._conversations.ask_to_cancel, self.id)
        async for _ in self.events():
            pass

    async def _leave(self) -> None:
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
        if not self.ended:
            await self._tell_read(self._linger)

    def _looked(self, looking: asyncio.Task[None]) -> None:
        if not looking.cancelled() and not self._log.closed:
            self._log.extend([], last=True)

    async def _follow(self) -> None:
        loop = asyncio.get_running_loop()
        pause, owner_seen, told = SOONEST_SECONDS, loop.time(), 0.0
        while not self._log.closed:
            events = await asyncio.to_thread(self._conversations.events, self.id, len(self._log))
            if events:
                self._log.extend(events, last=isinstance(events[-1].happening, TERMINAL))
                pause = SOONEST_SECONDS
                continue
            if self.ended:
                self._log.extend([], last=True)
                return
            if self._linger is not None and loop.time() - told > self._linger / 2:
                told = loop.time()
                await self._tell_read(self._linger * 2)
            if loop.time() - owner_seen > OWNER_SECONDS:
                owner_seen = loop.time()
                self._is_over = await asyncio.to_thread(self._has_ended_meanwhile)
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LATEST_SECONDS)

    async def _tell_read(self, seconds: float | None) -> None:
        if seconds is not None:
            until = datetime.now(UTC) + timedelta(seconds=seconds)
            await asyncio.to_thread(self._conversations.tell_read, self.id, until)

    def _has_ended_meanwhile(self) -> bool:
        """Also where it was deleted; ends it where its process is gone."""
        if not is_alive(self._owners, self._owner, datetime.now(UTC)):
            self._conversations.end_orphan(self.id, INTERRUPTED)
        return not self._conversations.is_open(self.id)


def end_orphans(conversations: Conversations, owners: Path) -> int:
    """Ends the open runs of processes that are gone; how many there were."""
    known: dict[str | None, bool] = {}
    ended = 0
    for run_id, owner in conversations.open_runs():
        if owner not in known:
            known[owner] = is_alive(owners, owner, datetime.now(UTC))
        if not known[owner]:
            ended += conversations.end_orphan(run_id, INTERRUPTED)
    return ended
