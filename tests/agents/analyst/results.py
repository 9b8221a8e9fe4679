"""Small results by hand, with the query that would have made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.plan import (
    Aggregate,
    Change,
    Condition,
    FieldRef,
    Limit,
    Order,
    OutputRef,
    Plan,
    PlanDimension,
    PlanMeasure,
    Rows,
    Share,
)
from core.query import OutputColumn, Query
from core.result import Result, ResultColumn
from core.table import Cell

COUNTRY = OutputColumn(name="country", label="Country", type="text", role="dimension")
MONTH = OutputColumn(name="month", label="Month", type="date", role="dimension", grain="month")
REVENUE = OutputColumn(name="revenue", label="Revenue", type="decimal", role="measure", unit="EUR", additive=True)
ORDERS = OutputColumn(name="orders", label="Number of orders", type="integer", role="measure", additive=True)
PRICE = OutputColumn(name="price", label="Average price", type="float", role="measure", unit="EUR")
SHARE = OutputColumn(
    name="share", label="Share of revenue", type="float", role="comparison", unit="ratio", of="revenue"
)
CHANGE = OutputColumn(
    name="change", label="Change of revenue", type="float", role="comparison", unit="ratio", of="revenue"
)


def result_of(columns: Sequence[OutputColumn], rows: Sequence[Sequence[Cell]], *, truncated: bool = False) -> Result:
    return Result(
        columns=tuple(ResultColumn(name=column.name, type=column.type or "other") for column in columns),
        rows=tuple(tuple(row) for row in rows),
        row_count=len(rows),
        truncated=truncated,
        elapsed=0.001,
    )


def query_of(
    columns: Sequence[OutputColumn],
    *,
    limit: int | None = None,
    descending: bool | None = None,
    where: Condition | None = None,
) -> Query:
    """`descending` orders by the first measure."""
    measures = [column for column in columns if column.role == "measure"]
    plan = Plan(
        entity="orders",
        measures=tuple(
            PlanMeasure(name=m.name, label=m.label, value=Aggregate(function="sum", entity="orders")) for m in measures
        ),
        dimensions=tuple(
            PlanDimension(name=d.name, label=d.label, of=FieldRef(entity="orders", name=d.name))
            for d in columns
            if d.role == "dimension"
        ),
        rows=Rows() if not measures else None,
        where=where,
        order=() if descending is None else (Order(by=OutputRef(name=measures[0].name), descending=descending),),
        limit=Limit(count=limit) if limit else None,
        comparisons=tuple(
            Share(name=c.name, label=c.label, measure="revenue")
            if c.name == "share"
            else Change(name=c.name, label=c.label, measure="revenue")
            for c in columns
            if c.role == "comparison"
        ),
    )
    return Query(sql="SELECT 1", columns=tuple(columns), plan=plan)


def months(count: int, start: int = 1) -> list[date]:
    return [date(2024 + (start + i - 1) // 12, (start + i - 1) % 12 + 1, 1) for i in range(count)]


def without_plan(query: Query) -> Query:
    return replace(query, plan=None)
