"""Parts of a sheet: what is used of them, which begin with a header, and which stand below each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingestion.layout import Layout, find_layout, kind_of
from ingestion.sql import one_row, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HEAD_ROWS = 300
_MOST_GAPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Rows and columns count from 1 in the grid, ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def columns(self) -> range:
        return range(self.first_column, self.last_column + 1)


def head_of(connection: DuckDBPyConnection, grid: str, region: Region) -> list[tuple[int, list[str]]]:
    """The first rows of a region with their numbers."""
    columns = ", ".join(f"c{number}" for number in region.columns)
    found = connection.execute(
        f"SELECT r, {columns} FROM {quoted(grid)} WHERE r BETWEEN {region.first_row} AND {region.last_row}"
        f" AND r <= (SELECT max(r) FROM (SELECT r FROM {quoted(grid)} WHERE r >= {region.first_row} ORDER BY r LIMIT {HEAD_ROWS}))"
        " ORDER BY r"
    ).fetchall()
    return [(int(row[0]), [cell or "" for cell in row[1:]]) for row in found]


def stacked_parts(connection: DuckDBPyConnection, grid: str, side: Region) -> list[Region]:
    """Split at blank rows where what follows has a header of its own."""
    any_cell = " OR ".join(f"c{number} IS NOT NULL" for number in side.columns)
    gaps = connection.execute(
        f"SELECT r, before FROM (SELECT r, lag(r) OVER (ORDER BY r) AS before FROM {quoted(grid)}"
        f" WHERE r BETWEEN {side.first_row} AND {side.last_row} AND ({any_cell}))"
        f" WHERE r > before + 1 ORDER BY r LIMIT {_MOST_GAPS + 1}"
    ).fetchall()
    if not gaps or len(gaps) > _MOST_GAPS:
        return [side]
    starts = [side.first_row, *(int(row) for row, _ in gaps)]
    ends = [*(int(before) for _, before in gaps), side.last_row]
    blocks = [
        Region(first_row=first, last_row=last, first_column=side.first_column, last_column=side.last_column)
        for first, last in zip(starts, ends, strict=True)
    ]
    return _joined(connection, grid, blocks)


def _joined(connection: DuckDBPyConnection, grid: str, blocks: list[Region]) -> list[Region]:
    """Blocks without a header of their own belong to the one above; a title above a table belongs to it."""
    groups: list[list[Region]] = []
    complete = False
    for block in blocks:
        starts_anew = is_table(connection, grid, block)
        if groups and not (starts_anew and complete):
            groups[-1].append(block)
        else:
            groups.append([block])
            complete = False
        complete = complete or starts_anew or block.last_row - block.first_row >= 2
    return [used for group in groups if (used := used_part(connection, grid, _spanning(group))) is not None]


def _spanning(group: list[Region]) -> Region:
    return Region(
        first_row=group[0].first_row,
        last_row=group[-1].last_row,
        first_column=min(block.first_column for block in group),
        last_column=max(block.last_column for block in group),
    )


def is_table(connection: DuckDBPyConnection, grid: str, region: Region) -> bool:
    """A header of words over columns that hold numbers or dates, with at least one row below."""
    used = used_part(connection, grid, region)
    if used is None or len(used.columns) < 2 or used.last_row == used.first_row:
        return False
    rows = [cells for _, cells in head_of(connection, grid, used)]
    layout = find_layout(rows)
    return bool(layout.header) and layout.body < len(rows) and _names_values(rows, layout)


def _names_values(rows: list[list[str]], layout: Layout) -> bool:
    below = rows[layout.body :]
    return any(
        layout.labels[column] and any(kind_of(row[column]) in {"number", "date"} for row in below)
        for column in range(layout.width)
    )


def used_part(connection: DuckDBPyConnection, grid: str, region: Region) -> Region | None:
    """The region without the blank rows and columns at its edges."""
    any_cell = " OR ".join(f"c{number} IS NOT NULL" for number in region.columns)
    inside = f"{quoted(grid)} WHERE r BETWEEN {region.first_row} AND {region.last_row} AND ({any_cell})"
    counts = ", ".join(f"count(c{number})" for number in region.columns)
    first, last, *filled = one_row(connection, f"SELECT min(r), max(r), {counts} FROM {inside}")
    if first is None:
        return None
    columns = [number for number, count in zip(region.columns, filled, strict=True) if count]
    return Region(first_row=int(first), last_row=int(last), first_column=columns[0], last_column=columns[-1])
