"""A result seen by the roles of its columns, and what may be said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from agents.analyst.numbers import exact, label_text
from agents.analyst.periods import as_moment, grain_of, year_start
from agents.analyst.wording import in_lower
from core.answer import CellRef
from core.plan import Aggregate, Order, OutputRef, Plan
from core.query import OutputColumn, Query
from core.result import Result
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, Cell, ColumnType

_MOST_GROUPS = 20_000
_MOST_LISTED = 500
_CUT = re.compile(r"\b(?:limit|fetch|qualify|having|sample|intersect|except|union)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """`complete`: every group of the filtered data is a row, so totals and shares may be told.

    Columns carry the names that the result's cells are referred to by.
    """

    columns: tuple[OutputColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_count: int
    truncated: bool
    complete: bool
    plan: Plan | None

    @cached_property
    def dimensions(self) -> tuple[OutputColumn, ...]:
        return tuple(column for column in self.columns if column.role == "dimension")

    @cached_property
    def measures(self) -> tuple[OutputColumn, ...]:
        return tuple(column for column in self.columns if column.role == "measure" and self.is_numeric(column))

    @cached_property
    def other_values(self) -> tuple[OutputColumn, ...]:
        """Measures that are no numbers: the earliest date, the most frequent name."""
        return tuple(column for column in self.columns if column.role == "measure" and not self.is_numeric(column))

    @cached_property
    def comparisons(self) -> tuple[OutputColumn, ...]:
        return tuple(column for column in self.columns if column.role == "comparison" and self.is_numeric(column))

    @cached_property
    def time(self) -> OutputColumn | None:
        """The one dimension that is a date."""
        dated = [column for column in self.dimensions if self.is_dated(column)]
        return dated[0] if len(dated) == 1 else None

    @cached_property
    def grain(self) -> str:
        """Of the time dimension; the empty text where there is none."""
        if self.time is None:
            return ""
        return "year" if self.time.part == "year" else grain_of([m for m in self.moments if m], self.time.grain)

    @cached_property
    def moments(self) -> tuple[datetime | None, ...]:
        return tuple(moment_of(cell, self.time) for cell in self.cells(self.time)) if self.time else ()

    @cached_property
    def group_noun(self) -> str:
        """What one row is, where there is one dimension ("country", "month")."""
        (dimension,) = self.dimensions
        part = {"day_of_week": "day", "day_of_month": "day", "day_of_year": "day"}.get(
            dimension.part or "", dimension.part
        )
        return self.grain or part or in_lower(dimension.label)

    def index(self, name: str) -> int:
        return next(index for index, column in enumerate(self.columns) if column.name == name)

    def column(self, name: str) -> OutputColumn:
        return self.columns[self.index(name)]

    def cells(self, column: OutputColumn) -> tuple[Cell, ...]:
        index = self.index(column.name)
        return tuple(row[index] for row in self.rows)

    def numbers(self, column: OutputColumn) -> tuple[int | Decimal | None, ...]:
        return tuple(exact(cell) for cell in self.cells(column))

    def label(self, row: int, columns: Sequence[OutputColumn] | None = None) -> str:
        """The row's dimensions in words ("Germany, March 2024")."""
        chosen = self.dimensions if columns is None else columns
        return ", ".join(label_text(self.rows[row][self.index(column.name)], column) for column in chosen)

    def is_named(self, row: int) -> bool:
        """No dimension of the row is null."""
        return all(self.rows[row][self.index(column.name)] is not None for column in self.dimensions)

    def is_numeric(self, column: OutputColumn) -> bool:
        cells = [cell for cell in self.cells(column) if cell is not None]
        if not cells:
            return column.type in NUMERIC_TYPES
        return all(isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) for cell in cells)

    def is_dated(self, column: OutputColumn) -> bool:
        if column.type in TEMPORAL_TYPES:
            return True
        cells = [cell for cell in self.cells(column) if cell is not None]
        return bool(cells) and all(moment_of(cell, column) is not None for cell in cells)

    def read_rows(self, column: OutputColumn) -> int:
        """How many rows a sentence may speak of; of listed rows the first ones."""
        return min(len(self.rows), _MOST_GROUPS if column.role != "row" else _MOST_LISTED)

    def ref(self, row: int, column: OutputColumn) -> CellRef:
        return CellRef(row=row, column=column.name)

    def ordered_by(self, measure: OutputColumn) -> str | None:
        """Says "highest" or "lowest" where the plan puts that end of `measure` first, else None."""
        first = self.plan.order[0] if self.plan and self.plan.order else None
        if first is None or self.plan is None or not _orders(first, measure.name, self.plan):
            return None
        return "highest" if first.descending else "lowest"

    def knows(self, extreme: str, measure: OutputColumn) -> bool:
        """Whether the highest or lowest row shown is that of all groups."""
        if self.plan is not None and self.plan.top_per_group is not None:
            return self.complete
        return self.complete or self.ordered_by(measure) == extreme


