"""Records of a delimited text, exactly: each has the lines it came from and the cells it holds."""

from __future__ import annotations

import csv
import io
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingestion.readers.dialect import Dialect
from ingestion.readers.mending import Shape, leniently, mended

_MOST_LINES = 2000
"""A record over more lines than this is taken for a stray quote first, and for a long text if that does not help."""


@dataclass(frozen=True, slots=True)
class Record:
    """`line` counts from 1: the first line of the file that the record stands on. `mended` says what was put right."""

    line: int
    cells: list[str]
    mended: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """A line of a file and how many bytes stand before it."""

    line: int = 1
    offset: int = 0


START = At()


def read_records(
    path: Path,
    dialect: Dialect,
    shape: Shape | None = None,
    start: int = 1,
    at: At = START,
    *,
    places: bool = False,
) -> Iterator[Record]:
    """Every record of a UTF-8 file from line `start`, blank ones too; with `shape`, irregular ones are mended.

    `at` is where to look for that line from. With `places`, each record has its offset.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open("rb") as raw:
        raw.seek(at.offset)
        lines = _Lines(io.TextIOWrapper(raw, encoding="utf-8", newline=""), at, places=places)
        for _ in range(start - at.line):
            next(lines)
        yield from _records(lines, dialect, shape)


def _records(lines: _Lines, dialect: Dialect, shape: Shape | None) -> Iterator[Record]:
    reader = _reader(lines, dialect, shape)
    while True:
        lines.begin()
        try:
            cells = next(reader, None)
        except csv.Error:
            yield _badly_quoted(lines, dialect, shape)
            reader = _reader(lines, dialect, shape)
            continue
        if cells is None and not lines.taken:
            return
        if cells is not None and (shape is None or len(cells) == shape.width or not any(cells)):
            yield Record(lines.first, cells, "", lines.offset)
            continue
        yield _irregular(lines, dialect, shape, cells)
        reader = _reader(lines, dialect, shape)


def _reader(lines: _Lines, dialect: Dialect, shape: Shape | None) -> Iterator[list[str]]:
    """Strict where the shape of the table is known: then a misplaced quote can be judged."""
    return csv.reader(lines, strict=shape is not None and bool(dialect.quote), **dialect.options())


def _irregular(lines: _Lines, dialect: Dialect, shape: Shape | None, cells: list[str] | None) -> Record:
    line = lines.first
    if shape is not None:
        repaired, how = mended(lines.taken[0], dialect, shape)
        if repaired is not None and (len(lines.taken) == 1 or how == "quote"):
            lines.give_back(1)
            return Record(line, repaired, how)
    if cells is None or lines.full:
        return _as_it_comes(lines, dialect)
    return Record(line, cells)


def _badly_quoted(lines: _Lines, dialect: Dialect, shape: Shape | None) -> Record:
    """A quote where none may stand: read by its neighbours, else mended, else as it comes."""
    line = lines.first
    if shape is not None:
        cells = leniently(lines.taken[0], dialect, shape)
        if cells is not None:
            lines.give_back(1)
            return Record(line, cells, "inner quote")
    return _irregular(lines, dialect, shape, None)


def _as_it_comes(lines: _Lines, dialect: Dialect) -> Record:
    lines.give_back(0)
    cells = next(csv.reader(lines.unbounded(), **dialect.options()))
    return Record(lines.first, cells, "", lines.offset)


class _Lines:
    """Lines of a file that remember which of them the current record took, and can be read again."""

    def __init__(self, file: IO[str], at: At = START, *, places: bool = False) -> None:
        self.number = at.line - 1
        self._bytes = at.offset if places else None
        self.taken: list[str] = []
        self.most = _MOST_LINES
        self._file = file
        self._waiting: deque[str] = deque()

    def begin(self) -> None:
        self.taken = []
        self.most = _MOST_LINES

    @property
    def first(self) -> int:
        """The number of the record's first line."""
        return self.number - len(self.taken) + 1

    @property
    def offset(self) -> int:
        """The bytes before the record's first line; 0 where places are not kept."""
        return 0 if self._bytes is None else self._bytes - sum(map(_size, self.taken))

    @property
    def full(self) -> bool:
        return len(self.taken) >= self.most

    def unbounded(self) -> _Lines:
        self.begin()
        self.most = sys.maxsize
        return self

    def give_back(self, keep: int) -> None:
        """All lines of the record but the first `keep` are read again."""
        self._waiting.extendleft(reversed(self.taken[keep:]))
        self.number -= len(self.taken) - keep
        if self._bytes is not None:
            self._bytes -= sum(map(_size, self.taken[keep:]))
        self.taken = self.taken[:keep]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.full:
            raise StopIteration
        line = self._waiting.popleft() if self._waiting else next(self._file)
        self.number += 1
        if self._bytes is not None:
            self._bytes += _size(line)
        self.taken.append(line)
        return line


def _size(line: str) -> int:
    return len(line) if line.isascii() else len(line.encode())
