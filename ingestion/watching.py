"""How far DuckDB is with a file, told while it reads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[str, float | None], None]

READING = "Reading"
TYPING = "Finding the types of"
TYPING_STEPS = (0.0, 0.4, 0.85, 0.9)
"""The shares at which looking at the cells, writing the table, and the looks at its values begin."""
_LOOK_SECONDS = 0.25
_LEAST_STEP = 0.01


class Watched:
    """Passes on what it is told; where the share of a step is not known, adds that of DuckDB's statement as it grows."""

    def __init__(self, connection: DuckDBPyConnection, tell: Progress) -> None:
        connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        self._connection = connection
        self._tell = tell
        self._turn = threading.Lock()
        self._text = ""
        self._share = 0.0
        self._span = (0.0, 1.0)
        self._over = threading.Event()
        self._eye = threading.Thread(target=self._look, daemon=True, name="progress")

    def __enter__(self) -> Progress:
        self._eye.start()
        return self._told

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._eye.join()

    def _told(self, text: str, share: float | None) -> None:
        with self._turn:
            begins_anew = text != self._text
            typing = share is not None and text.startswith(TYPING)
            self._text = text if typing or (share is None and text.startswith(READING)) else ""
            self._span = _span_from(share) if typing and share is not None else (0.0, 1.0)
            self._share = max(share or 0.0, 0.0 if begins_anew else self._share) if typing else 0.0
            self._tell(text, self._share if typing else share)

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            done = self._connection.query_progress() / 100
            with self._turn:
                first, last = self._span
                share = first + (last - first) * done
                if self._text and self._share + _LEAST_STEP <= share and done < 1:
                    self._share = share
                    self._tell(self._text, share)


def _span_from(share: float) -> tuple[float, float]:
    """From the share that a step of typing begins at to that of the next."""
    return share, next((step for step in TYPING_STEPS if step > share), 1.0)
