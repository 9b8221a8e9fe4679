"""One or several drafts of SQL by a model, grouped by the rows that they come to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.model import ByModel
from agents.sql_expert.same_rows import same_rows
from core.errors import UserError
from core.query import Query
from core.result import Result
from core.ways import Declined, Unclear

_MOST_ROWS = 10_000
_ALL, _MOST, _FEW = 0.88, 0.55, 0.2
"""Shares right of the answers that all, more than half, or fewer of three drafts of a small model came to."""

Execute = Callable[[Query, int], Awaitable[Result]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """`attempts` is 2 where the first draft was refused.

    `chance` is told by how many of several drafts come to the rows of this one, which `agreement` says; else None.
    """

    query: Query
    attempts: int = 1
    chance: float | None = None
    agreement: str | None = None


class Drafts:
    """The draft that most drafts agree with; the first of them where none do. Raises Declined where there is none."""

    def __init__(self, model: ByModel, execute: Execute, count: int = 1) -> None:
        self.name = model.name
        self._model, self._execute, self._count = model, execute, count

    async def __call__(self, task: Understanding, /) -> Drafted:
        first, attempts = await self._model.drafted(task)
        drafted = Drafted(query=first, attempts=attempts)
        if self._count == 1:
            return drafted
        others = [other for at in range(1, self._count) if (other := await self._other(task, at)) is not None]
        return await self._most_agreed(drafted, others)

    async def _other(self, task: Understanding, variation: int) -> Query | None:
        try:
            return (await self._model.drafted(task, variation))[0]
        except (Declined, Unclear):
            return None

    async def _most_agreed(self, first: Drafted, others: list[Query]) -> Drafted:
        queries = [first.query, *others]
        results = [await self._rows(query) for query in queries]
        agreeing = [sum(_same(one, other) for other in results) for one in results]
        best = max(range(len(queries)), key=lambda at: agreeing[at])
        share = agreeing[best] / self._count
        chance = _ALL if share == 1 else _MOST if share > 0.5 else _FEW
        agreement = f"{max(1, agreeing[best])} of {self._count} drafts came to these rows."
        attempts = first.attempts if best == 0 else 1
        return Drafted(query=queries[best], attempts=attempts, chance=chance, agreement=agreement)

    async def _rows(self, query: Query) -> Result | None:
        try:
            return await self._execute(query, _MOST_ROWS)
        except UserError:
            return None


def _same(one: Result | None, other: Result | None) -> bool:
    return one is not None and other is not None and same_rows(one, other)
