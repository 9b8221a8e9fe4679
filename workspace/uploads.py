"""Uploads: kept as received, under the hash of their bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self

from core.errors import LimitReached, UnreadableFile

_CHUNK = 1 << 20

Written = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """`path` holds the bytes as received; `size` in bytes."""

    name: str
    path: Path
    sha256: str
    size: int


class Receiving:
    """Bytes on their way into `folder`: written under a temporary name, then synced and renamed; complete or absent.

    Use as a context manager. `write` raises LimitReached beyond `most` bytes.
    """

    def __init__(self, name: str, folder: Path, most: int) -> None:
        self._name, self._folder, self._most = name, folder, most
        self._digest, self._size = hashlib.sha256(), 0
        self._target = tempfile.NamedTemporaryFile(dir=folder, delete=False)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._target.close()
        Path(self._target.name).unlink(missing_ok=True)

    def write(self, chunk: bytes) -> int:
        """How many bytes have come in so far."""
        self._size += len(chunk)
        if self._size > self._most:
            raise LimitReached(
                f"{self._name} is larger than {self._most:,} bytes.",
                limit="size",
                hint="Raise the limit with TABLESPEAK_IMPORT_SIZE, or split the file.",
                stage="upload",
            )
        self._digest.update(chunk)
        self._target.write(chunk)
        return self._size

    def keep(self) -> Upload:
        self._target.flush()
        os.fsync(self._target.fileno())
        self._target.close()
        sha256 = self._digest.hexdigest()
        kept = self._folder / f"{sha256}{Path(self._name).suffix.lower()[:16]}"
        Path(self._target.name).replace(kept)
        return Upload(name=self._name, path=kept, sha256=sha256, size=self._size)


def file_sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def keep_upload(path: Path, name: str, folder: Path, most: int, written: Written) -> Upload:
    """Copy a file into `folder` under its hash; raises UnreadableFile where it cannot be read, and LimitReached."""
    try:
        with path.open("rb") as source, Receiving(name, folder, most) as target:
            while chunk := source.read(_CHUNK):
                written(target.write(chunk))
            return target.keep()
    except IsADirectoryError:
        raise UnreadableFile(name, "this is a folder", hint="Name the files in it.") from None
    except FileNotFoundError:
        raise UnreadableFile(name, "there is no such file", hint="Check the spelling of the path.") from None
    except PermissionError:
        raise UnreadableFile(name, "reading it is not permitted", hint="Check the file's permissions.") from None


def safe_file_name(name: str) -> str:
    """The last part of a name that a client sent, without control or direction characters, at most 200 characters."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    printable = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip()
    stem, dot, extension = printable.rpartition(".")
    return f"{stem[:180]}{dot}{extension[:16]}" if stem else (printable[:200] or "file")


def free_file_name(name: str, taken: frozenset[str]) -> str:
    """`orders.csv`, or `orders (2).csv` and so on where it is taken."""
    stem, dot, extension = name.rpartition(".")
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem} ({number}){dot}{extension}" if stem else f"{name} ({number})"
    return candidate


def names_of(paths: Sequence[Path]) -> tuple[str, ...]:
    """The name of each file; where several have the same, with the folders that tell them apart ("2024 sales.csv").

    One that stands above the others of its name keeps it.
    """
    whole = [path.absolute().parts[1:] for path in paths]
    depths = [1] * len(paths)
    while True:
        names = [safe_file_name(" ".join(parts[-depth:])) for parts, depth in zip(whole, depths, strict=True)]
        places: dict[str, set[tuple[str, ...]]] = {}
        for name, parts in zip(names, whole, strict=True):
            places.setdefault(name, set()).add(parts)
        deeper = [
            depth + 1 if _must_tell_more(parts, places[name]) and depth < len(parts) else depth
            for name, parts, depth in zip(names, whole, depths, strict=True)
        ]
        if deeper == depths:
            return tuple(names)
        depths = deeper


def _must_tell_more(place: tuple[str, ...], others: set[tuple[str, ...]]) -> bool:
    """Whether a file's name is not its alone."""
    return len(others) > 1 and any(len(other) <= len(place) for other in others - {place})


def can_be_read(name: str) -> bool:
    """By its extension."""
    from ingestion import FORMATS

    return PurePath(name).suffix.lower().lstrip(".") in FORMATS
