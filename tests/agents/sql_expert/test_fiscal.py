"""Fiscal years and quarters of a question, by the calendar of the model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agents.sql_expert import understand
from core.model import Calendar, SemanticModel
from core.ways import Declined
from semantic_layer import compile_plan
from tests.agents.sql_expert.conftest import Shop

APRIL = Calendar(fiscal_year_start=4)


def rows(shop: Shop, text: str, calendar: Calendar = APRIL) -> list[tuple[Any, ...]]:
    model: SemanticModel = replace(shop.model, calendar=calendar)
    query = compile_plan(understand(replace(shop.task(text), model=model)), model)
    return shop.connection.execute(query.sql, list(query.parameters)).fetchall()


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("how many orders in FY2024?", 4),
        ("how many orders in FY 24", 4),
        ("how many orders in fiscal year 2025?", 4),
        ("number of orders in fiscal 2025", 4),
        ("how many orders in Q4 FY24?", 4),
        ("how many orders in FY25 Q1?", 4),
        ("how many orders in fiscal Q4 2024", 4),
        ("how many orders in FY25 Q2?", 0),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in(shop: Shop, asked: str, count: int) -> None:
    assert rows(shop, asked) == [(count,)]


def test_orders_are_grouped_by_fiscal_years(shop: Shop) -> None:
    assert [(start.isoformat(), n) for start, n in rows(shop, "number of orders by fiscal year")] == [
        ("2023-04-01", 4),
        ("2024-04-01", 4),
    ]


def test_without_a_fiscal_calendar_nothing_is_assumed(shop: Shop) -> None:
    with pytest.raises(Declined):
        rows(shop, "how many orders in FY2024?", Calendar())
