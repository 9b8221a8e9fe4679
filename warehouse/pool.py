"""Warm, sealed query processes over one set of table versions."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from core.errors import Busy, LimitReached
from core.result import Result
from core.table import Cell, TableVersion
from warehouse.connection import sources_of
from warehouse.frames import END
from warehouse.limits import Limits
from warehouse.outcomes import checked, result_of
from warehouse.process import QueryProcess

if TYPE_CHECKING:
    from warehouse.guarding import Guarded

DROP_SECONDS = 0.2
# DuckDB's own clock also runs while the reader of a stream is slow, and is there for an owner that hangs.
BACKSTOP_SECONDS = 600.0


class Pool:
    """`workers` queries run side by side, others wait their turn; for use in one event loop."""

    def __init__(self, versions: Iterable[TableVersion], limits: Limits | None = None, workers: int = 2) -> None:
        self._sources = sources_of(versions)
        self._limits = limits or Limits()
        self._workers = workers
        self._turns = asyncio.Semaphore(workers)
        self._spill_turn = asyncio.Lock()
        self._idle: list[QueryProcess] = []
        self._all: set[QueryProcess] = set()
        self._burials: set[asyncio.Task[None]] = set()
        self._closed = False

    def start(self, processes: int | None = None) -> None:
        """Start the processes (all of them by default) without waiting for them to be ready; others start when they are needed."""
        while len(self._all) < min(self._workers, processes or self._workers):
            self._idle.append(self._new_process(spill_folder=None))

    async def run(
        self, guarded: Guarded, parameters: Sequence[Cell] = (), *, rows: int | None = None, may_spill: bool = False
    ) -> Result:
        """Up to `rows` rows (the pool's limit by default).

        `may_spill` is for SQL that was compiled here: it is tried once more with room on disk
        when it ran out of memory.
        """
        request = {
            "do": "preview",
            "sql": guarded.sql,
            "parameters": list(parameters),
            "rows": self._limits.rows if rows is None else rows,
            "bytes": self._limits.bytes,
        }
        try:
            async with self._a_process() as process:
                return result_of(await process.ask(request, self._limits.seconds))
        except LimitReached as reached:
            if not may_spill or reached.limit != "memory":
                raise
        async with self._a_spilling_process() as process:
            return result_of(await process.ask(request, self._limits.seconds))

    async def arrow(self, guarded: Guarded, parameters: Sequence[Cell] = ()) -> AsyncIterator[bytes]:
        """All rows as one Arrow IPC stream, in pieces of about a megabyte; the time limit holds for each piece."""
        request: dict[str, Any] = {"do": "arrow", "sql": guarded.sql, "parameters": list(parameters)}
        async with self._a_process() as process:
            ended = False
            try:
                while True:
                    frame = checked(await process.ask(request, self._limits.seconds))
                    if frame.kind == END:
                        ended = True
                        return
                    yield frame.payload
                    request = {"do": "next"}
            finally:
                if not ended and process.alive:
                    await process.ask({"do": "drop"}, DROP_SECONDS)

    async def close(self) -> None:
        """End every process, also those that run a query: those queries fail with WorkerDied."""
        self._closed = True
        processes, self._all, self._idle = self._all, set(), []
        await asyncio.gather(*self._burials, *(process.close() for process in processes))

    @asynccontextmanager
    async def _a_process(self) -> AsyncIterator[QueryProcess]:
        try:
            await asyncio.wait_for(self._turns.acquire(), self._limits.seconds)
        except TimeoutError:
            raise Busy(
                "Too many queries are running already.", hint="Try again in a moment.", stage="running"
            ) from None
        try:
            process = self._take()
            try:
                yield process
            finally:
                self._give_back(process)
        finally:
            self._turns.release()

    @asynccontextmanager
    async def _a_spilling_process(self) -> AsyncIterator[QueryProcess]:
        async with self._spill_turn:
            folder = tempfile.mkdtemp(prefix="tablespeak-spill-")
            process = self._new_process(spill_folder=folder)
            try:
                yield process
            finally:
                self._all.discard(process)
                await process.close()
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def _take(self) -> QueryProcess:
        if self._closed:
            raise Busy("The query processes are shutting down.", stage="running")
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            self._bury(process)
        return self._new_process(spill_folder=None)

    def _give_back(self, process: QueryProcess) -> None:
        if self._closed:
            return
        if not process.alive:
            self._bury(process)
            process = self._new_process(spill_folder=None)
        self._idle.append(process)

    def _bury(self, process: QueryProcess) -> None:
        """Collect what is left of a dead process in the background."""
        self._all.discard(process)
        burial = asyncio.get_running_loop().create_task(process.close())
        self._burials.add(burial)
        burial.add_done_callback(self._burials.discard)

    def _new_process(self, *, spill_folder: str | None) -> QueryProcess:
        plan = {
            "sources": [list(source) for source in self._sources],
            "memory_mb": self._limits.memory_mb,
            "threads": self._limits.threads,
            "seconds": max(BACKSTOP_SECONDS, self._limits.seconds * 4),
            "spill_folder": spill_folder,
            "spill_mb": self._limits.spill_mb,
        }
        process = QueryProcess(plan)
        self._all.add(process)
        return process
