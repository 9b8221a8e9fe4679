"""The check that every planner's query must pass: the guard over its SQL, and a warning where a join inflates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.model import SemanticModel
from core.query import Query
from semantic_layer import inflation
from warehouse import guard
from warehouse.repeatable import ANY_ROWS, takes_any_rows


class QueryCheck:
    """`columns` are the column names of each table of the workspace; with a `model`, SQL without a Plan may be warned of."""

    def __init__(self, columns: Mapping[str, tuple[str, ...]], model: SemanticModel | None = None) -> None:
        self._columns, self._model = columns, model

    async def __call__(self, query: Query) -> Query:
        """The query with the SQL that the guard wrote again. Raises GuardRefusal, UnknownName."""
        guarded = guard(query.sql, self._columns)
        checked = replace(query, sql=guarded.sql, tables=tuple(guarded.tables))
        reason = inflation(guarded.sql, self._model) if self._model and query.plan is None else None
        found = [reason] if reason else []
        if query.plan is None and takes_any_rows(guarded):
            found.append(ANY_ROWS)
        return replace(checked, warnings=(*query.warnings, *found))
