"""A gzip file → what is packed in it, within limits."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from pathlib import Path

from core.errors import UnreadableFile
from ingestion.staged import Progress, Source
from ingestion.unpacking import unpack

MARK = b"\x1f\x8b"


def unpacked(source: Source, scratch: Path, progress: Progress) -> Source:
    """The file inside, under its inner name. Raises LimitReached where it expands without reason."""
    path = scratch / "unpacked"
    progress(f"Unpacking {source.name}", None)
    try:
        with gzip.open(source.path) as packed:
            size = unpack(packed, path, source.name, source.size, source.limits)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = "it is cut off" if isinstance(error, EOFError) else "it is damaged"
        raise UnreadableFile(source.name, f"the gzip file cannot be unpacked: {reason}.") from error
    if size == 0:
        raise UnreadableFile(source.name, "the gzip file holds nothing.")
    return replace(source, path=path, name=_inner_name(source.name), size=size)


def _inner_name(name: str) -> str:
    stem, _, extension = name.rpartition(".")
    return stem if stem and extension.lower() == "gz" else name
