"""The check of SQL that a model wrote, strict enough that what fails can go back to it with the reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from agents.sql_expert.check import QueryCheck
from core.errors import GuardRefusal, InvalidInput, UnknownName
from core.model import SemanticModel
from core.query import Query
from core.result import Result
from semantic_layer import inflation
from warehouse import guard

Execute = Callable[[Query, int], Awaitable[Result]]


class DraftCheck:
    """`execute` runs a query in the sandbox; here it is only asked whether DuckDB can plan one."""

    def __init__(self, columns: Mapping[str, tuple[str, ...]], model: SemanticModel, execute: Execute) -> None:
        self._columns, self._model, self._execute = columns, model, execute
        self._check = QueryCheck(columns)

    def accepts(self, sql: str) -> bool:
        try:
            guard(sql, self._columns)
        except (GuardRefusal, UnknownName):
            return False
        return True

    async def __call__(self, query: Query) -> Query:
        """Raises GuardRefusal, UnknownName, InvalidInput for a join that inflates, QueryFailed."""
        checked = await self._check(query)
        reason = inflation(checked.sql, self._model) if checked.plan is None else None
        if reason:
            raise InvalidInput(reason, stage="understanding")
        # A caller who may see some rows only is not shown plans; what is wrong then shows when the query runs.
        with suppress(GuardRefusal):
            await self._execute(replace(checked, sql=f"EXPLAIN {checked.sql}", plan=None, probe=None), 1)
        return checked
