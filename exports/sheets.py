"""One sheet of typed cells, written row by row: nothing of them is kept in memory."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from core.table import Cell, ColumnType
from exports.formulas import is_formula
from exports.reading import as_text, opened, rows_of

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_CHARACTERS = 32_767
_EXACT = 10**15
_FIRST_DATE = date(1900, 3, 1)
_SHOWN_AS: Mapping[ColumnType, str] = {
    "date": "yyyy-mm-dd",
    "timestamp": "yyyy-mm-dd hh:mm:ss",
    "timestamptz": "yyyy-mm-dd hh:mm:ss",
    "time": "hh:mm:ss",
    "interval": "[h]:mm:ss",
}
_SAMPLED = 200


class SheetWriter:
    """Rows from top to bottom, each written once: nothing of them is kept in memory."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        self._book, self._sheet = book, sheet
        self._at = 0
        self._cut = 0
        self._as_text = 0
        self._zoned = False
        self._formats: list[Format | None] = []
        self._quoted = book.add_format({"quote_prefix": True})

    def head(self, names: Sequence[str], types: Sequence[ColumnType], sample: Sequence[Sequence[Cell]]) -> None:
        header = self._book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF1F5", "quote_prefix": True})
        shown = {pattern: self._book.add_format({"num_format": pattern}) for pattern in set(_SHOWN_AS.values())}
        self._formats = [shown.get(_SHOWN_AS.get(kind, "")) for kind in types]
        self._zoned = "timestamptz" in types
        for column, name in enumerate(names):
            widest = max((len(as_text(row[column])) for row in sample if row[column] is not None), default=0)
            self._sheet.set_column(column, column, min(60, max(9, len(name) + 2, widest + 2)))
        for column, name in enumerate(names):
            self._sheet.write_string(0, column, name[:MOST_CHARACTERS], header)
        self._sheet.freeze_panes(1, 0)

    def rows(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        for row in rows:
            self._at += 1
            for column, cell in enumerate(row):
                if cell is not None:
                    self._write(column, cell)

    def notes(self) -> Iterator[tuple[str, str]]:
        if self._cut:
            yield "Cut", f"{self._cut:,} texts at {MOST_CHARACTERS:,} characters, the most that a cell holds"
        if self._as_text:
            yield "As text", f"{self._as_text:,} values that Excel cannot hold exactly as numbers or dates"
        if self._zoned:
            yield "Time zone", "Times with a zone are shown in UTC"

    def _write(self, column: int, cell: Cell) -> None:
        shown = self._formats[column]
        match cell:
            case bool():
                self._sheet.write_boolean(self._at, column, cell)
            case int() | float() | Decimal() if _is_exact(cell):
                self._sheet.write_number(self._at, column, float(cell))
            case datetime() if cell.date() >= _FIRST_DATE:
                self._sheet.write_datetime(self._at, column, _without_zone(cell), shown)
            case date() if not isinstance(cell, datetime) and cell >= _FIRST_DATE:
                self._sheet.write_datetime(self._at, column, cell, shown)
            case time():
                self._sheet.write_datetime(self._at, column, cell.replace(tzinfo=None), shown)
            case timedelta() if cell >= timedelta(0):
                self._sheet.write_datetime(self._at, column, cell, shown)
            case str() | list() | dict():
                self._text(column, as_text(cell))
            case _:
                self._as_text += 1
                self._text(column, as_text(cell))

    def _text(self, column: int, text: str) -> None:
        if len(text) > MOST_CHARACTERS:
            self._cut += 1
            text = text[:MOST_CHARACTERS]
        self._sheet.write_string(self._at, column, text, self._quoted if is_formula(text) else None)


def _is_exact(number: float | Decimal) -> bool:
    """Numbers of Excel have fifteen digits."""
    if isinstance(number, float):
        return math.isfinite(number)
    if isinstance(number, Decimal):
        return number.is_finite() and len(number.normalize().as_tuple().digits) <= 15
    return abs(number) < _EXACT


def _without_zone(moment: datetime) -> datetime:
    from datetime import UTC

    plain = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return datetime.combine(plain.date(), plain.time())


def first_rows(source: Path) -> list[tuple[Cell, ...]]:
    with opened(source) as reader:
        for batch in reader:
            return list(rows_of(batch.slice(0, _SAMPLED)))
    return []
