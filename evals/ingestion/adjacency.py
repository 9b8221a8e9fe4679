"""How much of the structure of tables was found: relations between neighbouring cells.

Göbel, Hassan, Oro, Orsi: "A methodology for evaluating algorithms for table understanding in PDF documents"
(DocEng 2012): each cell with content is related to its nearest neighbour to the right and below; no relation
has a blank cell in it. Text is compared without white space.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

Relation = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Rows and columns count from 0, ends included."""

    row: int
    row_end: int
    column: int
    column_end: int
    text: str


def relations(cells: Iterable[Cell]) -> Counter[Relation]:
    filled = [cell for cell in cells if _bare(cell.text)]
    at = {(row, column): cell for cell in filled for row in _rows(cell) for column in _columns(cell)}
    width = max((cell.column_end for cell in filled), default=-1) + 1
    height = max((cell.row_end for cell in filled), default=-1) + 1
    found: Counter[Relation] = Counter()
    for cell in filled:
        right = (_first(at, ((row, column) for column in range(cell.column_end + 1, width))) for row in _rows(cell))
        below = (_first(at, ((row, column) for row in range(cell.row_end + 1, height))) for column in _columns(cell))
        for way, neighbours in (("right", right), ("below", below)):
            for other in {id(other): other for other in neighbours if other is not None}.values():
                found[(_bare(cell.text), _bare(other.text), way)] += 1
    return found


def _first(at: dict[tuple[int, int], Cell], places: Iterable[tuple[int, int]]) -> Cell | None:
    return next((at[place] for place in places if place in at), None)


def _rows(cell: Cell) -> range:
    return range(cell.row, cell.row_end + 1)


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column_end + 1)


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Counts of relations."""

    right: int
    found: int
    expected: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 0.0


def agreement(found: Iterable[Iterable[Cell]], expected: Iterable[Iterable[Cell]]) -> Agreement:
    """Of all tables of a document."""
    ours: Counter[Relation] = sum((relations(table) for table in found), Counter())
    theirs: Counter[Relation] = sum((relations(table) for table in expected), Counter())
    return Agreement(right=(ours & theirs).total(), found=ours.total(), expected=theirs.total())
