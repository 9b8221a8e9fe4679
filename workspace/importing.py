"""Imports as jobs: each works on its own and keeps a log of how far it is."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from catalog import Catalog, ImportStatus
from core.answer import Problem, problem_of
from core.errors import Cancelled, UserError
from core.event import StatusChanged
from workspace.imports import FileAdded, FileRefused, Task, import_file
from workspace.layout import Layout
from workspace.log import Log
from workspace.notices import tell_of_import

log = logging.getLogger(__name__)

ImportNews = StatusChanged | FileAdded | FileRefused
Ready = Callable[[FileAdded], Awaitable[FileAdded | None]]

_TELL_SECONDS = 1.0
_BEAT_SECONDS = 10.0


class Turns:
    """Who may import now: so many at once, and of one file name (or of all that add to tables) one after the other."""

    def __init__(self, at_once: int) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._lines: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, workspace: str, line: str) -> AsyncIterator[None]:
        async with self._lines[workspace, line], self._slots:
            yield


class Import:
    """Works from the moment it is made; `news` ends with a FileAdded or a FileRefused.

    Once it is `published` its tables are there, and what is left to do is the model.

    `ready` is awaited between the publication of the tables and the FileAdded, to which it may add.
    """

    def __init__(
        self, task: Callable[[Import], Task], turns: Turns, place: Layout, catalog: Catalog, ready: Ready
    ) -> None:
        self.news: Log[ImportNews] = Log()
        self.outcome: FileAdded | FileRefused | None = None
        self.published = False
        self._stop = threading.Event()
        self._stopped_as: ImportStatus = "cancelled"
        self._latest: tuple[str | None, float | None] = (None, None)
        self._begun = False
        self._catalog, self._place = catalog, place
        self._given = task(self)
        self.id, self.name = self._given.held.import_id, self._given.name
        self._over = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._work(turns, place, ready))
        self._task.add_done_callback(self._tell_outcome)
        self._heart = asyncio.create_task(self._beat())

    async def ended(self) -> FileAdded | FileRefused:
        await self._over.wait()
        assert self.outcome is not None
        return self.outcome

    async def stop(self, status: ImportStatus = "cancelled") -> FileAdded | FileRefused:
        """Returns once it has ended, which it may have done well in the meantime."""
        self._stopped_as = status
        self._halt()
        return await self.ended()

    def progress(self, text: str, share: float | None) -> None:
        """From any thread."""
        self._latest = text, share
        self._loop.call_soon_threadsafe(self.news.extend, [StatusChanged(text=text, progress=share)])

    def stopped(self) -> bool:
        """From any thread."""
        return self._stop.is_set()

    async def _work(self, turns: Turns, place: Layout, ready: Ready) -> None:
        line = "append" if self._given.mode == "append" else self.name
        async with turns.turn(place.workspace, line):
            self._begun = True
            self.outcome = await self._imported(place, ready)

    def _tell_outcome(self, _: asyncio.Task[None]) -> None:
        """Also of a task that was cancelled before it began."""
        if self.outcome is None:
            self.outcome = self._failed(self._stopped_as, problem_of(_cancelled(self.name)))
        self._heart.cancel()
        tell_of_import(self._catalog, self._place.workspace, self.outcome)
        self.news.extend([self.outcome], last=True)
        self._over.set()

    async def _imported(self, place: Layout, ready: Ready) -> FileAdded | FileRefused:
        held = self._given.held
        try:
            if not self._catalog.imports.begin(held.import_id, held.owner):
                raise _cancelled(self.name)
            added = await asyncio.to_thread(import_file, self._given, place, self._catalog)
            self.published = True
            if not added.unchanged:
                self.progress("Finding out what the tables mean", None)
            added = await ready(added) or added
        except Cancelled as cancelled:
            return self._failed(self._stopped_as, problem_of(cancelled))
        except UserError as refused:
            return self._failed("refused", problem_of(refused))
        except Exception:
            log.exception("Importing a file failed")
            return self._failed("refused", _OURS)
        return added

    def _failed(self, status: ImportStatus, problem: Problem) -> FileRefused:
        self._catalog.imports.end(self.id, status, owner=self._given.held.owner, problem=problem)
        return FileRefused(name=self.name, problem=problem, import_id=self.id)

    async def _beat(self) -> None:
        """Tells the catalog how far it is and that this process is alive, and hears of a cancellation elsewhere."""
        told, silent_for = self._latest, 0.0
        while not self._stop.is_set():
            await asyncio.sleep(_TELL_SECONDS)
            silent_for += _TELL_SECONDS
            if self._latest == told and silent_for < _BEAT_SECONDS:
                continue
            told, silent_for = self._latest, 0.0
            if not self._catalog.imports.tell(self.id, self._given.held.owner, *told):
                self._halt()

    def _halt(self) -> None:
        self._stop.set()
        if not self._begun:
            self._task.cancel()


def _cancelled(name: str) -> Cancelled:
    return Cancelled(f"Importing {name} was cancelled.", stage="reading")


_OURS = Problem(
    code="internal_error",
    message="The file could not be imported because something went wrong inside Tablespeak.",
    hint="Everything is as it was before; the log has the details.",
)
