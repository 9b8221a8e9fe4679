"""The question of a run in words that say it alone, without the turns before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from catalog import Catalog, RunRecord
from core.errors import UserError
from core.event import PlanMade
from core.plan import Plan
from core.question import Question

if TYPE_CHECKING:
    from workspace.opened import Opened, Shared


class Standalone:
    def __init__(
        self, workspace: str, catalog: Catalog, shared: Callable[[], Shared], clock: Callable[[], date]
    ) -> None:
        self._workspace, self._catalog, self._shared, self._clock = workspace, catalog, shared, clock

    async def question_of(self, run: RunRecord) -> str | None:
        """As it was asked, or read where it followed others; None for a run of SQL."""
        if run.plan is None and _is_statement(run.question):
            return None
        if run.plan is None or not self._follows(run):
            return run.question
        async with self._shared().lend() as opened:
            if await self._is_read_alone(run, opened):
                return run.question
        made = (event.happening for event in self._catalog.conversations.events(run.id, 0))
        return next((one.read_as for one in made if isinstance(one, PlanMade)), run.question)

    def _follows(self, run: RunRecord) -> bool:
        if run.thread_id is None:
            return False
        turns = self._catalog.conversations.runs_of(run.thread_id)
        before = (turn for turn in turns if turn.started_at < run.started_at)
        return any(turn.status == "answered" and turn.plan is not None for turn in before)

    async def _is_read_alone(self, run: RunRecord, opened: Opened) -> bool:
        from agents.sql_expert import ByRules, Understanding

        task = Understanding(
            question=Question(text=run.question, today=self._clock()), model=opened.model, values=opened.values
        )
        try:
            read = await ByRules()(task)
        except UserError:
            return False
        assert run.plan is not None
        return read.plan is not None and _meaning(read.plan) == _meaning(run.plan)


def _meaning(plan: Plan) -> Plan:
    return replace(plan, reading=(), assumptions=())


def _is_statement(text: str) -> bool:
    """A run of SQL has the SQL as its question."""
    return text.lstrip(" (\n\t").casefold().startswith(("select", "with ", "from "))
