"""Warm, sealed query processes over one set of table versions."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import Busy, LimitReached, TablespeakError
from core.result import Result
from core.table import Cell, TableVersion
from warehouse.connection import sources_of
from warehouse.frames import END, JSON, Frame
from warehouse.limits import Limits
from warehouse.memory_watch import NEEDED, held_bytes
from warehouse.outcomes import checked, result_of
from warehouse.process import Postponed, QueryProcess
from warehouse.turns import Kind, Turn, TurnLimits, Turns
from warehouse.worker import SCALAR_HEADROOM_MB

if TYPE_CHECKING:
    from warehouse.guarding import Guarded

IDLE_SECONDS = 300.0
# DuckDB's own clock also runs while the reader of a stream is slow, and is there for an owner that hangs.
BACKSTOP_SECONDS = 600.0
_WORN_SHARE = 3


class Pool:
    """`turns` say who runs when; without them, `workers` queries run side by side. For use in one event loop."""

    def __init__(
        self,
        versions: Iterable[TableVersion],
        limits: Limits | None = None,
        workers: int = 2,
        turns: Turns | None = None,
        spill_root: Path | None = None,
    ) -> None:
        self._sources = sources_of(versions)
        self._limits = limits or Limits()
        self._workers = workers
        self._turns = turns or Turns(TurnLimits.for_running(workers, wait_seconds=self._limits.seconds))
        self._spill_root = spill_root
        self._spill_turn = asyncio.Lock()
        self._idle: list[QueryProcess] = []
        self._all: set[QueryProcess] = set()
        self._burials: set[asyncio.Task[None]] = set()
        self._rest: asyncio.TimerHandle | None = None
        self._closed = False

    def states(self) -> dict[str, int]:
        """How many processes there are, idle and busy."""
        return {"idle": len(self._idle), "busy": len(self._all) - len(self._idle)}

    def start(self, processes: int | None = None) -> None:
        """Start the processes (all of them by default) without waiting for them to be ready; others start when they are needed."""
        while len(self._all) < min(self._workers, processes or self._workers):
            self._idle.append(self._new_process(spill_folder=None))

    async def run(
        self,
        guarded: Guarded,
        parameters: Sequence[Cell] = (),
        *,
        rows: int | None = None,
        may_spill: bool = False,
        caller: str = "local",
        keep: Callable[[bytes], None] | None = None,
    ) -> Result:
        """Up to `rows` rows (the pool's limit by default).

        `may_spill` is for SQL that was compiled here: it is tried once more with room on disk
        when it ran out of memory. `keep` is given what `unpacked` makes the Result of again.
        Raises Busy where `caller` cannot have a turn.
        """
        request = {
            "do": "preview",
            "sql": guarded.sql,
            "parameters": list(parameters),
            "rows": self._limits.rows if rows is None else rows,
            "bytes": self._limits.bytes,
        }
        try:
            return _kept(await self._answered(request, caller), keep)
        except LimitReached as reached:
            if not may_spill or not self._limits.spill_mb or reached.limit != "memory":
                raise
        async with self._spill_turn, self._turns.take(caller, "heavy"), self._a_spilling_process() as process:
            return _kept(await process.ask(request, self._limits.seconds), keep)

    async def arrow(
        self, guarded: Guarded, parameters: Sequence[Cell] = (), *, caller: str = "local"
    ) -> AsyncIterator[bytes]:
        """All rows as one Arrow IPC stream, in pieces of some megabytes; the time limit holds for each piece."""
        request: dict[str, Any] = {"do": "arrow", "sql": guarded.sql, "parameters": list(parameters)}
        async with self._turns.take(caller, "stream"), self._a_process() as process:
            asked = asyncio.ensure_future(process.ask(request, self._limits.seconds))
            ended = False
            try:
                while not ended:
                    frame = checked(await asked)
                    ended = frame.kind == END
                    if not ended:
                        asked = asyncio.ensure_future(process.ask({"do": "next"}, self._limits.seconds))
                        yield frame.payload
            finally:
                if not ended:
                    await self._drop(process, asked)

    async def close(self) -> None:
        """End every process, also those that run a query: those queries fail with WorkerDied."""
        self._closed = True
        if self._rest is not None:
            self._rest.cancel()
        processes, self._all, self._idle = self._all, set(), []
        await asyncio.gather(*self._burials, *(process.close() for process in processes))

    async def _answered(self, request: dict[str, Any], caller: str) -> Frame | None:
        """A query that turns out heavy when all turns for heavy ones are taken is stopped, and begins again in their line."""
        kind: Kind = "heavy" if self._turns.known_heavy.has(request["sql"]) else "short"
        while True:
            async with self._turns.take(caller, kind) as turn, self._a_process(turn) as process:
                if turn.heavy:
                    process.give_way()
                try:
                    return await process.ask(
                        request,
                        self._limits.seconds,
                        short_seconds=self._turns.limits.short_seconds,
                        may_go_on=partial(self._may_go_on, turn, process),
                    )
                except Postponed:
                    kind = "heavy"
                finally:
                    self._turns.known_heavy.remember(request["sql"], heavy=turn.ran_on)

    def _may_go_on(self, turn: Turn, process: QueryProcess) -> bool:
        if not self._turns.may_go_on(turn):
            return False
        process.give_way()
        return True

    async def _drop(self, process: QueryProcess, asked: asyncio.Future[Frame | None]) -> None:
        """Stops a stream that nobody reads any more; the process may answer again."""
        asked.cancel()
        with suppress(asyncio.CancelledError, TablespeakError):
            await asked
        if process.alive:
            await process.drop()

    @asynccontextmanager
    async def _a_process(self, turn: Turn | None = None) -> AsyncIterator[QueryProcess]:
        process = self._take()
        try:
            yield process
        finally:
            self._give_back(process, worn=turn is not None and self._is_worn(process, turn))

    @asynccontextmanager
    async def _a_spilling_process(self) -> AsyncIterator[QueryProcess]:
        self._refuse_when_closed()
        folder = tempfile.mkdtemp(prefix="tablespeak-spill-", dir=self._spill_root)
        process = self._new_process(spill_folder=folder)
        try:
            yield process
        finally:
            self._all.discard(process)
            await process.close()
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def _take(self) -> QueryProcess:
        self._refuse_when_closed()
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            self._bury(process)
        return self._new_process(spill_folder=None)

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise Busy("The query processes are shutting down.", hint="Try again in a moment.", stage="running")

    def _is_worn(self, process: QueryProcess, turn: Turn) -> bool:
        """One that gave way runs last for good; memory that was freed stays with its process."""
        if turn.heavy or not turn.ran_on:
            return turn.heavy
        held = held_bytes(process.pid)
        return held is None or held * _WORN_SHARE > self._limits.memory_mb * 1_048_576

    def _give_back(self, process: QueryProcess, *, worn: bool) -> None:
        """A worn process is replaced, and a dead one."""
        if self._closed:
            return
        if worn or not process.alive:
            self._bury(process)
            process = self._new_process(spill_folder=None)
        self._idle.append(process)
        if self._rest is not None:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._end_idle)

    def _end_idle(self) -> None:
        """Nothing was asked of these tables for a while; the next query starts a process again."""
        idle, self._idle = self._idle, []
        for process in idle:
            self._bury(process)

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
        process = QueryProcess(plan, self._limits.memory_mb + SCALAR_HEADROOM_MB if NEEDED else None)
        self._all.add(process)
        return process


def unpacked(packed: bytes) -> Result:
    """Raises ValueError for what was cut short."""
    return replace(result_of(Frame(JSON, packed)), elapsed=0.0, from_cache=True)


def _kept(frame: Frame | None, keep: Callable[[bytes], None] | None) -> Result:
    result = result_of(frame)
    if keep is not None and frame is not None:
        keep(frame.payload)
    return result
