"""How far DuckDB is with a file, told while it reads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[str, float | None], None]

READING = "Reading"
_LOOK_SECONDS = 0.25
_LEAST_STEP = 0.01


class Watched:
    """Passes on what it is told; where a reader does not know the share, adds that of DuckDB's statement as it grows."""

    def __init__(self, connection: DuckDBPyConnection, tell: Progress) -> None:
        connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        self._connection = connection
        self._tell = tell
        self._turn = threading.Lock()
        self._text = ""
        self._share = 0.0
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
            self._text = text if share is None and text.startswith(READING) else ""
            self._share = 0.0
            self._tell(text, share)

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            share = self._connection.query_progress() / 100
            with self._turn:
                if self._text and self._share + _LEAST_STEP <= share < 1:
                    self._share = share
                    self._tell(self._text, share)
