"""A run: one question's ordered log of events, apart from whoever reads it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

from catalog import Catalog
from core.answer import Answer, Problem, Status, Suggestion, problem_of
from core.errors import TablespeakError, UserError
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
from workspace.log import Log

_COMMIT_SECONDS = 0.01

log = logging.getLogger(__name__)

Work = Callable[[], AsyncIterator[Happening]]
Suggest = Callable[[], Awaitable[tuple[Suggestion, ...]]]


class Run:
    """Works from the moment it is made until its terminal event; readers replay its log and follow.

    An event is in the catalog before a reader sees it; events that come within 10 ms are
    committed together. With `linger` (seconds), a run that had readers is cancelled so long after the
    last one left.
    """

    def __init__(
        self,
        run_id: str,
        thread_id: str | None,
        work: Work,
        suggest: Suggest,
        catalog: Catalog,
        *,
        linger: float | None = None,
    ) -> None:
        self.id = run_id
        self.thread_id = thread_id
        self._linger = linger
        self._readers = 0
        self._leaving: asyncio.TimerHandle | None = None
        self._catalog = catalog
        self._suggest = suggest
        self._made = 0
        self._pending: list[Event] = []
        self._log: Log[Event] = Log()
        self._commit: asyncio.TimerHandle | None = None
        self._task = asyncio.create_task(self._work(work))

    def when_ended(self, tell: Callable[[Run], object]) -> None:
        self._task.add_done_callback(lambda _: tell(self))

    @property
    def ended(self) -> bool:
        return self._log.closed

    async def events(self, after: int = 0) -> AsyncGenerator[Event]:
        """All events with a `seq` above `after`, those to come included."""
        self._readers += 1
        if self._leaving is not None:
            self._leaving.cancel()
        try:
            async for event in self._log.read(after):
                yield event
        finally:
            self._readers -= 1
            if self._linger is not None and not self._readers and not self.ended:
                self._leaving = asyncio.get_running_loop().call_later(self._linger, self._task.cancel)

    def __aiter__(self) -> AsyncIterator[Event]:
        return self.events()

    async def answer(self) -> Answer:
        """The whole answer, once the run has ended."""
        return fold([event async for event in self.events()])

    async def cancel(self) -> None:
        """Stops the query that runs; the log ends with `run.cancelled`, unless it had ended already."""
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _work(self, work: Work) -> None:
        try:
            async for happening in work():
                self._emit(happening)
            self._emit(RunFinished(status="answered"))
        except asyncio.CancelledError:
            self._emit(RunCancelled())
        except Unclear as unclear:
            asked = unclear.clarification
            self._emit(ClarificationAsked(question=asked.question, options=asked.options))
            self._emit(RunFinished(status="clarification"))
        except Declined as declined:
            await self._decline(declined)
        except UserError as refused:
            self._emit(RunFailed(problem=problem_of(refused)))
        except Exception as failure:
            log.exception("Run %s failed", self.id)
            self._emit(RunFailed(problem=_safe_problem(failure)))

    async def _decline(self, declined: Declined) -> None:
        self._emit(TextStarted())
        self._emit(TextDelta(text=declined.message))
        self._emit(TextEnded())
        suggestions = await self._suggest()
        if suggestions:
            self._emit(SuggestionsReady(suggestions=suggestions))
        self._emit(RunFinished(status="declined", problem=problem_of(declined)))

    def _emit(self, happening: Happening) -> None:
        self._made += 1
        event = Event(seq=self._made, run_id=self.id, ts=datetime.now(UTC), happening=happening)
        self._pending.append(event)
        if isinstance(happening, TERMINAL):
            self._deliver()
        elif self._commit is None:
            self._commit = asyncio.get_running_loop().call_later(_COMMIT_SECONDS, self._deliver)

    def _deliver(self) -> None:
        if self._commit is not None:
            self._commit.cancel()
            self._commit = None
        if not self._pending:
            return
        events, self._pending = self._pending, []
        self._catalog.conversations.append_events(self.id, events, status=_status(events[-1].happening))
        self._log.extend(events, last=isinstance(events[-1].happening, TERMINAL))


def _status(happening: Happening) -> Status | None:
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
