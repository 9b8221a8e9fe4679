"""The owner's side of one query process: start, ask, interrupt, kill."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, cast

from core.errors import InternalError
from warehouse.frames import ARROW, JSON, SHARED, SPENT, Frame, dump, read_frame, write_frame
from warehouse.memory_watch import MemoryWatch
from warehouse.outcomes import confirm_ready, out_of_memory, out_of_time
from warehouse.shared_memory import mapped, shared_file

INTERRUPT_GRACE = 0.08
DROP_SECONDS = 0.05
START_SECONDS = 30.0
_HEAVY_NICE = 10
_PIPE_BYTES = 1 << 20
_PASSED_ON = (
    "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ", "VIRTUAL_ENV",
    "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONHOME", "PYTHONPATH", "PYTHONUTF8", "PYTHONWARNINGS",
)  # fmt: skip


class Postponed(Exception):
    """A query was stopped because it ran on for longer than a short one may."""


class QueryProcess:
    """One request at a time. `alive` turns false for good once the process has ended or was killed.

    `watched_mb` is given where the system cannot bound a process itself: one that takes more is killed.
    """

    def __init__(self, plan: dict[str, Any], watched_mb: int | None = None) -> None:
        shared = shared_file()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "warehouse.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            pass_fds=() if shared is None else (shared,),
        )
        self._shared = mapped(shared)
        self._requests = cast(BinaryIO, self._process.stdin)
        self._replies = cast(BinaryIO, self._process.stdout)
        _widen(self._replies)
        self._writing = threading.Lock()
        self._numbers = itertools.count(1)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="query")
        self._opening = self._thread.submit(self._roundtrip, dump({**plan, "shared": shared}))
        self._watch = MemoryWatch(self._process.pid, watched_mb, self.kill) if watched_mb else None
        self._ready = False
        self._ended = False

    @property
    def alive(self) -> bool:
        return not self._ended and self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(
        self,
        request: dict[str, Any],
        seconds: float,
        *,
        short_seconds: float | None = None,
        may_go_on: Callable[[], bool] = lambda: True,
    ) -> Frame | None:
        """None where the process died. Being cancelled stops the query.

        After `short_seconds`, `may_go_on` is asked once. Raises Postponed where it says no, and LimitReached
        past `seconds` and for a process that took too much memory.
        """
        await self._until_ready()
        if self._ended:
            return None
        number = next(self._numbers)
        payload = dump({**request, "id": number})
        answer = asyncio.get_running_loop().run_in_executor(self._thread, self._roundtrip, payload)
        first = seconds if short_seconds is None else min(seconds, short_seconds)
        with self._watch or contextlib.nullcontext():
            try:
                done, _ = await asyncio.wait({answer}, timeout=first)
                if not done and not may_go_on():
                    await self._stop(number, answer)
                    raise Postponed
                if not done and first < seconds:
                    done, _ = await asyncio.wait({answer}, timeout=seconds - first)
            except asyncio.CancelledError:
                await self._stop(number, answer)
                raise
        if not done:
            await self._stop(number, answer)
            raise out_of_time(seconds)
        return self._checked(answer.result())

    async def drop(self) -> None:
        """Ends a stream that nobody reads any more, so that something else can be asked; kills what does not listen."""
        payload = dump({"do": "drop", "id": next(self._numbers)})
        answer = asyncio.get_running_loop().run_in_executor(self._thread, self._roundtrip, payload)
        try:
            done, _ = await asyncio.wait({answer}, timeout=DROP_SECONDS)
        except asyncio.CancelledError:
            self.kill()
            raise
        if not done:
            self.kill()

    def give_way(self) -> None:
        """From now on it runs when nothing else wants to; this cannot be taken back."""
        with contextlib.suppress(OSError):
            if sys.platform.startswith("linux"):  # where each thread has a priority of its own
                for thread in Path(f"/proc/{self.pid}/task").iterdir():
                    os.setpriority(os.PRIO_PROCESS, int(thread.name), _HEAVY_NICE)
            elif sys.platform != "win32":
                os.setpriority(os.PRIO_PROCESS, self.pid, _HEAVY_NICE)

    def kill(self) -> None:
        self._ended = True
        self._process.kill()
        self._thread.shutdown(wait=False)

    async def close(self) -> None:
        """Kill and wait until nothing of it is left."""
        self.kill()
        await asyncio.to_thread(self._reap)

    def _reap(self) -> None:
        self._process.wait()
        self._thread.shutdown(wait=True)
        for pipe in (self._requests, self._replies):
            with contextlib.suppress(OSError):
                pipe.close()
        if self._shared is not None:
            self._shared.close()

    async def _until_ready(self) -> None:
        if self._ready:
            return
        opened = asyncio.wrap_future(self._opening)
        done, _ = await asyncio.wait({opened}, timeout=START_SECONDS)
        if not done:
            self.kill()
        confirm_ready(opened.result() if done else None)
        self._ready = True

    async def _stop(self, number: int, answer: asyncio.Future[Frame | None]) -> None:
        """Interrupt first; kill what does not listen, such as one long scalar call."""
        try:
            self._send(dump({"do": "interrupt", "id": number}))
            done, _ = await asyncio.wait({answer}, timeout=INTERRUPT_GRACE)
        except asyncio.CancelledError:
            self.kill()
            raise
        if not done:
            self.kill()

    def _roundtrip(self, payload: bytes) -> Frame | None:
        self._send(payload)
        frame = read_frame(self._replies)
        if frame is None or frame.kind == SPENT:
            self._ended = True
        if frame is not None and frame.kind == SHARED:
            return Frame(ARROW, self._read_shared(int(frame.payload)))
        return frame

    def _read_shared(self, size: int) -> bytes:
        """Taken out at once: the process writes there again when it is asked for more."""
        if self._shared is None or not 0 <= size <= len(self._shared):
            raise InternalError("A query process told of more than there is.", stage="running")
        return self._shared[:size]

    def _checked(self, frame: Frame | None) -> Frame | None:
        if self._watch and self._watch.exceeded:
            raise out_of_memory()
        return frame

    def _send(self, payload: bytes) -> None:
        with self._writing, contextlib.suppress(BrokenPipeError):
            write_frame(self._requests, JSON, payload)


def _widen(pipe: BinaryIO) -> None:
    """A pipe of Linux holds 64 KB, so that a large result would change between two processes thousands of times."""
    if sys.platform.startswith("linux"):
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _environment() -> dict[str, str]:
    """Nothing that could hold a secret reaches a process that runs hostile SQL."""
    return {name: value for name, value in os.environ.items() if name in _PASSED_ON}
