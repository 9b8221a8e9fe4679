"""The check that every planner's query must pass: the guard over its SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.query import Query
from warehouse import guard


class QueryCheck:
    """`columns` are the column names of each table of the workspace."""

    def __init__(self, columns: Mapping[str, tuple[str, ...]]) -> None:
        self._columns = columns

    async def __call__(self, query: Query) -> Query:
        """The query with the SQL that the guard wrote again. Raises GuardRefusal, UnknownName."""
        guarded = guard(query.sql, self._columns)
        return replace(query, sql=guarded.sql, tables=tuple(guarded.tables))
