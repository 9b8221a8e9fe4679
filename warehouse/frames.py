"""What a query process and its owner say to each other: a kind, a length, bytes. Nothing is ever unpickled."""

from __future__ import annotations

import json
import struct
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple

_HEADER = struct.Struct(">cQ")
JSON = b"J"
ARROW = b"A"
SHARED = b"M"
"""Bytes that were written to the memory that both sides share; the payload is how many."""
END = b"E"
SPENT = b"S"
"""A reply like JSON, from a process that should answer no more: it ran out of memory or broke."""


class Frame(NamedTuple):
    kind: bytes
    payload: bytes


def write_frame(stream: BinaryIO, kind: bytes, payload: bytes) -> None:
    stream.write(_HEADER.pack(kind, len(payload)))
    stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame | None:
    """None at the end of the stream, also in the middle of a frame: the other side is gone."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    kind, length = _HEADER.unpack(header)
    payload = stream.read(length)
    return Frame(kind, payload) if len(payload) == length else None


def dump(value: object) -> bytes:
    return json.dumps(value, default=_tagged, ensure_ascii=False, separators=(",", ":")).encode()


def load(payload: bytes) -> Any:
    return json.loads(payload, object_hook=_untagged)


def plain(value: object) -> object:
    """Nested cells with each dictionary as tagged pairs, so that no key of the data can look like a tag."""
    if isinstance(value, dict):
        return {"$dict": [[str(key), plain(item)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def _tagged(value: object) -> object:
    match value:
        case Decimal():
            return {"$decimal": str(value)}
        case datetime():
            return {"$timestamp": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case time():
            return {"$time": value.isoformat()}
        case timedelta():
            return {"$interval": [value.days, value.seconds, value.microseconds]}
        case bytes() | bytearray():
            return bytes(value).decode("ascii", "backslashreplace")
        case _:
            return str(value)


def _untagged(tagged: dict[str, Any]) -> object:
    if len(tagged) != 1:
        return tagged
    ((tag, value),) = tagged.items()
    match tag:
        case "$decimal":
            return Decimal(value)
        case "$timestamp":
            return datetime.fromisoformat(value)
        case "$date":
            return date.fromisoformat(value)
        case "$time":
            return time.fromisoformat(value)
        case "$interval":
            return timedelta(days=value[0], seconds=value[1], microseconds=value[2])
        case "$dict":
            return dict(value)
        case _:
            return tagged
