"""A table on one page, before the pages are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.table import Box
from ingestion.documents.found import FoundCell
from ingestion.documents.pdf_cells import TableRow
from ingestion.documents.pdf_columns import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`header` is how many of its rows stand above the data, as far as the page shows it."""

    page: int
    box: Box
    cells: tuple[FoundCell, ...]
    columns: tuple[Span, ...]
    header: int
    caption: str = ""
    ruled: bool = False

    @property
    def height(self) -> int:
        return max(cell.row_end for cell in self.cells) + 1

    @property
    def width(self) -> int:
        return max(cell.column_end for cell in self.cells) + 1

    def row(self, number: int) -> list[str]:
        texts = [""] * self.width
        for cell in self.cells:
            if cell.row == number:
                texts[cell.column] = cell.text
        return texts


def cells_of(rows: Sequence[TableRow]) -> tuple[FoundCell, ...]:
    """Pieces of a row that share columns become one cell."""
    cells: list[FoundCell] = []
    for number, row in enumerate(rows):
        joined: list[tuple[int, int, list[str]]] = []
        for piece in row.pieces:
            same = next((cell for cell in joined if cell[0] <= piece.column_end and piece.column <= cell[1]), None)
            if same is None:
                joined.append((piece.column, piece.column_end, [piece.text]))
            else:
                joined.remove(same)
                first, last = min(same[0], piece.column), max(same[1], piece.column_end)
                joined.append((first, last, [*same[2], piece.text]))
        cells += [
            FoundCell(row=number, row_end=number, column=first, column_end=last, text=join_lines(texts))
            for first, last, texts in sorted(joined, key=lambda cell: cell[0])
        ]
    return tuple(cells)


def join_lines(texts: Sequence[str]) -> str:
    """Lines of a cell as one text; a word divided at the end of a line is put together."""
    joined = ""
    for text in texts:
        if joined.endswith("-") and len(joined) > 2 and joined[-2].isalpha() and text[:1].islower():
            joined = joined[:-1] + text
        else:
            joined = f"{joined} {text}" if joined else text
    return joined
