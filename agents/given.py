"""Ways that understand nothing: a Plan or SQL that a person gave."""

from __future__ import annotations

from agents.sql_expert import Understanding
from core.plan import Plan
from core.query import Query
from semantic_layer import compile_plan, lift_query


class GivenPlan:
    """A Plan with one chip changed, a saved one, or the reading that was clicked."""

    name = "edited plan"

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    async def __call__(self, task: Understanding, /) -> Query:
        return compile_plan(self._plan, task.model)


class GivenSql:
    name = "your SQL"

    def __init__(self, sql: str) -> None:
        self._sql = sql

    async def __call__(self, task: Understanding, /) -> Query:
        return lift_query(self._sql, task.model)
