"""A whole result as pieces of one Arrow IPC stream; run by the query process."""

from __future__ import annotations

from collections.abc import Iterator
from mmap import mmap
from typing import Any

import duckdb

from warehouse.frames import ARROW, SHARED, Frame
from warehouse.shared_memory import SIZE

BATCH_ROWS = 32_768
CHUNK_BYTES = SIZE // 2
"""A piece ends with the batch that reaches this; what is left of the shared memory is for that batch."""


class Sink:
    """A file to write into: shared memory first, memory of its own for what does not fit there."""

    def __init__(self, shared: mmap | None) -> None:
        self._shared = shared
        self._overflow: list[bytes] = []
        self._within = 0
        self.size = 0
        self.closed = False

    def write(self, data: Any) -> int:
        view = memoryview(data)
        end = self._within + view.nbytes
        if self._shared is not None and not self._overflow and end <= len(self._shared):
            self._shared[self._within : end] = view
            self._within = end
        else:
            self._overflow.append(view.tobytes())
        self.size += view.nbytes
        return view.nbytes

    def emptied(self) -> Frame:
        """What was written since, and where it is: the shared memory may be written again once that was read."""
        within, overflow = self._within, self._overflow
        self._within, self._overflow, self.size = 0, [], 0
        if self._shared is None or overflow:
            first = self._shared[:within] if self._shared is not None else b""
            return Frame(ARROW, b"".join((first, *overflow)))
        return Frame(SHARED, str(within).encode())

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True


def arrow_chunks(cursor: duckdb.DuckDBPyConnection, request: dict[str, Any], shared: mmap | None) -> Iterator[Frame]:
    import pyarrow as pa

    relation = cursor.sql(request["sql"], params=request["parameters"])
    reader = relation.to_arrow_reader(BATCH_ROWS)
    sink = Sink(shared)
    writer = pa.ipc.new_stream(pa.PythonFile(sink, mode="w"), reader.schema)
    for batch in reader:
        writer.write_batch(batch)
        if sink.size >= CHUNK_BYTES:
            yield sink.emptied()
    writer.close()
    yield sink.emptied()