def moment_of(cell: Cell, column: OutputColumn) -> datetime | None:
    """The time that a cell tells; a column of years may hold whole numbers."""
    if "year" in {column.grain, column.part}:
        return year_start(cell) or as_moment(cell)
    return as_moment(cell)


def grid_of(result: Result, query: Query | None = None) -> Grid:
    """Without a query, or where its columns do not fit the result's, roles are told from the cells."""
    columns = _columns(result, query)
    grid = Grid(
        columns=columns,
        rows=result.rows,
        row_count=result.row_count,
        truncated=result.truncated,
        complete=_is_complete(result, query),
        plan=query.plan if query else None,
    )
    return grid if all(column.role != "unknown" for column in columns) else _with_roles(grid)


def _columns(result: Result, query: Query | None) -> tuple[OutputColumn, ...]:
    described = query.columns if query else ()
    if len(described) == len(result.columns):
        return tuple(
            replace(column, name=shown.name, type=column.type or shown.type)
            for column, shown in zip(described, result.columns, strict=True)
        )
    return tuple(_undescribed(shown.name, shown.type) for shown in result.columns)


def _undescribed(name: str, kind: ColumnType) -> OutputColumn:
    told = "count" if name == "count_star()" else name.replace("_", " ").strip()
    return OutputColumn(name=name, label=told or name, type=kind, role="unknown")


def _with_roles(grid: Grid) -> Grid:
    """One row of numbers, or one label with numbers beside it, reads as measures; anything else as listed rows."""
    numeric = [column for column in grid.columns if grid.is_numeric(column)]
    others = [column for column in grid.columns if column not in numeric]
    reads_as_groups = bool(numeric) and (
        (len(grid.rows) == 1 and not others) or (len(others) == 1 and _tells_apart(grid.cells(others[0])))
    )
    if not reads_as_groups:
        return _with_role(grid, {column.name: "row" for column in grid.columns})
    return _with_role(grid, {column.name: "measure" if column in numeric else "dimension" for column in grid.columns})


def _with_role(grid: Grid, roles: dict[str, str]) -> Grid:
    columns = (
        replace(column, role=roles[column.name]) if column.role == "unknown" else column  # type: ignore[arg-type]
        for column in grid.columns
    )
    return replace(grid, columns=tuple(columns))


def _tells_apart(cells: Iterable[Cell]) -> bool:
    values = [str(cell) for cell in cells]
    return len(set(values)) == len(values)


def _is_complete(result: Result, query: Query | None) -> bool:
    if result.truncated:
        return False
    plan = query.plan if query else None
    if plan is None:
        return query is None or not _CUT.search(query.sql)
    if plan.having is not None or plan.top_per_group is not None or plan.combine is not None:
        return False
    return plan.limit is None or len(result.rows) < plan.limit.count


def _orders(order: Order, name: str, plan: Plan) -> bool:
    if isinstance(order.by, OutputRef):
        return order.by.name == name
    only = plan.measures[0] if len(plan.measures) == 1 and plan.measures[0].name == name else None
    return isinstance(only and only.value, Aggregate) and order.by == getattr(only and only.value, "of", None)
