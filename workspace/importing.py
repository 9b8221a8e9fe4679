"""Imports as jobs: each works on its own and keeps a log of how far it is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from catalog import Catalog, new_id
from core.answer import Problem, problem_of
from core.errors import UserError
from core.event import StatusChanged
from workspace.imports import FileAdded, FileRefused, import_file
from workspace.layout import Layout
from workspace.log import Log

log = logging.getLogger(__name__)

ImportNews = StatusChanged | FileAdded | FileRefused
Ready = Callable[[FileAdded], Awaitable[None]]


class Import:
    """Works from the moment it is made; `news` ends with a FileAdded or a FileRefused.

    `ready` is awaited between the publication of the tables and the FileAdded.
    """

    def __init__(self, path: Path, name: str, place: Layout, catalog: Catalog, ready: Ready) -> None:
        self.id = new_id()
        self.name = name
        self.news: Log[ImportNews] = Log()
        self.outcome: FileAdded | FileRefused | None = None
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._work(path, place, catalog, ready))

    async def ended(self) -> FileAdded | FileRefused:
        await self._task
        assert self.outcome is not None
        return self.outcome

    async def _work(self, path: Path, place: Layout, catalog: Catalog, ready: Ready) -> None:
        try:
            added = await asyncio.to_thread(import_file, path, self.name, place, catalog, self._progress)
            await ready(added)
            self.outcome = added
        except UserError as refused:
            self.outcome = FileRefused(name=self.name, problem=problem_of(refused))
        except Exception:
            log.exception("Importing a file failed")
            self.outcome = FileRefused(name=self.name, problem=_OURS)
        self.news.extend([self.outcome], last=True)

    def _progress(self, text: str, share: float | None) -> None:
        status = StatusChanged(text=text, progress=share)
        self._loop.call_soon_threadsafe(self.news.extend, [status])


_OURS = Problem(
    code="internal_error",
    message="The file could not be imported because something went wrong inside Tablespeak.",
    hint="Everything is as it was before; the log has the details.",
)
