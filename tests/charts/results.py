"""Small results with the columns that a compiled Plan would describe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.query import ColumnRole, OutputColumn
from core.result import Result, ResultColumn
from core.table import Cell, ColumnType


def column(name: str, type_: ColumnType, role: ColumnRole, **details: Any) -> OutputColumn:
    return OutputColumn(name=name, label=details.pop("label", name.replace("_", " ")), type=type_, role=role, **details)


def category(name: str = "region", **details: Any) -> OutputColumn:
    return column(name, "text", "dimension", **details)


def months(name: str = "month") -> OutputColumn:
    return column(name, "date", "dimension", grain="month")


def revenue(name: str = "revenue", unit: str | None = "EUR", **details: Any) -> OutputColumn:
    return column(name, "decimal", "measure", unit=unit, **{"additive": True, **details})


def count(name: str = "orders") -> OutputColumn:
    return column(name, "integer", "measure", additive=True)


def result(columns: Sequence[OutputColumn], rows: Iterable[Sequence[Cell]], *, truncated: bool = False) -> Result:
    kept = tuple(tuple(row) for row in rows)
    described = tuple(ResultColumn(name=each.name, type=each.type or "text") for each in columns)
    return Result(columns=described, rows=kept, row_count=len(kept), truncated=truncated, elapsed=0.0)


def month(number: int) -> date:
    """The first day of the month that is so many after January 2024."""
    return date(2024 + number // 12, number % 12 + 1, 1)


def amounts(*values: float) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]
