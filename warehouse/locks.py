"""Places that one holder at a time can have, across threads and processes; a holder's end gives them back.

A place is one byte of a file that is never written: the operating system keeps who locked it.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, place: int) -> None:
        os.lseek(descriptor, place, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int, place: int) -> None:
        os.lseek(descriptor, place, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, place: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)

    def _unlock(descriptor: int, place: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, place)


class Places(Protocol):
    shared: bool

    def take(self, place: int) -> bool: ...

    def give_back(self, place: int) -> None: ...


class OwnPlaces:
    """For one process that shares with no other."""

    shared = False

    def __init__(self) -> None:
        self._held: set[int] = set()

    def take(self, place: int) -> bool:
        if place in self._held:
            return False
        self._held.add(place)
        return True

    def give_back(self, place: int) -> None:
        self._held.remove(place)


class FilePlaces:
    """POSIX locks belong to the process, and closing any descriptor of the file drops them all: so one object a file."""

    shared = True

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        weakref.finalize(self, os.close, self._descriptor)
        self._held: set[int] = set()
        self._guard = threading.Lock()

    def take(self, place: int) -> bool:
        with self._guard:
            if place in self._held:
                return False
            try:
                _lock(self._descriptor, place)
            except OSError:
                return False
            self._held.add(place)
            return True

    def give_back(self, place: int) -> None:
        with self._guard:
            self._held.remove(place)
            _unlock(self._descriptor, place)


_opened: weakref.WeakValueDictionary[Path, FilePlaces] = weakref.WeakValueDictionary()
_opening = threading.Lock()


def places_of(path: Path) -> FilePlaces:
    """The one object of this process for a file."""
    resolved = path.resolve()
    with _opening:
        places = _opened.get(resolved)
        if places is None:
            places = _opened[resolved] = FilePlaces(resolved)
        return places


def first_free(places: Places, wanted: Iterable[int]) -> int | None:
    """Takes and returns the first that can be had."""
    return next((place for place in wanted if places.take(place)), None)
