"""Packed bytes → a file, never more than may be."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

from core.import_choices import ReadLimits
from ingestion.bounds import expands_too_much, unpacks_too_large

UNSUSPICIOUS_BYTES = 64 << 20
"""However much it is packed, so little does no harm."""
_CHUNK = 1 << 20


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def unpack(packed: Readable, path: Path, name: str, packed_size: int, limits: ReadLimits) -> int:
    """The number of bytes written to `path`. Raises LimitReached before more than the limits allow is written."""
    size = 0
    room = min(limits.unpacked, shutil.disk_usage(path.parent).free // 2)
    with path.open("wb") as out:
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise unpacks_too_large(name, room)
            check_ratio(name, packed_size, size, limits)
            out.write(chunk)
    return size


def check_ratio(name: str, packed_size: int, size: int, limits: ReadLimits) -> None:
    if size > UNSUSPICIOUS_BYTES and size > packed_size * limits.ratio:
        raise expands_too_much(name, limits.ratio)
