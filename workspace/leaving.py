"""When the last reader of a run has left: some seconds later nobody wants it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


class Leaving:
    """Calls `give_up` so many seconds (`linger`) after the last reader left, once there was one; never without `linger`."""

    def __init__(self, give_up: Callable[[], object], linger: float | None) -> None:
        self._give_up, self._linger = give_up, linger
        self._readers = 0
        self._timer: asyncio.TimerHandle | None = None
        self._elsewhere: datetime | None = None
        self._over = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        self._readers += 1
        self._forget_timer()
        try:
            yield
        finally:
            self._readers -= 1
            if not self._readers and self._linger is not None and not self._over:
                self._wait(self._linger)

    def read_elsewhere(self, until: datetime) -> None:
        if self._linger is None or self._over or (self._elsewhere is not None and until <= self._elsewhere):
            return
        self._elsewhere = until
        if not self._readers and self._timer is None:
            self._wait(self._seconds_elsewhere())

    def stop(self) -> None:
        self._over = True
        self._forget_timer()

    def _wait(self, seconds: float) -> None:
        self._forget_timer()
        self._timer = asyncio.get_running_loop().call_later(max(seconds, 0), self._perhaps_give_up)

    def _perhaps_give_up(self) -> None:
        self._timer = None
        left = self._seconds_elsewhere()
        if left > 0:
            self._wait(left)
        elif not self._readers and not self._over:
            self._give_up()

    def _seconds_elsewhere(self) -> float:
        return 0.0 if self._elsewhere is None else (self._elsewhere - datetime.now(UTC)).total_seconds()

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
