"""The runs of a workspace: those that go on in this process, and those of others."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from weakref import WeakValueDictionary

from catalog import Catalog, CatalogUnavailable, RunRecord, RunStart, new_id, now
from core.answer import Problem
from core.errors import UnknownName
from core.question import Question
from workspace.followed import FollowedRun
from workspace.journal import Journal
from workspace.layout import Layout
from workspace.owners import Owner
from workspace.run import Observe, Run, Suggest, Work

SIGNAL_SECONDS = 0.25
SHUTTING_DOWN = Problem(
    code="interrupted",
    message="The server is shutting down, so the run was stopped.",
    hint="Ask again in a moment.",
    retryable=True,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run is kept with besides its question: the run it answers, and the state it leaves another program's chat in.

    With `begins_thread`, the question's thread is made with the run.
    """

    question: Question
    begins_thread: bool = False
    reply_to: str | None = None
    key: str | None = None


class Runs:
    def __init__(self, place: Layout, catalog: Catalog, linger: float | None, observe: Observe | None = None) -> None:
        self._place = place
        self._conversations = catalog.conversations
        self._linger = linger
        self._observe = observe
        self._journal = Journal(catalog.conversations)
        self._going: dict[str, Run] = {}
        self._followed: WeakValueDictionary[str, FollowedRun] = WeakValueDictionary()
        self._owner: Owner | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def going(self) -> int:
        return len(self._going)

    def start(self, asked: Asked, work: Work, suggest: Suggest, patience: float = 0.0) -> Run:
        if self._owner is None:
            self._owner = Owner(self._place.owners)
        run_id = new_id()
        run = Run(
            self._start_of(run_id, asked, self._owner.id),
            work,
            suggest,
            self._journal,
            linger=self._linger,
            observe=self._observe,
            patience=patience,
        )
        self._going[run_id] = run
        run.when_ended(lambda ended: self._going.pop(ended.id, None))
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch(self._owner.id))
        return run

    def _start_of(self, run_id: str, asked: Asked, owner: str) -> RunStart:
        question = asked.question
        return RunStart(
            workspace=self._place.workspace,
            run_id=run_id,
            question=question.text,
            started_at=now(),
            thread_id=question.thread_id,
            begins_thread=asked.begins_thread,
            owner=owner,
            assistant=question.assistant,
            reply_to=asked.reply_to,
            key=asked.key,
        )

    def record(self, run_id: str) -> RunRecord:
        """Raises UnknownName."""
        record = self._conversations.run(self._place.workspace, run_id)
        if record is None:
            raise UnknownName("run", run_id, ())
        return record

    def follow(self, run_id: str) -> Run | FollowedRun:
        """To be read from any event on, in whichever process it goes on; raises UnknownName."""
        run = self._going.get(run_id) or self._followed.get(run_id)
        if run is None or isinstance(run, FollowedRun):
            record = self.record(run_id)
            run = FollowedRun(record, self._conversations, self._place.owners, self._linger) if run is None else run
            self._followed[run_id] = run
        return run

    async def _watch(self, owner: str) -> None:
        """What other processes want of the runs here."""
        while self._going:
            await asyncio.sleep(SIGNAL_SECONDS)
            try:
                signals = await asyncio.to_thread(self._conversations.signals, owner)
            except CatalogUnavailable:
                continue
            for signal in signals:
                run = self._going.get(signal.run_id)
                if run is not None and signal.read_until is not None:
                    run.read_elsewhere(signal.read_until)
                if run is not None and signal.cancel_asked:
                    await run.cancel()

    async def drain(self, seconds: float) -> None:
        """Gives what goes on so many seconds to end; what is left then ends as interrupted."""
        going = [asyncio.ensure_future(run.until_ended()) for run in tuple(self._going.values())]
        if going:
            _, late = await asyncio.wait(going, timeout=seconds)
            for waiting in late:
                waiting.cancel()
        await asyncio.gather(*(run.cancel(SHUTTING_DOWN) for run in tuple(self._going.values())))

    async def close(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
        await asyncio.gather(*(run.cancel() for run in tuple(self._going.values())))
        await self._journal.close()
        if self._owner is not None:
            self._owner.leave()
            self._owner = None
