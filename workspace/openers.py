"""What a workspace shows before anything was asked: questions and insights, each executed before it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from core.answer import Suggestion
from core.errors import UserError
from core.event import TableReady, TextDelta
from core.plan import Plan
from workspace.opened import Opened, Shared

if TYPE_CHECKING:
    from agents.advisor import Candidate
    from agents.sql_expert.kept import Verified
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


async def executed_questions(
    shared: Shared, most: int, verified: Sequence[Verified] = (), today: date | None = None
) -> tuple[Suggestion, ...]:
    """Verified ones first; at most half of them, so that others are seen too."""
    from agents.advisor import first_questions
    from agents.nodes import executed_suggestions
    from workspace.desk import lay_desk

    async with shared.lend() as opened:
        if not opened.versions:
            return ()
        vouched = await _verified_questions(opened, verified, max(1, most // 2), today) if verified and today else ()
        known = {one.text.casefold() for one in vouched}
        found = await executed_suggestions(first_questions(opened.model), lay_desk(opened, 1), most)
    return (*vouched, *(one for one in found if one.text.casefold() not in known))[:most]


async def _verified_questions(
    opened: Opened, verified: Sequence[Verified], most: int, today: date
) -> tuple[Suggestion, ...]:
    """Asked by their words, so that they are answered as verified."""
    from workspace.kept.queries import runnable

    found: list[Suggestion] = []
    for entry in sorted(verified, key=lambda one: one.at, reverse=True)[: most + 3]:
        try:
            result = await opened.execute(await runnable(entry.query, {}, opened, today), 1)
        except UserError:
            continue
        if result.rows and entry.query.question and len(found) < most:
            found.append(Suggestion(text=entry.query.question, rows=result.row_count, verified=True))
    return tuple(found)


class Insights:
    """Found once for a set of table versions, by runs that `start` begins."""

    def __init__(self, shared: Callable[[], Shared], start: Start) -> None:
        self._shared, self._start = shared, start
        self._finding = asyncio.Lock()
        self._search: _Search | None = None

    async def first(self, most: int) -> tuple[Insight, ...]:
        """At most one of each kind of question; fewer where the time is up: asked again, the search goes on from there."""
        async with self._finding, self._shared().lend() as opened:
            key = (opened.numbers, most)
            if self._search is None or self._search.key != key:
                self._search = _Search(key=key, left=_candidates(opened))
            if self._search.left:
                # Loading the graph takes a process most of a second once, which is not the time a run takes.
                await asyncio.to_thread(import_module, "agents.graph")
                with suppress(TimeoutError):
                    async with asyncio.timeout(_SECONDS):
                        await self._find(self._search, most)
            return tuple(self._search.found)

    async def _find(self, search: _Search, most: int) -> None:
        while search.left:
            candidate = search.left[0]
            kind = _kind(candidate.plan)
            if kind not in search.kinds:
                run = self._start(candidate.text, candidate.plan)
                sentence = await _sentence_of(run)
                if sentence is not None:
                    search.kinds.add(kind)
                    search.found.append(
                        Insight(question=candidate.text, sentence=sentence, run_id=run.id, plan=candidate.plan)
                    )
            search.left = search.left[1:] if len(search.found) < most else ()


@dataclass(slots=True, kw_only=True)
class _Search:
    """How far it got."""

    key: object
    left: tuple[Candidate, ...]
    found: list[Insight] = field(default_factory=list)
    kinds: set[object] = field(default_factory=set)


def _candidates(opened: Opened) -> tuple[Candidate, ...]:
    from agents.advisor import first_questions

    return tuple(first_questions(opened.model)[:_MOST_TRIED])


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
