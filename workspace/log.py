"""An ordered log in memory that any number of readers replay and follow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class Log(Generic[Entry]):
    """Grows by `extend` until it is closed. A reader that is slow or gone holds nobody up."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._changed = asyncio.Event()
        self.closed = False

    def __len__(self) -> int:
        return len(self._entries)

    def extend(self, entries: Sequence[Entry], *, last: bool = False) -> None:
        self._entries.extend(entries)
        self.closed = last
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def read(self, after: int = 0) -> AsyncIterator[Entry]:
        """Entries from position `after` on, those to come included, until the log is closed."""
        position = after
        while True:
            changed = self._changed
            while position < len(self._entries):
                entry = self._entries[position]
                position += 1
                yield entry
            if self.closed:
                return
            await changed.wait()
