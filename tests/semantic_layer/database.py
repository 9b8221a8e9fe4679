"""A database to run compiled statements in, each through the guard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlglot

from core.model import SemanticModel
from core.plan import Plan
from core.query import Query
from semantic_layer import compile_plan
from warehouse import guard, new_version_file

if TYPE_CHECKING:
    import duckdb

Row = tuple[Any, ...]


class Database:
    def __init__(self, connection: duckdb.DuckDBPyConnection, model: SemanticModel) -> None:
        self.connection = connection
        self.model = model

    def answer(self, plan: Plan, model: SemanticModel | None = None) -> list[Row]:
        return self.run(compile_plan(plan, model or self.model))

    def run(self, query: Query) -> list[Row]:
        """Rows of the guarded statement, whose columns are those that the Query promises."""
        cursor = self.connection.execute(self.guarded(query.sql))
        assert [column[0] for column in cursor.description or ()] == [column.name for column in query.columns]
        return [tuple(row) for row in cursor.fetchall()]

    def rows(self, sql: str) -> list[Row]:
        return [tuple(row) for row in self.connection.execute(sql).fetchall()]

    def guarded(self, sql: str) -> str:
        assert sqlglot.parse_one(sql, dialect="duckdb") is not None
        tables = {entity.name: [field.name for field in entity.fields] for entity in self.model.entities}
        return guard(sql, tables).sql


@contextmanager
def database(folder: Path, model: SemanticModel, script: str) -> Iterator[Database]:
    with new_version_file(folder) as file:
        file.connection.execute(script)
        yield Database(file.connection, model)
