"""A gzip file → what is packed in it, within limits."""

from __future__ import annotations

import gzip
import shutil
import zlib
from dataclasses import replace
from pathlib import Path

from core.errors import LimitReached, UnreadableFile
from ingestion.staged import Progress, Source

MARK = b"\x1f\x8b"
MOST_BYTES = 20 << 30
UNSUSPICIOUS_BYTES = 256 << 20
MOST_EXPANSION = 200
_CHUNK = 1 << 20


def unpacked(source: Source, scratch: Path, progress: Progress) -> Source:
    """The file inside, under its inner name. Raises LimitReached where it expands without reason."""
    path = scratch / "unpacked"
    progress(f"Unpacking {source.name}", None)
    try:
        size = _unpack(source, path)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = "it is cut off" if isinstance(error, EOFError) else "it is damaged"
        raise UnreadableFile(source.name, f"the gzip file cannot be unpacked: {reason}.") from error
    if size == 0:
        raise UnreadableFile(source.name, "the gzip file holds nothing.")
    return replace(source, path=path, name=_inner_name(source.name), size=size)


def _unpack(source: Source, path: Path) -> int:
    size = 0
    room = min(MOST_BYTES, shutil.disk_usage(path.parent).free // 2)
    with gzip.open(source.path) as packed, path.open("wb") as out:
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            if size > room or (size > UNSUSPICIOUS_BYTES and size > source.size * MOST_EXPANSION):
                raise LimitReached(
                    f"{source.name}: unpacked, it would be larger than {_shown(min(room, size))}, which is refused.",
                    limit="size",
                    hint="Unpack it yourself and upload the part that you need.",
                    stage="reading",
                )
            out.write(chunk)
    return size


def _shown(size: int) -> str:
    return f"{size >> 20:,} MB"


def _inner_name(name: str) -> str:
    stem, _, extension = name.rpartition(".")
    return stem if stem and extension.lower() == "gz" else name
