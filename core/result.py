"""Rows that came back."""

from __future__ import annotations

from dataclasses import dataclass

from core.table import Cell, ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultColumn:
    name: str
    type: ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`row_count` counts all rows where it is known (`truncated` false), else the rows fetched.

    `elapsed` is seconds inside DuckDB. `from_cache`: nothing ran, the same query over the same table versions had.
    """

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_count: int
    truncated: bool
    elapsed: float
    from_cache: bool = False
