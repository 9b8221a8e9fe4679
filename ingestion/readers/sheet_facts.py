"""What is known of a sheet beside the values of its cells, whatever the format of its workbook."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ingestion.readers.workbook_parts import Area, ListedTable

MOST_MERGES = 20_000
MOST_HIDDEN = 100_000
UNSUSPICIOUS_CELLS = 30_000_000
_LOOKED_AT = 20_000


@dataclass(slots=True, kw_only=True)
class SheetFacts:
    """`symbols` gives "%" or a currency symbol for columns whose cells are formatted so.

    `first_column` is that of the first cell with a value. `extent` is the area of cells with values in a sheet that
    is small or claims to be very large. `unsaved` counts formulas whose values the file does not hold. `spoken` are
    cells that the reader of values cannot give, by column and row, and `errors` how many errors it gives as text.
    """

    merges: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    symbols: dict[int, str] = field(default_factory=dict)
    first_column: int | None = None
    extent: Area | None = None
    unsaved: int = 0
    is_chart: bool = False
    spoken: dict[int, dict[int, str | None]] = field(default_factory=dict)
    errors: int = 0
    tables: list[ListedTable] = field(default_factory=list)
    named: list[ListedTable] = field(default_factory=list)

    @property
    def is_sparse(self) -> bool:
        """Whether the area from the first to the last cell is too large to be read as a grid."""
        area = self.extent
        if area is None:
            return False
        return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > UNSUSPICIOUS_CELLS


class BookFacts(Protocol):
    """A workbook, of whose sheets facts are found when asked for. Sheets are told by all names and a position."""

    def is_suspect(self, names: Sequence[str], position: int) -> bool:
        """Whether its cells may lie so far apart that it is to be measured first."""
        ...

    def facts(self, names: Sequence[str], position: int) -> SheetFacts:
        """None that are known for a sheet that is damaged."""
        ...


class Noted:
    """Facts on their way: cells are told one by one, and columns judged at the end. Rows and columns count from 1."""

    def __init__(self, symbols: Mapping[int, str]) -> None:
        self.facts = SheetFacts()
        self._symbols = symbols
        self._styles: dict[int, Counter[int]] = defaultdict(Counter)
        self._looked_at = 0
        self._hidden: set[int] = set()
        self._rows: tuple[int, int] | None = None
        self._columns: tuple[int, int] | None = None

    def cell(self, row: int, column: int, style: int) -> None:
        if self._rows is None or self._columns is None:
            self._rows, self._columns = (row, row), (column, column)
        else:
            self._rows = (min(self._rows[0], row), max(self._rows[1], row))
            if column < self._columns[0] or column > self._columns[1]:
                self._columns = (min(self._columns[0], column), max(self._columns[1], column))
        if self._looked_at < _LOOKED_AT:
            self._looked_at += 1
            self._styles[column][style] += 1

    def hide_row(self, row: int) -> None:
        if len(self._hidden) < MOST_HIDDEN:
            self._hidden.add(row)

    def hide_columns(self, first: int, last: int, most: int) -> None:
        """Hidden to the end of the sheet is what lies behind a table; of that few are listed."""
        self.facts.hidden_columns += range(first, min(last, first + most) + 1)

    def merge(self, first_row: int, last_row: int, first_column: int, last_column: int) -> None:
        if len(self.facts.merges) < MOST_MERGES and last_row >= first_row and last_column >= first_column:
            area = Area(first_row=first_row, last_row=last_row, first_column=first_column, last_column=last_column)
            self.facts.merges.append(area)

    def done(self) -> SheetFacts:
        facts = self.facts
        facts.hidden_rows = sorted(self._hidden)
        facts.hidden_columns = sorted(set(facts.hidden_columns))
        if self._rows and self._columns:
            facts.first_column = self._columns[0]
            facts.extent = Area(
                first_row=self._rows[0],
                last_row=self._rows[1],
                first_column=self._columns[0],
                last_column=self._columns[1],
            )
        for column, styles in self._styles.items():
            symbol = _symbol_of_most(styles, self._symbols)
            if symbol:
                facts.symbols[column] = symbol
        return facts


def _symbol_of_most(styles: Counter[int], symbols: Mapping[int, str]) -> str:
    """The only symbol among the formats of a column, where more than half of the cells have it."""
    found: Counter[str] = Counter()
    for style, cells in styles.items():
        found[symbols.get(style, "")] += cells
    formatted = {symbol: cells for symbol, cells in found.items() if symbol}
    if len(formatted) != 1:
        return ""
    ((symbol, cells),) = formatted.items()
    return symbol if 2 * cells > styles.total() else ""
