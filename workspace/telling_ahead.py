"""The tables told to a model on this machine before anybody asks, so that the first question is not the slow one.

A server of local models keeps what it read last: a question then costs no more than its own words.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from core.errors import UserError
from core.question import Question

if TYPE_CHECKING:
    from datetime import date

    from workspace.model_line import ModelLine
    from workspace.opened import Opened, Shared


class TellingAhead:
    """Once for each state of the tables, of their model and of the privacy mode; nothing to an endpoint elsewhere."""

    def __init__(self, line: ModelLine, shared: Callable[[], Shared], clock: Callable[[], date]) -> None:
        self._line, self._shared, self._clock = line, shared, clock
        self._told: tuple[object, ...] = ()
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """At once and in the background."""
        if self._line.is_near and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._tell())

    @property
    def told(self) -> bool:
        """Whether anything was, since the workspace opened."""
        return bool(self._told)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _tell(self) -> None:
        # What cannot be opened or does not answer is told of when a question is asked.
        with suppress(UserError):
            await self._tell_tables()

    async def _tell_tables(self) -> None:
        from agents.sql_expert import DraftCheck, Understanding, tables_told

        async with self._shared().lend() as opened:
            line, state = self._line.ahead(opened), self._state(opened)
            if line is None or not opened.versions or state == self._told:
                return
            question = Question(text="", today=self._clock())
            task = Understanding(question=question, model=opened.model, values=opened.values)
            first = tables_told(task, line, DraftCheck(opened.columns, opened.model, opened.execute))
        if first is not None:
            await line.read_ahead(*first)
            self._told = state

    def _state(self, opened: Opened) -> tuple[object, ...]:
        versions = tuple(sorted((one.table.name, one.number) for one in opened.versions))
        return versions, opened.model_number, self._line.privacy
