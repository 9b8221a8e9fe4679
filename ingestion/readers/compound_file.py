"""A stream of a compound file (.xls): its sectors put together. Source: [MS-CFB]."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_END = 0xFFFFFFFA
"""Numbers from here on are marks, no sectors."""
_HEADER = 512
_ENTRY = 128
_SMALL = 64
_STREAM, _ROOT = 2, 5


def stream_of(content: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream that has one of the names, in any case. Raises ValueError where there is none, or damage."""
    try:
        return _Compound(content).stream({name.casefold() for name in names})
    except (struct.error, IndexError) as error:
        raise ValueError("damaged") from error


class _Compound:
    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if not 9 <= shift <= 12 or small_shift != 6:
            raise ValueError("sector size")
        self._size = 1 << shift
        self._table = self._sector_table()
        self._small_table: tuple[int, ...] = ()
        self._small = b""

    def stream(self, names: set[str]) -> bytes:
        directory = self._chain(struct.unpack_from("<I", self._content, 48)[0])
        (cutoff,) = struct.unpack_from("<I", self._content, 56)
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            entry = directory[at : at + _ENTRY]
            start, size = struct.unpack_from("<II", entry, 116)
            if entry[66] == _ROOT:
                self._small = self._chain(start)
                packed = self._chain(struct.unpack_from("<I", self._content, 60)[0])
                self._small_table = struct.unpack(f"<{len(packed) // 4}I", packed)
            name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
            if entry[66] == _STREAM and name.casefold() in names:
                return (self._small_chain(start) if size < cutoff else self._chain(start))[:size]
        raise ValueError("no such stream")

    def _sector_table(self) -> tuple[int, ...]:
        sectors = [*struct.unpack_from("<109I", self._content, 76)]
        more = struct.unpack_from("<I", self._content, 68)[0]
        seen: set[int] = set()
        while more < _END and more not in seen:
            seen.add(more)
            *listed, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            sectors += listed
        table = b"".join(self._sector(number) for number in sectors if number < _END)
        return struct.unpack(f"<{len(table) // 4}I", table)

    def _sector(self, number: int) -> bytes:
        begin = _HEADER + number * self._size if self._size == _HEADER else (number + 1) * self._size
        return self._content[begin : begin + self._size].ljust(self._size, b"\0")

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _links(self._table, start))

    def _small_chain(self, start: int) -> bytes:
        return b"".join(
            self._small[number * _SMALL : (number + 1) * _SMALL] for number in _links(self._small_table, start)
        )


def _links(table: tuple[int, ...], start: int) -> Iterator[int]:
    """No more than there are, though damage may lead in a circle."""
    number = start
    for _ in table:
        if number >= len(table):
            return
        yield number
        number = table[number]
