"""The same bytes are read once at a time, so that a copy that arrives together with its original is recognised."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from core.errors import Cancelled

_ASK_SECONDS = 0.1


class _Turn:
    """A lock that is forgotten with the last import that holds or awaits it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
_naming = threading.Lock()


@contextmanager
def reading_alone(content: str, name: str, stopped: Callable[[], bool]) -> Iterator[None]:
    """Waits for other imports of the same `content` in this process. Raises Cancelled once `stopped` is true."""
    with _naming:
        turn = _turns.setdefault(content, _Turn())
    while not turn.lock.acquire(timeout=_ASK_SECONDS):
        if stopped():
            raise Cancelled(f"Importing {name} was cancelled.", stage="reading")
    try:
        yield
    finally:
        turn.lock.release()
