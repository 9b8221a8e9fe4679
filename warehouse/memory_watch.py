"""A bound on memory for systems that do not bound the address space of a process themselves."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from types import TracebackType

LOOK_SECONDS = 0.05
NEEDED = not sys.platform.startswith("linux")


class MemoryWatch:
    """While entered, looks at what a process holds and calls `end` once it is more than `most_mb`."""

    def __init__(self, pid: int, most_mb: int, end: Callable[[], None]) -> None:
        self.exceeded = False
        self._pid, self._most, self._end = pid, most_mb * 1024 * 1024, end
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> MemoryWatch:
        self._look()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        held = held_bytes(self._pid)
        if held is None:
            return
        if held > self._most:
            self.exceeded = True
            self._end()
        else:
            self._timer = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)


def held_bytes(pid: int) -> int | None:
    """None for a process that is not there any more."""
    import psutil

    try:
        held: int = psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return None
    return held
