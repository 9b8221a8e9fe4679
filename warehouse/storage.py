"""Version files: written once under a temporary name, then never again."""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connection import import_connection

SUFFIX = ".duckdb"
UNFINISHED = ".importing"
READING = ".reading"
"""Suffix of a folder in which a file is being read; what is finished in it is adopted."""
LEASE_SECONDS = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFile:
    """`path` exists once the context has ended well; `connection` is open until then."""

    connection: duckdb.DuckDBPyConnection
    path: Path


@contextmanager
def new_version_file(folder: Path) -> Iterator[VersionFile]:
    """An exception, or the end of the process at any moment, leaves no file under the final name."""
    folder.mkdir(parents=True, exist_ok=True)
    final = folder.resolve() / f"{uuid.uuid4().hex}{SUFFIX}"
    unfinished = final.with_suffix(UNFINISHED)
    connection = import_connection(unfinished)
    kept = False
    try:
        yield VersionFile(connection=connection, path=final)
        connection.execute("CHECKPOINT")
        connection.close()
        _flush(unfinished)
        unfinished.replace(final)
        kept = True
        _flush_folder(folder)
    finally:
        connection.close()
        if not kept:
            unfinished.unlink(missing_ok=True)
        _wal_of(unfinished).unlink(missing_ok=True)


def adopt_version_file(path: Path, folder: Path) -> Path:
    """Move a finished version file into `folder`, which is on the same disk; it is there once this returns."""
    final = folder.resolve() / path.name
    path.replace(final)
    _flush_folder(folder)
    return final


def sweep(
    folder: Path, named: Iterable[str | Path], *, lease_seconds: float = LEASE_SECONDS, now: float | None = None
) -> tuple[str, ...]:
    """Remove files that nobody names and nobody has written to for `lease_seconds`; returns their names."""
    moment = time.time() if now is None else now
    kept = {Path(path).name for path in named}
    removed = []
    for file in sorted(folder.glob("*")):
        if file.suffix not in (SUFFIX, UNFINISHED, READING) or file.name in kept:
            continue
        if moment - _last_written(file) >= lease_seconds:
            _remove(file)
            _wal_of(file).unlink(missing_ok=True)
            removed.append(file.name)
    return tuple(removed)


def _remove(file: Path) -> None:
    if file.is_dir():
        shutil.rmtree(file, ignore_errors=True)
    else:
        file.unlink(missing_ok=True)


def _last_written(file: Path) -> float:
    parts = (file, _wal_of(file), *(file.rglob("*") if file.is_dir() else ()))
    return max((part.stat().st_mtime for part in parts if part.exists()), default=0.0)


def _wal_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")


def _flush(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the rename itself last; only POSIX can open a folder."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
