"""Whether two results tell the same: the order of rows and columns, and columns more on one side, do not count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from core.result import Result
from core.table import Cell

_DIGITS = 9
_MOST_WIDE = 12
_MOST_MAPPINGS = 200
Plain = tuple[str, object]


def same_rows(one: Result, other: Result, *, each_once: bool = False) -> bool:
    """Cells of the narrower result stand in columns of the wider one, in the same rows; `each_once`: however often."""
    if each_once:
        one, other = _each_once(one), _each_once(other)
    narrow, wide = sorted((one, other), key=lambda result: len(result.columns))
    if narrow.row_count != wide.row_count or narrow.truncated != wide.truncated or len(wide.columns) > _MOST_WIDE:
        return False
    if not narrow.rows:
        return True
    first, second = _columns(narrow), _columns(wide)
    bags = [Counter(column) for column in second]
    options = [[at for at, bag in enumerate(bags) if bag == Counter(column)] for column in first]
    rows = Counter(zip(*first, strict=True))
    mappings = islice(_mappings(options, ()), _MOST_MAPPINGS)
    return any(Counter(zip(*(second[at] for at in mapping), strict=True)) == rows for mapping in mappings)


def _each_once(result: Result) -> Result:
    rows = tuple(dict(zip(zip(*_columns(result), strict=True), result.rows, strict=True)).values())
    return replace(result, rows=rows, row_count=len(rows))


def _mappings(options: Sequence[Sequence[int]], taken: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(taken) == len(options):
        yield taken
        return
    for at in options[len(taken)]:
        if at not in taken:
            yield from _mappings(options, (*taken, at))


def _columns(result: Result) -> list[tuple[Plain, ...]]:
    return [tuple(_plain(row[at]) for row in result.rows) for at in range(len(result.columns))]


def _plain(cell: Cell) -> Plain:
    if isinstance(cell, bool) or cell is None:
        return "other", cell
    if isinstance(cell, int | float | Decimal):
        return "number", float(f"{float(cell):.{_DIGITS}g}")
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return "text", cell.date().isoformat()
    return "text", cell.isoformat() if isinstance(cell, date | datetime) else str(cell)
