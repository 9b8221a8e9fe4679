"""The check of SQL that a model wrote, strict enough that what fails can go back to it with the reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping

import sqlglot
from sqlglot import exp

from agents.sql_expert.check import QueryCheck
from agents.sql_expert.plain_prompt import SAMPLE_ROWS, sampling_sql
from core.errors import GuardRefusal, InvalidInput, UnknownName, UserError
from core.model import SemanticModel
from core.query import Query
from core.result import Result
from core.table import Cell
from semantic_layer import inflation
from warehouse import guard

_MOST_ROWS = 10_000
_MOST_TEXTS = 3

Execute = Callable[[Query, int], Awaitable[Result]]


class DraftCheck:
    """`execute` runs a query in the sandbox; what it returned is kept there for the answer."""

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
        await self._execute(checked, _MOST_ROWS)
        return checked

    async def first_rows(self, tables: Collection[str]) -> dict[str, tuple[tuple[Cell, ...], ...]]:
        """Some rows of each table; none of one that cannot be read."""
        found: dict[str, tuple[tuple[Cell, ...], ...]] = {}
        for entity in self._model.entities:
            if entity.name in tables:
                try:
                    query = await self._check(Query(sql=sampling_sql(entity)))
                    found[entity.name] = (await self._execute(query, SAMPLE_ROWS)).rows
                except UserError:
                    continue
        return found

    async def empty(self, query: Query) -> str | None:
        """Why a query without a row may be asked for again: it looks for text that nobody looked up in the data."""
        sought = _sought(query.sql)
        if not sought:
            return None
        found = await self._execute(query, _MOST_ROWS)
        if any(cell not in (None, 0) for row in found.rows for cell in row):
            return None
        listed = " or ".join(f"'{text}'" for text in sought[:_MOST_TEXTS])
        return f"The query returns no row: nothing in the data is like {listed}."


def _sought(sql: str) -> list[str]:
    """Patterns of LIKE; other texts in conditions were compared with the data already."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    patterns = (one.expression for one in tree.find_all(exp.Like, exp.ILike))
    return [str(one.this) for one in patterns if isinstance(one, exp.Literal) and one.is_string]
