"""A whole result on its way to a file; any number of readers follow it as it grows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, suppress
from pathlib import Path
from typing import BinaryIO

from core.errors import LimitReached

CHUNK = 4 << 20
BACKLOG = 128 << 20
"""Bytes that may wait in memory for the disk, so that a reader who keeps up need not wait for it."""


class Spool:
    """Begins at once. It stops when its last reader leaves before the end; `complete` says where the file is then."""

    def __init__(
        self, pieces: AsyncGenerator[bytes], unfinished: Path, most_mb: int, complete: Callable[[Path], Path]
    ) -> None:
        self._pieces, self._path, self._most_mb, self._complete = pieces, unfinished, most_mb, complete
        self._size = self._written = 0
        self._all_there = False
        self._unwritten: dict[int, bytes] = {}
        self._shrunk = asyncio.Event()
        self._readers = 0
        self.abandoned = False
        self._grown = asyncio.Event()
        self.task = asyncio.create_task(self._work())
        self.task.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def finished(self) -> Path:
        """Waits for all of it; raises what stopped it."""
        self._readers += 1
        try:
            return await asyncio.shield(self.task)
        finally:
            self._leave()

    async def read(self) -> AsyncIterator[bytes]:
        """The first piece is there as soon as the query has one; raises what stopped it."""
        self._readers += 1
        try:
            position = 0
            await self._more_than(position)
            with self._path.open("rb") if not self.task.done() else (await self.task).open("rb") as file:
                while await self._more_than(position):
                    piece = self._unwritten.get(position)
                    if piece is None:
                        file.seek(position)
                        piece = await asyncio.to_thread(file.read, min(CHUNK, self._written - position))
                    position += len(piece)
                    yield piece
        finally:
            self._leave()

    async def _more_than(self, position: int) -> bool:
        while self._size <= position and not self._all_there and not self.task.done():
            await self._grown.wait()
        if self._size <= position and not self._all_there:
            await self.task
        return self._size > position

    async def _work(self) -> Path:
        try:
            with self._path.open("wb") as file:
                writing = asyncio.create_task(self._write_behind(file))
                writing.add_done_callback(lambda _: self._shrunk.set())
                try:
                    await self._take_all(writing)
                    await writing
                finally:
                    writing.cancel()
                    await asyncio.gather(writing, return_exceptions=True)
            return self._complete(self._path)
        except BaseException:
            with suppress(OSError):
                self._path.unlink()
            raise
        finally:
            asyncio.get_running_loop().call_soon(self._tell)

    async def _take_all(self, writing: asyncio.Task[None]) -> None:
        async with aclosing(self._pieces):
            async for piece in self._pieces:
                self._check_fits(len(piece))
                self._unwritten[self._size] = piece
                self._size += len(piece)
                self._tell()
                while self._size - self._written > BACKLOG and not writing.done():
                    self._shrunk.clear()
                    await self._shrunk.wait()
                if writing.done():
                    await writing
        self._all_there = True
        self._tell()

    async def _write_behind(self, file: BinaryIO) -> None:
        while True:
            piece = self._unwritten.get(self._written)
            if piece is not None:
                await asyncio.to_thread(_write_through, file, piece)
                del self._unwritten[self._written]
                self._written += len(piece)
                self._shrunk.set()
            elif self._all_there:
                return
            else:
                await self._grown.wait()

    def _check_fits(self, size: int) -> None:
        if self._size + size > self._most_mb * 1024 * 1024:
            raise LimitReached(
                f"The whole result is larger than {self._most_mb:,} MB.",
                limit="size",
                hint="Select fewer columns or rows, or raise the limit result_mb of the workspace.",
            )

    def _tell(self) -> None:
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()

    def _leave(self) -> None:
        self._readers -= 1
        if not self._readers and not self._all_there:
            self.abandoned = True
            self.task.cancel()


def _write_through(file: BinaryIO, piece: bytes) -> None:
    file.write(piece)
    file.flush()
