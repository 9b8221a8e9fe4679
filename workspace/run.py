"""A run: one question's ordered log of events, apart from whoever reads it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, datetime

from catalog import CatalogUnavailable, RunStart
from core.answer import Answer, Problem, Status, Suggestion, problem_of
from core.errors import LimitReached, TablespeakError, UserError
from core.event import (
    TERMINAL,
    ClarificationAsked,
    Event,
    Happening,
    RunCancelled,
    RunFailed,
    RunFinished,
    SuggestionsReady,
    TextDelta,
    TextEnded,
    TextStarted,
)
from core.ways import Declined, Unclear
from workspace.answers import fold
from workspace.journal import Entry, Journal
from workspace.leaving import Leaving
from workspace.log import Log

MOST_EVENTS = 5_000
"""Of one run; what would have more is ended as too long."""
_MOST_NOT_KEPT = 256

log = logging.getLogger(__name__)

Work = Callable[[str], AsyncIterator[Happening]]
"""What a run does, by its id."""

Observe = Callable[[Event], None]
"""Is told each event once, when it is kept."""
Suggest = Callable[[], Awaitable[tuple[Suggestion, ...]]]


class Run:
    """Works from the moment it is made until its terminal event; readers replay its log and follow.

    An event is in the catalog before a reader sees it. With `linger` (seconds), a run that had
    readers is cancelled so long after the last one left; its first events may wait for `patience` (seconds).
    """

    def __init__(
        self,
        start: RunStart,
        work: Work,
        suggest: Suggest,
        journal: Journal,
        *,
        linger: float | None = None,
        observe: Observe | None = None,
        patience: float = 0.0,
    ) -> None:
        self.id = start.run_id
        self.thread_id = start.thread_id
        self._suggest = suggest
        self._journal = journal
        self._observe = observe
        self._entry = Entry(run_id=self.id, kept=self._kept, lost=self._lost, start=start, patience=patience)
        self._made = 0
        self._log: Log[Event] = Log()
        self._begun = asyncio.Event()
        self._is_kept = False
        self._closed = asyncio.Event()
        self._progress = asyncio.Event()
        self._when_begun: list[Callable[[], object]] = []
        self._when_ended: list[Callable[[Run], object]] = []
        self._stop: Happening = RunCancelled()
        self._task = asyncio.create_task(self._work(work))
        self._task.add_done_callback(self._worked)
        self._leaving = Leaving(self._task.cancel, linger)

    def when_begun(self, tell: Callable[[], object]) -> None:
        """Once its first event is kept, or never will be."""
        self._when_begun.append(tell)

    def when_ended(self, tell: Callable[[Run], object]) -> None:
        """Once its last event is kept."""
        self._when_ended.append(tell)

    @property
    def ended(self) -> bool:
        return self._log.closed

    def has_told_all(self, after: int) -> bool:
        """Whether a reader who knows the events up to `after` has nothing more to come."""
        return self._log.closed and after >= len(self._log)

    async def events(self, after: int = 0) -> AsyncGenerator[Event]:
        """All events with a `seq` above `after`, those to come included."""
        with self._leaving.reading():
            async for event in self._log.read(after):
                yield event

    def __aiter__(self) -> AsyncIterator[Event]:
        return self.events()

    async def until_kept(self) -> None:
        """Until every process finds it by its id; raises CatalogUnavailable where it cannot be kept."""
        await self._begun.wait()
        if not self._is_kept:
            raise CatalogUnavailable(_NOT_KEPT.message, hint=_NOT_KEPT.hint)

    async def until_ended(self) -> None:
        await self._closed.wait()

    async def answer(self) -> Answer:
        """The whole answer, once the run has ended."""
        return fold([event async for event in self.events()])

    def read_elsewhere(self, until: datetime) -> None:
        """Another process has a reader of it, at least until then."""
        self._leaving.read_elsewhere(until)

    async def cancel(self, problem: Problem | None = None) -> None:
        """Stops the query that runs; the log ends with `run.cancelled`, or with the `problem`, unless it had ended already."""
        if problem is not None:
            self._stop = RunFailed(problem=problem)
        self._task.cancel()
        await self._closed.wait()

    async def _work(self, work: Work) -> None:
        try:
            async with aclosing(_closable(work(self.id))) as happenings:
                async for happening in happenings:
                    await self._room()
                    self._emit(happening)
            self._emit(RunFinished(status="answered"))
        except asyncio.CancelledError:
            self._emit(self._stop)
        except Unclear as unclear:
            asked = unclear.clarification
            self._emit(ClarificationAsked(question=asked.question, options=asked.options))
            self._emit(RunFinished(status="clarification"))
        except Declined as declined:
            await self._decline(declined)
        except UserError as refused:
            self._emit(RunFailed(problem=problem_of(refused)))
        except Exception as failure:
            log.exception("Run %s failed", self.id, extra={"run_id": self.id})
            self._emit(RunFailed(problem=_safe_problem(failure)))

    def _worked(self, task: asyncio.Task[None]) -> None:
        """A task that is cancelled before its first step never comes to its own end."""
        if task.cancelled() and not self._made:
            self._emit(self._stop)

    async def _decline(self, declined: Declined) -> None:
        try:
            suggestions = await self._suggest()
        except asyncio.CancelledError:
            self._emit(self._stop)
            return
        self._emit(TextStarted())
        self._emit(TextDelta(text=declined.message))
        self._emit(TextEnded())
        if suggestions:
            self._emit(SuggestionsReady(suggestions=suggestions))
        self._emit(RunFinished(status="declined", problem=problem_of(declined)))

    async def _room(self) -> None:
        """Waits where the work is faster than the catalog."""
        if self._made >= MOST_EVENTS:
            raise LimitReached("The answer became too long.", limit="rows", hint="Ask for less at once.")
        if len(self._entry.events) >= _MOST_NOT_KEPT:
            self._progress.clear()
            await self._progress.wait()

    def _emit(self, happening: Happening) -> None:
        self._made += 1
        event = Event(seq=self._made, run_id=self.id, ts=datetime.now(UTC), happening=happening)
        self._journal.add(self._entry, event, status_after(happening))

    def _kept(self, events: tuple[Event, ...]) -> None:
        self._is_kept = True
        self._begin()
        self._progress.set()
        if self._observe is not None:
            for event in events:
                self._observe(event)
        is_last = isinstance(events[-1].happening, TERMINAL)
        self._log.extend(events, last=is_last)
        if is_last:
            self._end()

    def _lost(self) -> None:
        """What happened can no longer be kept: readers are told so, and the work stops."""
        if self._log.closed:
            return
        seq = len(self._log) + 1
        happening = RunFailed(problem=_NOT_KEPT)
        self._log.extend([Event(seq=seq, run_id=self.id, ts=datetime.now(UTC), happening=happening)], last=True)
        self._begin()
        self._task.cancel()
        self._end()

    def _begin(self) -> None:
        if not self._begun.is_set():
            self._begun.set()
            for tell in self._when_begun:
                tell()

    def _end(self) -> None:
        self._leaving.stop()
        self._closed.set()
        for tell in self._when_ended:
            tell(self)


async def _closable(happenings: AsyncIterator[Happening]) -> AsyncGenerator[Happening]:
    async for happening in happenings:
        yield happening


_NOT_KEPT = Problem(
    code="catalog_unavailable",
    message="What this run does cannot be kept, so it was stopped.",
    hint="Look whether the disk is full or the catalog's database is down, then ask again.",
    retryable=True,
)


def status_after(happening: Happening) -> Status | None:
    """None where the run goes on."""
    match happening:
        case RunFinished(status=status):
            return status
        case RunFailed():
            return "error"
        case RunCancelled():
            return "cancelled"
        case _:
            return None


def _safe_problem(failure: Exception) -> Problem:
    if isinstance(failure, TablespeakError):
        return problem_of(failure)
    return Problem(
        code="internal_error",
        message="Something went wrong inside Tablespeak; the log has the details.",
        hint="Try again; if it happens again, report it with the log.",
    )
