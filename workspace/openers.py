"""What a workspace shows before anything was asked: questions and insights, each executed before it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from core.answer import Suggestion
from core.event import TableReady, TextDelta
from core.plan import Plan
from workspace.opened import Opened, Shared

if TYPE_CHECKING:
    from workspace.run import Run

_SECONDS = 1.5
_MOST_TRIED = 8

Start = Callable[[str, Plan], "Run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """A checked sentence with at least one figure, and the run it was found in."""

    question: str
    sentence: str
    run_id: str
    plan: Plan


async def executed_questions(shared: Shared, most: int) -> tuple[Suggestion, ...]:
    from agents.advisor import first_questions
    from agents.nodes import executed_suggestions
    from workspace.desk import lay_desk

    async with shared.lend() as opened:
        if not opened.versions:
            return ()
        return await executed_suggestions(first_questions(opened.model), lay_desk(opened, 1), most)


class Insights:
    """Found once for a set of table versions, by runs that `start` begins."""

    def __init__(self, shared: Callable[[], Shared], start: Start) -> None:
        self._shared, self._start = shared, start
        self._finding = asyncio.Lock()
        self._known: tuple[object, tuple[Insight, ...]] | None = None

    async def first(self, most: int) -> tuple[Insight, ...]:
        """At most one of each kind of question; fewer where the time is up, which is tried again when asked again."""
        async with self._finding, self._shared().lend() as opened:
            key = (opened.numbers, most)
            if self._known is not None and self._known[0] == key:
                return self._known[1]
            # Loading the graph takes a process most of a second once, which is not the time a run takes.
            await asyncio.to_thread(import_module, "agents.graph")
            found: list[Insight] = []
            try:
                async with asyncio.timeout(_SECONDS):
                    await self._find(opened, most, found)
            except TimeoutError:
                return tuple(found)
            self._known = (key, tuple(found))
            return tuple(found)

    async def _find(self, opened: Opened, most: int, found: list[Insight]) -> None:
        from agents.advisor import first_questions

        kinds: set[object] = set()
        for candidate in first_questions(opened.model)[:_MOST_TRIED]:
            if len(found) == most:
                return
            kind = _kind(candidate.plan)
            if kind in kinds:
                continue
            run = self._start(candidate.text, candidate.plan)
            sentence = await _sentence_of(run)
            if sentence is not None:
                kinds.add(kind)
                found.append(Insight(question=candidate.text, sentence=sentence, run_id=run.id, plan=candidate.plan))


async def _sentence_of(run: Run) -> str | None:
    """The first with a figure, as soon as it is there; the run is stopped where the time is up before."""
    rows = 0
    try:
        async with aclosing(run.events()) as events:
            async for event in events:
                match event.happening:
                    case TableReady(row_count=count):
                        rows = count
                    case TextDelta(text=text, figures=figures) if rows and figures:
                        return text
    except asyncio.CancelledError:
        await run.cancel()
        raise
    return None


def _kind(plan: Plan) -> object:
    """Total, trend, ranking, share, change, or quality: what two questions have in common whatever they measure."""
    grouped = [(bool(dimension.grain), dimension.part is not None) for dimension in plan.dimensions]
    compared = [type(comparison) for comparison in plan.comparisons]
    return tuple(grouped), tuple(compared), plan.limit is not None, plan.rows is not None, plan.where is not None
