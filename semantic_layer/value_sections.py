"""A value part on disk: sections of sorted lines and plain numbers one after the other, and at its end what is where.

magic | sections ... | JSON: {"facts": ..., "sections": {name: [start, end]}} | 8 bytes: where the JSON starts | magic
"""

from __future__ import annotations

import json
import mmap
import shutil
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Literal, Self, cast

from core.errors import CatalogDamaged

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_MAGIC = b"valuesA1"
_IN_MEMORY = 1 << 26
_MAPPED_FROM = 1 << 18
DAMAGED = "The index of values cannot be read."


class PartWriter:
    """Lines go to the file as they come, one section of them after the other; numbers wait until theirs is full."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: dict[str, IO[bytes]] = {}
        self._sections: dict[str, tuple[int, int]] = {}
        self.facts: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self._file = self._path.open("wb")
        self._file.write(_MAGIC)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._file.close()
            for waiting in self._waiting.values():
                waiting.close()

    @contextmanager
    def lines(self, name: str) -> Iterator[LinesWriter]:
        start = self._file.tell()
        yield LinesWriter(self._file, self.numbers(f"{name} at"))
        self._sections[name] = (start, self._file.tell())
        self._write_waiting()

    def numbers(self, name: str) -> IO[bytes]:
        if name not in self._waiting:
            self._waiting[name] = cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
        return self._waiting[name]

    def _write_waiting(self) -> None:
        for name, waiting in self._waiting.items():
            with waiting:
                start = self._file.tell()
                waiting.seek(0)
                shutil.copyfileobj(waiting, self._file, 1 << 20)
                self._sections[name] = (start, self._file.tell())
        self._waiting.clear()

    def _finish(self) -> None:
        self._write_waiting()
        table = self._file.tell()
        self._file.write(json.dumps({"facts": self.facts, "sections": self._sections}).encode())
        self._file.write(table.to_bytes(8, "little") + _MAGIC)


class LinesWriter:
    """Texts one after the other, and where each begins."""

    def __init__(self, text: IO[bytes], at: IO[bytes]) -> None:
        self._text, self._at = text, at
        self._length = 0
        self._at.write(array("Q", [0]).tobytes())

    def add(self, lines: pa.Array) -> None:
        import numpy as np

        ends, data = text_buffers(lines)
        first = int(ends[0])
        self._text.write(data[first : int(ends[-1])])
        self._at.write((ends[1:].astype(np.uint64) + np.uint64(self._length) - np.uint64(first)).tobytes())
        self._length += int(ends[-1]) - first


def text_buffers(lines: pa.Array) -> tuple[np.ndarray[Any, Any], memoryview]:
    import numpy as np
    import pyarrow as pa

    plain = (
        lines
        if pa.types.is_string(lines.type) or pa.types.is_large_string(lines.type)
        else lines.cast(pa.large_string())
    )
    _, offsets, data = plain.buffers()
    size = np.int64 if pa.types.is_large_string(plain.type) else np.int32
    ends = np.frombuffer(offsets, dtype=size)[plain.offset : plain.offset + len(plain) + 1]
    return ends, memoryview(data if data is not None else b"")


class Part:
    """The sections of a finished part; raises CatalogDamaged where it cannot be read. Large ones are mapped, not read."""

    def __init__(self, path: Path) -> None:
        try:
            self._bytes = _bytes_of(path)
        except (OSError, ValueError) as error:
            raise CatalogDamaged(DAMAGED) from error
        whole = self._bytes
        if len(whole) < 24 or whole[:8] != _MAGIC or whole[-8:] != _MAGIC:
            raise CatalogDamaged(DAMAGED)
        table = json.loads(bytes(whole[int.from_bytes(whole[-16:-8], "little") : -16]))
        self.facts: dict[str, Any] = table["facts"]
        self._sections: dict[str, list[int]] = table["sections"]

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def numbers(self, name: str, kind: Literal["H", "I", "Q"]) -> memoryview[int]:
        start, end = self._sections[name]
        return memoryview(self._bytes)[start:end].cast(kind)

    def lines(self, name: str) -> Lines:
        start, _ = self._sections[name]
        return Lines(self._bytes, start, self.numbers(f"{name} at", "Q"))


class Lines:
    """Lines in the order of their keys: what stands before a tab, else the whole line."""

    def __init__(self, text: bytes | mmap.mmap, start: int, at: memoryview[int]) -> None:
        self._text, self._start, self._at = text, start, at

    def __len__(self) -> int:
        return len(self._at) - 1

    def line(self, index: int) -> str:
        return self._raw(index).decode("utf-8", "replace")

    def key(self, index: int) -> bytes:
        return self._raw(index).partition(b"\t")[0]

    def first(self, key: bytes) -> int:
        """Of the lines whose key is not before `key`."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.key(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def beginning(self, begin: str) -> tuple[int, int]:
        """The lines whose keys begin so: the first, and the one after the last."""
        start = begin.encode("utf-8", "replace")
        return self.first(start), self.first(start + b"\xff")

    def keys(self, first: int, end: int) -> list[str]:
        whole = self._text[self._start + self._at[first] : self._start + self._at[end]]
        lines = whole.decode("utf-8", "replace").split("\n")[:-1]
        return [line.partition("\t")[0] for line in lines] if b"\t" in whole else lines

    def _raw(self, index: int) -> bytes:
        return self._text[self._start + self._at[index] : self._start + self._at[index + 1] - 1]


def bytes_of_numbers(numbers: pa.Array) -> memoryview:
    """Of an array without nulls; its own conversion to NumPy would import pandas."""
    width = numbers.type.bit_width // 8
    start = numbers.offset * width
    return memoryview(numbers.buffers()[1])[start : start + len(numbers) * width]


def numbers_of(kind: str, numbers: Iterable[int]) -> bytes:
    return array(kind, numbers).tobytes()


def _bytes_of(path: Path) -> bytes | mmap.mmap:
    with path.open("rb") as file:
        if path.stat().st_size < _MAPPED_FROM:
            return file.read()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
