"""Ways that understand nothing: a Plan or SQL that a person gave, or what was saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agents.sql_expert import Understanding
from agents.sql_expert.kept import Verified, fill, verified_as
from core.plan import Plan
from core.query import Query, Verification
from core.saved import ParameterValue, SavedQuery
from semantic_layer import compile_plan, lift_query


class GivenPlan:
    """A Plan with one chip changed, a saved one, or the reading that was clicked.

    It stays verified where only the values of a verified one's parameters are others.
    """

    name = "edited plan"

    def __init__(self, plan: Plan, verified: Sequence[Verified] = ()) -> None:
        self._plan, self._verified = plan, verified

    async def __call__(self, task: Understanding, /) -> Query:
        query = compile_plan(self._plan, task.model)
        entry = verified_as(self._plan, self._verified, task.model, task.question.today)
        return query if entry is None else replace(query, view=entry.query.chart, verified=entry.mark)


class GivenSql:
    """SQL that a person wrote, or that of the reading that was `chosen`."""

    def __init__(self, sql: str, *, chosen: bool = False) -> None:
        self.name = "chosen reading" if chosen else "your SQL"
        self._sql = sql

    async def __call__(self, task: Understanding, /) -> Query:
        return lift_query(self._sql, task.model)


class GivenSaved:
    """A saved query with values for its parameters; with its verification, where it has one."""

    name = "saved query"

    def __init__(
        self, saved: SavedQuery, given: Mapping[str, ParameterValue], verification: Verification | None = None
    ) -> None:
        self._saved, self._given, self._verification = saved, given, verification

    async def __call__(self, task: Understanding, /) -> Query:
        filled = fill(self._saved, self._given, task.model, task.question.today)
        return replace(filled.query, view=self._saved.chart, verified=self._verification)
