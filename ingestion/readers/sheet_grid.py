"""One sheet → its cells as text in a relation: r (row of the sheet, from 1) and c1 to cN, null where empty."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from core.errors import LimitReached, UnreadableFile
from ingestion.bounds import check_table
from ingestion.readers.sheet_facts import SheetFacts
from ingestion.sql import literal, quoted
from ingestion.staged import Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GRID = "sheet_cells"
_WIDE = 256
_MOST_SPARSE_CELLS = 2_000_000
_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """`columns` are the sheet's numbers of c1 to cN; where blank columns are left out, one stands for them.

    `errors` counts cells such as #REF!, which are empty in the grid.
    """

    columns: tuple[int, ...]
    errors: int = 0

    @property
    def width(self) -> int:
        return len(self.columns)

    def position(self, column: int) -> int | None:
        """The number of a column of the sheet in the grid."""
        return self.columns.index(column) + 1 if column in self.columns else None


def load_grid(connection: DuckDBPyConnection, source: Source, sheet: Any, facts: SheetFacts) -> Grid:
    """Rows without any cell are not in the relation, but the others keep their numbers."""
    where = f"sheet {sheet.name}"
    check_table(source, 1, sheet.height, where)
    batch, errors = sheet.to_arrow_with_errors()
    first = facts.first_column or 1
    kept = _kept_columns(batch) if sheet.width > _WIDE else list(range(sheet.width))
    check_table(source, len(kept), sheet.height, where)
    connection.register("arriving_sheet", batch.select(kept) if len(kept) < sheet.width else batch)
    try:
        names = [row[0] for row in connection.execute("DESCRIBE arriving_sheet").fetchall()]
        numbered = ", ".join(f"nullif({quoted(name)}, '') AS c{n}" for n, name in enumerate(names, start=1))
        filled = " OR ".join(f"c{n} IS NOT NULL" for n in range(1, len(names) + 1))
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {GRID} AS SELECT * FROM"
            f" (SELECT row_number() OVER () AS r, {numbered} FROM arriving_sheet)"
            f" WHERE {'true' if facts.spoken else filled}"
        )
    finally:
        connection.unregister("arriving_sheet")
    broken = len(errors.errors) if errors is not None else 0
    grid = Grid(columns=tuple(first + column for column in kept), errors=broken)
    return _with_spoken(connection, grid, facts, filled) if facts.spoken else grid


def _with_spoken(connection: DuckDBPyConnection, grid: Grid, facts: SheetFacts, filled: str) -> Grid:
    """With the cells that the sheet's own stream tells; the reader of values counts times among the errors."""
    for column, cells in facts.spoken.items():
        position = grid.position(column)
        if position is not None:
            connection.execute(
                f"UPDATE {GRID} SET c{position} = told.v FROM"
                " (SELECT unnest($1::BIGINT[]) AS r, unnest($2::VARCHAR[]) AS v) told"
                f" WHERE {GRID}.r = told.r",
                [list(cells), list(cells.values())],
            )
    connection.execute(f"DELETE FROM {GRID} WHERE NOT ({filled})")
    return replace(grid, errors=facts.errors)


def _kept_columns(batch: Any) -> list[int]:
    """Columns that hold something, and the first of each run of others."""
    filled = [batch.column(number).null_count < batch.num_rows for number in range(batch.num_columns)]
    return [number for number, holds in enumerate(filled) if holds or (number and filled[number - 1])]


def load_sparse_grid(connection: DuckDBPyConnection, source: Source, sheet: str, position: int) -> Grid:
    """For a sheet whose few cells lie so far apart that all the cells between them would not fit in memory."""
    cells = _sparse_cells(source, sheet, position)
    values: dict[int, dict[int, str]] = {}
    errors = 0
    for row, column, value in cells:
        text = _text(value)
        errors += text is None
        if text:
            values.setdefault(row, {})[column] = text
    used = sorted({column for row in values.values() for column in row})
    columns = [column for at, column in enumerate(used) for column in _with_gap(used, at)]
    check_table(source, len(columns), len(values), f"sheet {sheet}")
    names = ", ".join(f"c{n} VARCHAR" for n in range(1, len(columns) + 1))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {GRID} (r BIGINT{', ' if names else ''}{names})")
    places = {column: at for at, column in enumerate(columns)}
    for rows in _batches(sorted(values)):
        lines = ", ".join(_line(row, values[row], places) for row in rows)
        connection.execute(f"INSERT INTO {GRID} VALUES {lines}")
    return Grid(columns=tuple(columns), errors=errors)


def _with_gap(used: Sequence[int], at: int) -> list[int]:
    gap = at and used[at] > used[at - 1] + 1
    return [used[at] - 1, used[at]] if gap else [used[at]]


def _line(row: int, cells: dict[int, str], places: dict[int, int]) -> str:
    line = ["NULL"] * len(places)
    for column, text in cells.items():
        line[places[column]] = literal(text)
    return f"({row}, {', '.join(line)})"


def _batches(rows: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[start : start + _ROWS_AT_ONCE]


def _sparse_cells(source: Source, sheet: str, position: int) -> Iterator[tuple[int, int, object]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with source.path.open("rb") as file:
                book = openpyxl.load_workbook(file, data_only=True)
        except (ValueError, KeyError, TypeError, OSError, AttributeError, IndexError) as error:
            reason = "its cells lie so far apart that it cannot be read."
            raise UnreadableFile(source.name, reason, where=f"sheet {sheet}") from error
    cells = getattr(book[book.sheetnames[position]], "_cells", {}) if position < len(book.sheetnames) else {}
    if len(cells) > _MOST_SPARSE_CELLS:
        raise LimitReached(
            f"{source.name} (sheet {sheet}): its {len(cells):,} cells lie over more rows and columns than fit in memory.",
            limit="cells",
            hint="Delete the cells far away from the table, or copy the table to a sheet of its own.",
            stage="reading",
        )
    return ((row, column, cell.value) for (row, column), cell in cells.items() if cell.value is not None)


def _text(value: object) -> str | None:
    """As the fast reader writes it; None for an error such as #REF!."""
    match value:
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case str() if value.startswith("#") and value.endswith(("!", "?", "/A")):
            return None
        case _:
            return str(value)
