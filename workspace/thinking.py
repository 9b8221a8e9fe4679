"""Turns at the one processor that understanding, wording and charting share.

With every run thinking at once, whoever comes last hears nothing until all have had their share of each step. A few at
a time answer as many questions in the same time, and the first events of all others go out in between.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar

AT_ONCE = 3
AT_ONCE_WITH_MODEL = 64
"""A run that waits for a language model does not think, and should keep nobody from it."""
GREETING_SECONDS = 0.3
"""The longest that a run waits for others to begin."""


class _Turn:
    """Of one run; several of its parts may be away at the same time."""

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots = slots
        self._away = 0
        self.held = False

    async def take(self) -> None:
        await self._slots.acquire()
        self.held = True

    def leave(self) -> None:
        if self.held:
            self.held = False
            self._slots.release()

    def go_away(self) -> None:
        self._away += 1
        self.leave()

    async def come_back(self) -> None:
        self._away -= 1
        if not self._away:
            await self.take()


_turn: ContextVar[_Turn | None] = ContextVar("turn", default=None)


class Thinking:
    """A crowd that asks in one moment is greeted first: until each run's first event is out, nobody begins to think."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._beginning = 0
        self._greeted = asyncio.Event()
        self._greeted.set()

    def begins(self) -> None:
        """A run was made, whose first event nobody has seen yet."""
        self._beginning += 1
        if self._beginning > 1:
            self._greeted.clear()

    def has_begun(self) -> None:
        self._beginning -= 1
        if self._beginning <= 1:
            self._greeted.set()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        with suppress(TimeoutError):
            async with asyncio.timeout(GREETING_SECONDS):
                await self._greeted.wait()
        own = _Turn(self._slots)
        before = _turn.get()
        _turn.set(own)
        try:
            await own.take()
            yield
        finally:
            own.leave()
            _turn.set(before)


@asynccontextmanager
async def waiting() -> AsyncIterator[None]:
    """For waiting (for a query): somebody else thinks meanwhile."""
    own = _turn.get()
    if own is None:
        yield
        return
    own.go_away()
    try:
        yield
    finally:
        await own.come_back()
