"""Tables and text as they are found in a document, before anything is decided about them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.table import PagePart


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCell:
    """Rows and columns count from 0, ends included."""

    row: int
    row_end: int
    column: int
    column_end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """`header_rows` is how many rows the document itself declares as header, None where it says nothing.

    `place` is "page 3 table 2" or "table 2"; `joins` says how parts on several pages became one table, empty
    where the table stands on one page.
    """

    cells: tuple[FoundCell, ...]
    place: str
    caption: str = ""
    header_rows: int | None = None
    hidden_rows: int = 0
    parts: tuple[PagePart, ...] = ()
    joins: str = ""

    @property
    def height(self) -> int:
        return max((cell.row_end for cell in self.cells), default=-1) + 1

    @property
    def width(self) -> int:
        return max((cell.column_end for cell in self.cells), default=-1) + 1

    def grid(self) -> list[list[str]]:
        """Each text once, where its cell begins."""
        rows = [[""] * self.width for _ in range(self.height)]
        for cell in self.cells:
            rows[cell.row][cell.column] = cell.text
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or a heading where `level` (from 0, the title) is set. A `listed` block is an item of a list."""

    text: str
    level: int | None = None
    page: int | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    tables: tuple[FoundTable, ...]
    blocks: tuple[Block, ...]


def clipped(cells: Sequence[FoundCell]) -> tuple[FoundCell, ...]:
    """The cells without rows and columns in which no text begins: a span cannot widen a table beyond its cells."""
    rows = {row: number for number, row in enumerate(sorted({cell.row for cell in cells if cell.text}))}
    columns = {column: number for number, column in enumerate(sorted({cell.column for cell in cells if cell.text}))}
    if not rows:
        return ()
    row_ends, column_ends = list(rows), list(columns)
    return tuple(
        FoundCell(
            row=rows[cell.row],
            row_end=max(rows[cell.row], bisect_right(row_ends, cell.row_end) - 1),
            column=columns[cell.column],
            column_end=max(columns[cell.column], bisect_right(column_ends, cell.column_end) - 1),
            text=cell.text,
        )
        for cell in cells
        if cell.text
    )
