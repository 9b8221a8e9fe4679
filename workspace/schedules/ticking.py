"""The clock of a server process: looks for what is due, in every workspace, by APScheduler."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from catalog import Catalog, CatalogUnavailable, ScheduleRecord, ScheduleRunRecord

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from workspace.schedules.keeping import Schedules

LOOK_SECONDS = 2.0
AT_ONCE = 4
"""Runs of schedules that one process works on at a time."""


class Ticking:
    """Any number of processes may look at once: what is due is taken by one of them, in one transaction of the catalog."""

    def __init__(
        self, catalog: Catalog, schedules_of: Callable[[str], Schedules], seconds: float = LOOK_SECONDS
    ) -> None:
        self._catalog, self._schedules_of, self._seconds = catalog, schedules_of, seconds
        self._clock: AsyncIOScheduler | None = None
        self._going: set[asyncio.Task[ScheduleRunRecord]] = set()

    def start(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._clock = AsyncIOScheduler(timezone=UTC)
        self._clock.add_job(
            self.look,
            "interval",
            seconds=self._seconds,
            next_run_time=datetime.now(UTC),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._clock.start()

    def stop(self) -> None:
        if self._clock is not None:
            self._clock.shutdown(wait=False)
            self._clock = None

    async def look(self) -> None:
        """Begins what is due, and goes on with what a process that ended left."""
        try:
            left, due = await asyncio.to_thread(self._found)
        except CatalogUnavailable:
            return
        for workspace, run in left:
            if len(self._going) < AT_ONCE:
                self._follow(self._schedules_of(workspace).take_over(run))
        for record in due:
            if len(self._going) < AT_ONCE:
                self._follow(self._schedules_of(record.workspace).claim(record, datetime.now(UTC)))

    def _found(self) -> tuple[tuple[tuple[str, ScheduleRunRecord], ...], tuple[ScheduleRecord, ...]]:
        kept = self._catalog.schedules
        return kept.open_runs(), kept.due(datetime.now(UTC))

    def _follow(self, task: asyncio.Task[ScheduleRunRecord] | None) -> None:
        if task is None:
            return
        self._going.add(task)
        task.add_done_callback(self._going.discard)
