"""Schedules of a workspace: made, changed, paused, run by hand, and what became of each time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from catalog import Catalog, ScheduleRecord, ScheduleRunRecord, new_id
from core.answer import Problem
from core.errors import Busy, InvalidInput, UnknownName
from core.question import Caller
from core.schedule import Frozen, FrozenQuery, Outcome, Schedule, Target
from workspace.layout import Layout
from workspace.owners import Owner, is_alive
from workspace.schedules.delivering import MOST_TARGETS, check_target
from workspace.schedules.freezing import frozen_dashboard, frozen_query, frozen_run, with_schema
from workspace.schedules.replaying import Replays
from workspace.schedules.running import Running
from workspace.schedules.settings import ScheduleSettings, schedule_settings
from workspace.schedules.times import missed_times, next_time, next_times, zone_named
from workspace.schedules.wanted import Change, Wanted

if TYPE_CHECKING:
    from workspace.kept.queries import SavedQueries
    from workspace.opened import Shared
    from workspace.results import Results

MOST_SCHEDULES = 500
_BROKEN = Problem(code="internal_error", message="Something went wrong inside Tablespeak; the log has the details.")
_LONGEST_TITLE = 200

log = logging.getLogger(__name__)


class Schedules:
    def __init__(
        self,
        place: Layout,
        catalog: Catalog,
        shared: Callable[[], Shared],
        queries: SavedQueries,
        replays: Replays,
        results: Callable[[], Results],
        settings: Callable[[], ScheduleSettings] = schedule_settings,
    ) -> None:
        self._place, self._catalog, self._shared = place, catalog, shared
        self._queries, self._replays, self._settings = queries, replays, settings
        self._running = Running(catalog, replays, results, settings)
        self._kept = catalog.schedules
        self._owner: Owner | None = None
        self._going: set[asyncio.Task[ScheduleRunRecord]] = set()

    def list(self) -> tuple[ScheduleRecord, ...]:
        """Newest first."""
        return self._kept.list(self._place.workspace)

    def get(self, schedule_id: str) -> ScheduleRecord:
        """Raises UnknownName."""
        found = self._kept.get(self._place.workspace, schedule_id)
        if found is None:
            raise UnknownName("schedule", schedule_id, [one.id for one in self.list()])
        return found

    def runs(self, schedule_id: str, most: int = 50) -> tuple[ScheduleRunRecord, ...]:
        """Newest first. Raises UnknownName."""
        return self._kept.runs(self.get(schedule_id).id, most)

    def due_next(self, record: ScheduleRecord, most: int = 3) -> tuple[datetime, ...]:
        """In the time zone of the schedule; none while it does not run."""
        if record.next_at is None or most < 1:
            return ()
        schedule = record.schedule
        later = next_times(schedule.when, schedule.timezone, record.made_at, record.next_at, most - 1)
        return tuple(moment.astimezone(zone_named(schedule.timezone)) for moment in (record.next_at, *later))

    async def create(self, wanted: Wanted, caller: Caller) -> ScheduleRecord:
        """Raises UnknownName, InvalidInput, and what keeps the answer from being read now."""
        if len(self.list()) >= MOST_SCHEDULES:
            raise InvalidInput(f"A workspace has at most {MOST_SCHEDULES} schedules.", hint="Delete one first.")
        made_at = datetime.now(UTC)
        what = await self._frozen(wanted)
        schedule = Schedule(
            title=_title(wanted.title or what.title),
            what=what,
            when=wanted.when,
            targets=wanted.targets,
            timezone=wanted.timezone,
            format=wanted.format,
            paper="letter" if wanted.paper == "letter" else "a4",
        )
        next_at = self._checked(schedule, made_at, made_at)
        schedule = replace(schedule, what=await self._with_schema(what, caller))
        record = ScheduleRecord(
            id=new_id(),
            workspace=self._place.workspace,
            schedule=schedule,
            status="active",
            caller=caller,
            made_at=made_at,
            updated_at=made_at,
            next_at=next_at,
        )
        self._kept.add(record)
        return record

    def update(self, schedule_id: str, change: Change) -> ScheduleRecord:
        """Raises UnknownName and InvalidInput."""
        record = self.get(schedule_id)
        changed = {
            name: value
            for name in ("when", "timezone", "targets", "format", "paper")
            if (value := getattr(change, name)) is not None
        }
        title = record.schedule.title if change.title is None else _title(change.title)
        schedule = replace(record.schedule, title=title, **changed)
        following = self._checked(schedule, record.made_at, datetime.now(UTC))
        next_at = following if record.status == "active" else None
        return self._change(replace(record, schedule=schedule, next_at=next_at))

    def pause(self, schedule_id: str) -> ScheduleRecord:
        """Raises UnknownName."""
        record = self.get(schedule_id)
        if record.status == "stopped":
            return record
        return self._change(replace(record, status="paused", next_at=None))

    async def resume(self, schedule_id: str) -> ScheduleRecord:
        """Of one that was stopped, the schema as it is now is the frozen one from here on. Raises UserError where it cannot be read."""
        record = self.get(schedule_id)
        schedule = record.schedule
        if record.status == "stopped":
            bare = replace(schedule.what, items=tuple(_without_schema(one) for one in schedule.what.items))
            schedule = replace(schedule, what=await self._with_schema(bare, record.caller))
        next_at = self._checked(schedule, record.made_at, datetime.now(UTC))
        return self._change(replace(record, schedule=schedule, status="active", next_at=next_at, problem=None))

    def delete(self, schedule_id: str) -> None:
        """Raises UnknownName."""
        if not self._kept.delete(self._place.workspace, schedule_id):
            raise UnknownName("schedule", schedule_id, [one.id for one in self.list()])

    def run_now(self, schedule_id: str) -> tuple[ScheduleRunRecord, asyncio.Task[ScheduleRunRecord]]:
        """The run as it begins, and what gives it as it ended. Raises UnknownName, and Busy while one is running."""
        record = self.get(schedule_id)
        if any(run.status == "running" and self._is_alive(run) for run in self._kept.runs(schedule_id, 5)):
            raise Busy("The schedule is running already.", hint="Wait until it has ended.")
        due_at, outcome = datetime.now(UTC), Outcome(by_hand=True)
        self._kept.begin(record.id, due_at, self._own(), outcome)
        run = _begun(record, due_at, self._own(), outcome)
        return run, self._start(record, run)

    def claim(self, record: ScheduleRecord, now: datetime) -> asyncio.Task[ScheduleRunRecord] | None:
        """Takes the run that is due; None where another process did."""
        assert record.next_at is not None
        schedule = record.schedule
        following = next_time(schedule.when, schedule.timezone, record.made_at, now)
        missed = missed_times(schedule.when, schedule.timezone, record.made_at, record.next_at, now)
        outcome = Outcome(missed=missed)
        if not self._kept.claim(record, self._own(), following, outcome):
            return None
        return self._start(record, _begun(record, record.next_at, self._own(), outcome))

    def take_over(self, run: ScheduleRunRecord) -> asyncio.Task[ScheduleRunRecord] | None:
        """Goes on with the run of a process that has ended; None where that is alive, or another took it over."""
        record = self._kept.get(self._place.workspace, run.schedule_id)
        if record is None or self._is_alive(run):
            return None
        outcome = replace(run.outcome, interrupted=run.outcome.interrupted + 1)
        if not self._kept.take_over(run, self._own(), outcome):
            return None
        return self._start(record, replace(run, owner=self._own(), outcome=outcome))

    async def drain(self, seconds: float) -> None:
        """Lets what goes on end, for so long."""
        if self._going:
            await asyncio.wait(self._going, timeout=seconds)

    async def close(self) -> None:
        """What goes on is cut off, as if the process had been ended: another one, or the next, goes on with it."""
        for task in self._going:
            task.cancel()
        await asyncio.gather(*self._going, return_exceptions=True)
        if self._owner is not None:
            self._owner.leave()
            self._owner = None

    async def _frozen(self, wanted: Wanted) -> Frozen:
        named = [one for one in (wanted.run_id, wanted.query, wanted.dashboard) if one is not None]
        if len(named) != 1:
            raise InvalidInput("A schedule sends one thing.", hint="Give one of run_id, query and dashboard.")
        given = wanted.given or {}
        if wanted.query is not None:
            return frozen_query(self._queries, wanted.query, given)
        if wanted.run_id is not None:
            return frozen_run(self._catalog, self._place.workspace, wanted.run_id)
        board = self._catalog.dashboards.get(self._place.workspace, wanted.dashboard or "")
        if board is None:
            known = [one.name for one in self._catalog.dashboards.list(self._place.workspace)]
            raise UnknownName("dashboard", wanted.dashboard or "", known)
        async with self._shared().lend() as opened:
            return frozen_dashboard(self._queries, board.spec, given, opened, self._replays.today())

    async def _with_schema(self, what: Frozen, caller: Caller) -> Frozen:
        """Each query is run once, so that a schedule begins with something that can be read."""
        items = []
        for item in what.items:
            replayed = await self._replays.replay(item, caller)
            async with self._shared().lend() as opened:
                items.append(with_schema(item, replayed.answer, opened.versions))
        return replace(what, items=tuple(items))

    def _checked(self, schedule: Schedule, made_at: datetime, after: datetime) -> datetime:
        """When it runs next. Raises InvalidInput."""
        _check_targets(schedule.targets, self._settings())
        following = next_time(schedule.when, schedule.timezone, made_at, after)
        if following is None:
            raise InvalidInput("It would never run.", hint="Look at the day and the month.")
        return following

    def _change(self, record: ScheduleRecord) -> ScheduleRecord:
        self._kept.change(
            record.id,
            schedule=record.schedule,
            status=record.status,
            next_at=record.next_at,
            problem=record.problem,
        )
        return self.get(record.id)

    def _start(self, record: ScheduleRecord, run: ScheduleRunRecord) -> asyncio.Task[ScheduleRunRecord]:
        task = asyncio.create_task(self._running.perform(record, run))
        self._going.add(task)
        task.add_done_callback(lambda ended: self._ended(run, ended))
        return task

    def _ended(self, run: ScheduleRunRecord, task: asyncio.Task[ScheduleRunRecord]) -> None:
        """What we broke ends the run too: nobody would go on with it while this process lives."""
        self._going.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        log.error("A run of a schedule failed", exc_info=task.exception())
        outcome = replace(run.outcome, problem=_BROKEN)
        self._kept.end(run.schedule_id, run.due_at, run.owner or "", "failed", outcome)

    def _own(self) -> str:
        if self._owner is None:
            self._owner = Owner(self._place.owners)
        return self._owner.id

    def _is_alive(self, run: ScheduleRunRecord) -> bool:
        mine = self._owner is not None and run.owner == self._owner.id
        return mine or is_alive(self._place.owners, run.owner, run.heard_at)


def _check_targets(targets: Sequence[Target], settings: ScheduleSettings) -> None:
    if not 1 <= len(targets) <= MOST_TARGETS:
        raise InvalidInput(f"A schedule has 1 to {MOST_TARGETS} targets.")
    for target in targets:
        check_target(target, settings)


def _begun(record: ScheduleRecord, due_at: datetime, owner: str, outcome: Outcome) -> ScheduleRunRecord:
    return ScheduleRunRecord(
        schedule_id=record.id,
        due_at=due_at,
        owner=owner,
        status="running",
        heard_at=datetime.now(UTC),
        ended_at=None,
        outcome=outcome,
    )


def _without_schema(item: FrozenQuery) -> FrozenQuery:
    return replace(item, columns=(), tables=())


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title:
        raise InvalidInput("A schedule has a title.")
    return title[:_LONGEST_TITLE]
