"""Which rows of a found table are its header, and what its columns are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.errors import InvalidInput
from ingestion.documents.found import FoundTable
from ingestion.layout import MOST_HEADER_ROWS, find_layout, kind_of

_HEAD_ROWS = 300
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d(?:\s?[-/–]\s?\d{2,4})?\*{0,2}")
_ROWS = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Rows count from 0; `body` is the first row of data, `value` says the header in a decision's words."""

    rows: tuple[int, ...]
    preamble: tuple[int, ...]
    body: int
    value: str


def find_header(table: FoundTable, grid: Sequence[Sequence[str]], chosen: str | None) -> Header:
    if chosen is not None:
        return _chosen(chosen, len(grid))
    found = _found(table, grid)
    if found.rows and found.body < len(grid) - 1 and _numbers_columns(grid[found.body]):
        return replace(found, preamble=(*found.preamble, found.body), body=found.body + 1)
    return found


def _numbers_columns(row: Sequence[str]) -> bool:
    """1, 2, 3, ... under the names of columns."""
    cells = [text.strip(" ().[]") for text in row if text.strip()]
    numbers = [int(text) for text in cells if text.isdecimal() and len(text) < 4]
    steps = [b - a for a, b in pairwise(numbers)]
    return len(numbers) >= 3 and len(numbers) >= 0.8 * len(cells) and numbers[0] <= 2 and set(steps) == {1}


def _found(table: FoundTable, grid: Sequence[Sequence[str]]) -> Header:
    if table.width == 2 and all(row[0].rstrip().endswith(":") for row in grid):
        return _header((), (), 0)
    if table.header_rows is not None and table.header_rows < len(grid):
        titles = tuple(row for row in range(table.header_rows) if _is_title(table, row))
        rows = tuple(row for row in range(table.header_rows) if row not in titles)
        return _header(rows, titles, table.header_rows)
    layout = find_layout(grid[:_HEAD_ROWS])
    rows = _with_spanning_levels(table, layout.header, layout.preamble)
    preamble = tuple(row for row in layout.preamble if row not in rows)
    body = layout.body
    while len(rows) < MOST_HEADER_ROWS and body < len(grid) - 1 and _names_columns(grid, body, below_header=bool(rows)):
        rows, body = (*rows, body), body + 1
    return _header(rows, preamble, body)


def _is_title(table: FoundTable, row: int) -> bool:
    """A single cell across the whole table names all of it and no column."""
    cells = [cell for cell in table.cells if cell.row <= row <= cell.row_end]
    return len(cells) == 1 and table.width > 1 and cells[0].column_end - cells[0].column + 1 >= table.width


def _names_columns(grid: Sequence[Sequence[str]], row: int, *, below_header: bool) -> bool:
    """A row without a name of its own that has years, or below a header also units, over columns of other values."""
    cells = [(column, text) for column, text in enumerate(grid[row]) if text.strip()]
    if grid[row][0].strip() or not cells or not any(later[0].strip() for later in grid[row + 1 :]):
        return False
    years = [column for column, text in cells if _YEAR.fullmatch(text.strip())]
    words = [column for column, text in cells if kind_of(text) == "text"]
    if len(years) + len(words) < len(cells) or not (years or below_header):
        return False
    return all(not _holds_years(grid[row + 1 :], column) for column in years)


def _holds_years(rows: Sequence[Sequence[str]], column: int) -> bool:
    texts = [row[column].strip() for row in rows if row[column].strip()]
    return bool(texts) and sum(1 for text in texts if _YEAR.fullmatch(text)) > 0.5 * len(texts)


def _with_spanning_levels(table: FoundTable, header: tuple[int, ...], preamble: tuple[int, ...]) -> tuple[int, ...]:
    """Rows taken for titles above the header that span some, not all, of its columns are upper levels of it."""
    rows = header
    while rows and rows[0] - 1 in preamble:
        above = [cell for cell in table.cells if cell.row == rows[0] - 1]
        spanning = any(cell.column_end > cell.column for cell in above)
        if not spanning or any(cell.column_end - cell.column + 1 >= table.width for cell in above):
            break
        rows = (rows[0] - 1, *rows)
    return rows


def _header(rows: tuple[int, ...], preamble: tuple[int, ...], body: int) -> Header:
    value = "none"
    if rows:
        value = str(rows[0] + 1) if len(rows) == 1 else f"{rows[0] + 1}-{rows[-1] + 1}"
    return Header(rows=rows, preamble=preamble, body=body, value=value)


def _chosen(value: str, height: int) -> Header:
    if value == "none":
        return _header((), (), 0)
    rows = _ROWS.fullmatch(value)
    first, last = (int(rows[1]), int(rows[2] or rows[1])) if rows else (0, 0)
    if not 1 <= first <= last < height:
        raise InvalidInput(
            f"Row {value} cannot be the header of a table of {height} rows.",
            hint="Choose “none” or a row of the table above its last.",
            stage="reading",
        )
    return _header(tuple(range(first - 1, last)), tuple(range(first - 1)), last)


def labels_of(table: FoundTable, header: Header) -> tuple[str, ...]:
    """Levels joined from top to bottom; a cell counts for all the columns that it spans."""
    levels: list[dict[int, str]] = [{} for _ in range(table.width)]
    for cell in table.cells:
        rows = [row for row in header.rows if cell.row <= row <= cell.row_end]
        if rows:
            for column in range(cell.column, cell.column_end + 1):
                levels[column][rows[0]] = cell.text
    return tuple(_label([texts[row] for row in sorted(texts)]) for texts in levels)


def _label(parts: Sequence[str]) -> str:
    kept: list[str] = []
    for part in parts:
        if part and (not kept or kept[-1] != part):
            kept.append(part)
    text = " ".join(kept)
    return re.sub(r"(?<=\w)- (?=[a-z])", "", text)
