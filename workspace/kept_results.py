"""Results kept as files, bounded in bytes and shared by the processes of a data folder.

A result is kept under what it is a function of: the versions of the tables, the SQL as the guard wrote it (the
caller's row rules are in there), the parameters and the limits. Another version is another name, so nothing
kept can be stale.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from core.result import Result
from core.table import Cell, TableVersion
from warehouse import Guarded
from warehouse.frames import dump
from warehouse.pool import unpacked

FORMAT = "1"
PREVIEW, WHOLE, UNFINISHED = ".rows", ".arrow", ".part"
MOST_FILES = 5000
ABANDONED_SECONDS = 3600.0
_LOOKED_AFTER = 64


class KeptResults:
    """`most_mb` of 0 keeps nothing. A file in use may be removed: its reader has it open."""

    def __init__(self, folder: Path, most_mb: int) -> None:
        self._folder = folder
        self._most = most_mb * 1024 * 1024
        self._files_since = 0
        self._bytes_since = 0

    @property
    def keeps(self) -> bool:
        return self._most > 0

    def preview(self, key: str) -> Result | None:
        path = self._folder / f"{key}{PREVIEW}"
        try:
            packed = path.read_bytes()
        except OSError:
            return None
        _touch(path)
        try:
            return unpacked(packed)
        except ValueError:
            return None

    def keep_preview(self, key: str, packed: bytes) -> None:
        """One that would take more than a tenth of the room is not kept."""
        if len(packed) * 10 > self._most:
            return
        unfinished = self.new_path()
        with suppress(OSError):
            unfinished.write_bytes(packed)
            unfinished.replace(self._folder / f"{key}{PREVIEW}")
            self._grown(len(packed))

    def whole(self, key: str, ending: str = WHOLE) -> Path | None:
        path = self._folder / f"{key}{ending}"
        if not path.exists():
            return None
        _touch(path)
        return path

    def keep_whole(self, key: str, unfinished: Path, ending: str = WHOLE) -> Path:
        """Where the finished file is now. It stays for its reader also where it is larger than the room for all."""
        path = self._folder / f"{key}{ending}"
        size = unfinished.stat().st_size
        try:
            unfinished.replace(path)
        except PermissionError:
            return unfinished  # Windows renames no file that a reader has open.
        self._grown(size, keep=path)
        return path

    def new_path(self) -> Path:
        """For a file that is not finished yet."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{uuid.uuid4().hex}{UNFINISHED}"

    def clear(self) -> None:
        """For what was deleted: nothing of it may be found here."""
        for path in self._files():
            if path.suffix != UNFINISHED:
                with suppress(OSError):
                    path.unlink()

    def _grown(self, size: int, keep: Path | None = None) -> None:
        self._files_since += 1
        self._bytes_since += size
        if self._files_since >= _LOOKED_AFTER or self._bytes_since * 20 > self._most:
            self._files_since = self._bytes_since = 0
            self._make_room(keep)

    def _make_room(self, keep: Path | None) -> None:
        """Removes what was not asked for the longest, until the rest fits."""
        found: list[tuple[float, int, Path]] = []
        for path in self._files():
            with suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        total, count = sum(size for _, size, _ in found), len(found)
        for written, size, path in sorted(found):
            fits = total <= self._most and count <= MOST_FILES
            abandoned = path.suffix == UNFINISHED and time.time() - written > ABANDONED_SECONDS
            if path == keep or (path.suffix == UNFINISHED and not abandoned) or (fits and not abandoned):
                continue
            with suppress(OSError):
                path.unlink()
                total, count = total - size, count - 1

    def _files(self) -> Iterable[Path]:
        return list(self._folder.iterdir()) if self._folder.is_dir() else []


def key_of(guarded: Guarded, parameters: Sequence[Cell], versions: Iterable[TableVersion], *limits: object) -> str:
    """All versions that the statement could read, not only those it names: a row rule may read another table."""
    named = sorted((one.table.name, one.number, Path(one.path).name, one.relation) for one in versions)
    parts = [FORMAT, guarded.sql, [[type(cell).__name__, str(cell)] for cell in parameters], named, list(limits)]
    return hashlib.sha256(dump(parts)).hexdigest()


def _touch(path: Path) -> None:
    with suppress(OSError):
        os.utime(path)
