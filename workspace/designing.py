"""Dashboards proposed from the data and changed in words: what is shown was run first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from core.errors import UnknownName, UserError
from core.plan import Plan
from core.query import Query
from core.question import Caller, Question, Turn
from core.result import Result
from core.saved import DashboardDraft
from core.ways import Declined, Unclear
from workspace.opened import Opened, Shared

if TYPE_CHECKING:
    from agents.dashboard_designer.boards import Bench, Executed, Focus, Idea

MOST_TILES = 9
OVERVIEW_TILES = 6
_SECONDS = 6.0
_MOST_TRIED = 18
_SIDE_BY_SIDE = 2
_ROWS = 1000
_WORDS_OF_A_QUESTION = 3
_QUOTAS = {"figure": 3, "trend": 2, "breakdown": 3, "map": 1, "spread": 1, "ranking": 1, "rows": 1}
_SMALL_QUOTAS = {"figure": 2, "trend": 1, "breakdown": 2, "map": 1, "spread": 0, "ranking": 1, "rows": 1}

Borrow = Callable[[], Shared]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a dashboard is to be about: a table, words, or what was answered last (`turns`); nothing of it means all data."""

    topic: str = ""
    table: str | None = None
    turns: tuple[Turn, ...] = ()
    most: int = MOST_TILES
    taken: frozenset[str] = frozenset()
    caller: Caller = field(default_factory=Caller)


class Designing:
    def __init__(self, shared: Borrow, clock: Callable[[], date]) -> None:
        self._shared, self._clock = shared, clock

    async def propose(self, asked: Asked) -> DashboardDraft:
        """Key figures, trend, breakdowns and tables, each run and with rows, no two saying the same.

        Raises UnknownName for a table that is not there, Declined for words without a match or data without rows.
        """
        from agents.dashboard_designer.boards import drafted, ideas_for

        async with self._seen(asked.caller) as opened:
            if asked.table is not None and asked.table not in {entity.name for entity in opened.model.entities}:
                raise UnknownName("table", asked.table, [entity.name for entity in opened.model.entities])
            focus = await self._focus(asked, opened)
            found, late = await _executed(ideas_for(focus, opened.model)[:_MOST_TRIED], opened, asked.most)
            if not found:
                raise Declined("Nothing was found to show: no query returned rows.", hint="Look at the table itself.")
            told = ("Some tiles were left out, since their queries took too long.",) if late else ()
            return drafted(focus.name, found, asked.taken, told)

    async def change(
        self, draft: DashboardDraft, words: str, *, saved: Iterable[str] = (), caller: Caller | None = None
    ) -> DashboardDraft:
        """What was understood is done, and told with what was not. `saved` are names of queries that are not to be changed.

        Raises Declined where nothing was understood.
        """
        from agents.dashboard_designer.boards import changed_in_words

        async with self._seen(caller or Caller()) as opened:
            return await changed_in_words(draft, words, self._bench(opened, saved))

    @asynccontextmanager
    async def _seen(self, caller: Caller) -> AsyncIterator[Opened]:
        from workspace.visible import seen_by

        async with self._shared().lend() as opened:
            yield await seen_by(opened, caller)

    async def _focus(self, asked: Asked, opened: Opened) -> Focus:
        from agents.dashboard_designer.boards import focus_of_plan, focus_on

        last = next((turn for turn in reversed(asked.turns) if turn.plan is not None), None)
        if last is not None and last.plan is not None:
            return focus_of_plan(opened.model, last.plan, _title(last.question))
        if asked.table is not None or not asked.topic.strip():
            return focus_on(opened.model, asked.table or "")
        return await self._focus_of_question(asked.topic, opened) or focus_on(opened.model, asked.topic)

    async def _focus_of_question(self, topic: str, opened: Opened) -> Focus | None:
        """Of words that are a question ("what sold well in Rome last year"), with their filters."""
        from agents.dashboard_designer.boards import focus_of_plan

        if len(topic.split()) < _WORDS_OF_A_QUESTION:
            return None
        try:
            query = await self._bench(opened, ()).understand(topic)
        except UserError:
            return None
        if query.plan is None or not query.plan.measures:
            return None
        return focus_of_plan(opened.model, query.plan, _title(topic))

    def _bench(self, opened: Opened, saved: Iterable[str]) -> Bench:
        from agents.agreeing import first_sound_query
        from agents.dashboard_designer import without_drawing_words
        from agents.dashboard_designer.boards import Bench
        from agents.sql_expert import Understanding
        from semantic_layer import compile_plan
        from workspace.desk import lay_desk

        desk = lay_desk(opened, _ROWS)

        async def understand(words: str) -> Query:
            question = Question(text=without_drawing_words(words), today=self._clock(), caller=opened.caller)
            task = Understanding(question=question, model=opened.model, values=opened.values)
            return (await first_sound_query(desk, task)).value

        async def run(plan: Plan) -> Result:
            return await opened.execute(compile_plan(plan, opened.model), _ROWS)

        return Bench(model=opened.model, understand=understand, run=run, saved=frozenset(saved))


async def _executed(ideas: Sequence[Idea], opened: Opened, most: int) -> tuple[list[Executed], bool]:
    """The first ideas of each kind that say something new; and whether the time was up before all had run."""
    from agents.dashboard_designer.boards import says_new

    running = [asyncio.ensure_future(result) for result in _runs(ideas, opened)]
    done, late = await asyncio.wait(running, timeout=_SECONDS) if running else (set(), set())
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    quotas = dict(_QUOTAS if most > OVERVIEW_TILES else _SMALL_QUOTAS)
    found: list[Executed] = []
    for task in running:
        executed = task.result() if task in done else None
        if executed is None or not quotas[executed.idea.kind] or len(found) == most:
            continue
        if says_new(executed, found):
            quotas[executed.idea.kind] -= 1
            found.append(executed)
    return found, bool(late)


def _runs(ideas: Sequence[Idea], opened: Opened) -> list[asyncio.Future[Executed | None]]:
    turns = asyncio.Semaphore(_SIDE_BY_SIDE)
    return [asyncio.ensure_future(_run(idea, opened, turns)) for idea in ideas]


async def _run(idea: Idea, opened: Opened, turns: asyncio.Semaphore) -> Executed | None:
    from agents.dashboard_designer.boards import Executed
    from semantic_layer import compile_plan

    async with turns:
        try:
            result = await opened.execute(compile_plan(idea.plan, opened.model), _ROWS)
        except (Unclear, UserError):
            return None
    return Executed(idea=idea, result=result)


def _title(question: str) -> str:
    text = " ".join(question.split()).rstrip("?.! ")
    return text[:1].upper() + text[1:80]
