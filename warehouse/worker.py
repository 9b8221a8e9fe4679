"""A query process: opens table versions, seals itself, answers one request at a time.

Run as `python -P -m warehouse.worker`; speaks `warehouse.frames` on its standard input and output.
Only `duckdb` and the standard library are imported at the start, for the start's sake.
"""

from __future__ import annotations

import os
import queue
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from mmap import mmap
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

from warehouse.arrow_chunks import arrow_chunks
from warehouse.connection import Source, sealed_connection, spilling_connection
from warehouse.frames import END, JSON, SPENT, Frame, dump, load, plain, read_frame, write_frame
from warehouse.shared_memory import mapped

FETCHED_AT_ONCE = 2048
SCALAR_HEADROOM_MB = 1024
# Arrow tells of DuckDB's failures in errors of its own, and conversions to Python raise Python's.
_FAILURES = (duckdb.Error, MemoryError, RuntimeError, OverflowError, ValueError, TypeError, LookupError, OSError)
_SPENDING = (MemoryError, duckdb.OutOfMemoryException, duckdb.InternalException, duckdb.FatalException)
_TRIES, _BETWEEN_TRIES = 50, 0.02
Send = Callable[[bytes, bytes], None]


class Worker:
    """Requests come from `requests`; an interruption reaches the running cursor from the reading thread."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, send: Send, shared: mmap | None = None) -> None:
        self.requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._connection = connection
        self._send = send
        self._shared = shared
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._running: tuple[int, duckdb.DuckDBPyConnection] | None = None
        self._stream: Iterator[Frame] | None = None

    def read_requests(self, stream: BinaryIO, spill_folder: str | None = None) -> None:
        """Ends the process at the end of the stream, with what it spilled: its owner may have been killed."""
        while (frame := read_frame(stream)) is not None:
            request = load(frame.payload)
            if request["do"] == "interrupt":
                self._interrupt(request["id"])
            else:
                self.requests.put(request)
        self._over.set()
        if spill_folder is not None:
            _remove(Path(spill_folder))
        os._exit(0)

    def answer(self, request: dict[str, Any]) -> None:
        try:
            kind, payload = _ACTIONS[request["do"]](self, request)
        except _FAILURES as error:
            self._finish()
            kind = SPENT if _is_spent(error) else JSON
            payload = dump({"error": type(error).__name__, "message": str(error)})
        if not self._over.is_set():
            self._send(kind, payload)

    def preview(self, request: dict[str, Any]) -> tuple[bytes, bytes]:
        cursor = self._start(request["id"])
        try:
            return JSON, _preview(cursor, request)
        finally:
            self._finish()

    def arrow(self, request: dict[str, Any]) -> tuple[bytes, bytes]:
        cursor = self._start(request["id"])
        self._stream = arrow_chunks(cursor, request, self._shared)
        return self.next_chunk(request)

    def next_chunk(self, request: dict[str, Any]) -> tuple[bytes, bytes]:
        with self._lock:
            if self._running is not None:
                self._running = (request["id"], self._running[1])
        chunk = next(self._stream, None) if self._stream else None
        if chunk is not None:
            return chunk
        return self.drop(request)

    def drop(self, _request: dict[str, Any]) -> tuple[bytes, bytes]:
        self._finish()
        return END, b""

    def _start(self, number: int) -> duckdb.DuckDBPyConnection:
        cursor = self._connection.cursor()
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        with self._lock:
            self._running = (number, cursor)
        return cursor

    def _finish(self) -> None:
        self._stream = None
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            running[1].close()

    def _interrupt(self, number: int) -> None:
        with self._lock:
            if self._running is not None and self._running[0] == number:
                self._running[1].interrupt()


_ACTIONS: dict[str, Callable[[Worker, dict[str, Any]], tuple[bytes, bytes]]] = {
    "preview": Worker.preview,
    "arrow": Worker.arrow,
    "next": Worker.next_chunk,
    "drop": Worker.drop,
}


def _remove(folder: Path) -> None:
    """The statement that is cut off may still write into it."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_BETWEEN_TRIES)


def _is_spent(error: Exception) -> bool:
    """Freed memory stays with the allocator, so that under a limited address space the next query would fail too."""
    return isinstance(error, _SPENDING) or "bad_alloc" in str(error) or "Out of Memory" in str(error)


def _preview(cursor: duckdb.DuckDBPyConnection, request: dict[str, Any]) -> bytes:
    """Up to `rows` rows and `bytes` bytes as JSON; one row more is fetched to know whether there are more."""
    started = time.perf_counter()
    cursor.execute(request["sql"], request["parameters"])
    columns = [(name, str(kind)) for name, kind, *_ in cursor.description or ()]
    elapsed = time.perf_counter() - started
    nested = [position for position, (_, kind) in enumerate(columns) if kind.endswith(("]", ")"))]
    wanted, parts, size, fetched, more = request["rows"], [], 0, 0, False
    while not more:
        started = time.perf_counter()
        rows = cursor.fetchmany(min(FETCHED_AT_ONCE, wanted + 1 - fetched))
        elapsed += time.perf_counter() - started
        if not rows:
            break
        more = fetched + len(rows) > wanted
        rows = rows[: wanted - fetched]
        taken, part = _encoded(rows, nested, request["bytes"] - size)
        more = more or taken < len(rows)
        fetched, size = fetched + taken, size + len(part)
        if taken:
            parts.append(part)
    if more and not fetched and wanted:
        raise ValueError("first row too large")
    head = dump({"columns": columns, "elapsed": elapsed, "truncated": more})
    return head[:-1] + b',"rows":[' + b",".join(parts) + b"]}"


def _encoded(rows: list[tuple[Any, ...]], nested: list[int], room: int) -> tuple[int, bytes]:
    """As many of the rows as fit into `room` bytes."""
    if nested:
        rows = [tuple(plain(cell) if at in nested else cell for at, cell in enumerate(row)) for row in rows]
    whole = dump(rows)[1:-1]
    if len(whole) <= room:
        return len(rows), whole
    parts: list[bytes] = []
    for row in rows:
        part = dump(row)
        room -= len(part) + 1
        if room < 0:
            break
        parts.append(part)
    return len(parts), b",".join(parts)


def _limit_address_space(memory_mb: int) -> None:
    """Turns a huge scalar value into an error: DuckDB's own memory limit does not count those."""
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit.
    if not sys.platform.startswith("linux"):
        return
    in_use = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    ceiling = in_use + (memory_mb + SCALAR_HEADROOM_MB) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def _open(plan: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    sources = [Source(*source) for source in plan["sources"]]
    limits = {"memory_mb": plan["memory_mb"], "threads": plan["threads"], "seconds": plan["seconds"]}
    if plan["spill_folder"] is None:
        return sealed_connection(sources, **limits)
    return spilling_connection(sources, folder=plan["spill_folder"], spill_mb=plan["spill_mb"], **limits)


def main() -> None:
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    first = read_frame(incoming)
    if first is None:
        return
    plan = load(first.payload)
    try:
        connection = _open(plan)
    except duckdb.Error as error:
        write_frame(outgoing, JSON, dump({"error": type(error).__name__, "message": str(error)}))
        return
    _limit_address_space(plan["memory_mb"])
    worker = Worker(connection, lambda kind, payload: write_frame(outgoing, kind, payload), mapped(plan["shared"]))
    threading.Thread(target=worker.read_requests, args=(incoming, plan["spill_folder"]), daemon=True).start()
    write_frame(outgoing, JSON, dump({"ready": True}))
    while True:
        worker.answer(worker.requests.get())


if __name__ == "__main__":
    main()
