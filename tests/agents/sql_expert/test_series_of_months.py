"""A column of first days of months is read as the months that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agents.sql_expert import ByRules, Understanding
from core.model import SemanticModel
from core.query import Query
from core.question import Question
from semantic_layer import build_model
from semantic_layer.profile import Connection
from semantic_layer.value_file import write_value_index
from semantic_layer.value_index import ValueIndex
from tests.semantic_layer.given import versions_of
from warehouse import open_versions

TABLES = {
    "stock_levels": """
    SELECT (DATE '2024-01-01' + INTERVAL (m * 2) MONTH)::DATE AS month, w AS warehouse, 10 + m * 7 % 5 AS stock
    FROM range(6) s(m), (VALUES ('A'), ('B')) t(w)
    """,
    "visits": "SELECT i AS id, DATE '2024-01-01' + (i // 4 * 3)::INTEGER AS visit_date, i * 2 AS minutes FROM range(40) t(i)",
}


@dataclass(frozen=True, kw_only=True)
class Stores:
    model: SemanticModel
    values: ValueIndex
    connection: Connection

    async def ask(self, text: str) -> Query:
        task = Understanding(question=Question(text=text, today=date(2025, 1, 1)), model=self.model, values=self.values)
        return await ByRules()(task)

    def rows(self, query: Query) -> list[tuple[Any, ...]]:
        return self.connection.execute(query.sql, list(query.parameters)).fetchall()


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    versions = versions_of(tmp_path, TABLES)
    with open_versions(versions) as connection:
        model = build_model(versions, connection)
        write_value_index(model, connection, tmp_path / "values.json")
        yield Stores(model=model, values=ValueIndex(tmp_path / "values.json"), connection=connection)


async def test_levels_by_their_column_of_months_come_in_the_order_of_time(stores: Stores) -> None:
    query = await stores.ask("average stock by month")
    assert query.plan is not None
    assert [one.grain for one in query.plan.dimensions] == ["month"]
    months = [row[0] for row in stores.rows(query)]
    assert months == sorted(months)
    assert len(months) == 6


async def test_months_without_rows_can_be_asked_for(stores: Stores) -> None:
    assert len(stores.rows(await stores.ask("average stock by month with gaps filled"))) == 11


async def test_a_column_of_days_stays_one(stores: Stores) -> None:
    query = await stores.ask("total minutes by visit date")
    assert query.plan is not None
    assert [one.grain for one in query.plan.dimensions] == [None]
