"""Which processes are alive: each holds a lock that the system takes from it when it ends, however it ends."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows has none; there a process is known by its heartbeat alone
    fcntl = None  # type: ignore[assignment]

STALE = timedelta(seconds=60)


class Owner:
    """One process at work in a data folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.id = uuid.uuid4().hex
        self._path = folder / self.id
        self._file: IO[bytes] = self._path.open("wb")
        if fcntl is not None:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def leave(self) -> None:
        self._path.unlink(missing_ok=True)
        self._file.close()


def is_alive(folder: Path, owner_id: str | None, heard_at: datetime) -> bool:
    """By its lock; where there are no locks, by when it was last heard of."""
    if owner_id is None:
        return False
    path = folder / owner_id
    if fcntl is None:
        return path.exists() and datetime.now(UTC) - heard_at < STALE
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    path.unlink(missing_ok=True)
    return False
