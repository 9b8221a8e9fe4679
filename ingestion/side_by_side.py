"""Blocks of cells with blank columns between them: tables of their own, or one table with an empty column.

Proof is looked for in where their rows begin and end, in their headers, and in their first columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingestion.layout import find_layout, kind_of
from ingestion.regions import Region, head_of, used_part
from ingestion.sql import one_row, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SHORTER_BY = 0.05
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`why` is a clause that gives the reason. `is_note`: the right block is a single remark, no table.

    `is_told`: a person would see two blocks, and may want them otherwise.
    """

    apart: bool
    why: str
    confidence: float
    is_note: bool = False
    is_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of two blocks; `body` is its first row below the header, `keys` its first column where it names rows.

    `dense`: no blank row in between; `full`: no blank cell at all below the header. `filled` counts cells.
    """

    used: Region
    header: tuple[int, ...]
    titled: bool
    body: int
    labels: tuple[str, ...]
    keys: frozenset[str]
    measures: bool
    dense: bool
    full: bool
    filled: int

    @property
    def last(self) -> int:
        return self.used.last_row

    @property
    def rows(self) -> int:
        return self.last - self.body + 1


def judge_sides(connection: DuckDBPyConnection, grid: str, left: Region, right: Region) -> Verdict:
    """Two blocks of the same rows of a grid, which has a column r and text columns c1 to cN."""
    sides = [_side(connection, grid, region) for region in (left, right)]
    one, other = sides[0], sides[1]
    if one is None or other is None:
        return _together("one of them is empty")
    if other.filled == 1 and one.filled > 1:
        if one.header and one.body <= other.used.first_row <= one.last:
            return Verdict(apart=True, why="a single cell stands beside it", confidence=0.7, is_note=True)
        return _together("a single cell is no table")
    return _proof(one, other) or _likeness(one, other, right.first_column - left.last_column - 1)


def _proof(one: _Side, other: _Side) -> Verdict | None:
    """What only two tables show."""
    both = bool(one.header and other.header) and _is_wide(one) and _is_wide(other)
    if both and _share_labels(one, other):
        return _apart("both have the same columns", 0.95)
    if one.header and other.header and one.body != other.body and _starts_anew(one, other):
        return _apart("their headers stand on different rows", 0.9)
    if both and one.titled and other.titled:
        return _apart("each has a title of its own", 0.85)
    shorter, longer = sorted((one, other), key=lambda side: side.last)
    if longer.header and _is_wide(shorter) and _ends_before(shorter, longer):
        return _apart("they end on different rows", 0.85)
    return None


def _likeness(one: _Side, other: _Side, gap: int) -> Verdict:
    if not (one.header and other.header and _is_wide(one) and _is_wide(other)):
        return _together("they share their rows")
    if one.keys and 2 * len(one.keys & other.keys) >= len(one.keys):
        return _apart("both name the same things in their first columns", 0.85)
    if one.keys and other.keys and one.measures and other.measures:
        return _apart("each begins with a column that names its rows", 0.6)
    if gap > 1 and one.measures and other.measures:
        return _apart(f"{gap} empty columns lie between them", 0.6)
    return _together("they begin and end on the same rows", is_told=True)


def _apart(why: str, confidence: float) -> Verdict:
    return Verdict(apart=True, why=why, confidence=confidence)


def _together(why: str, *, is_told: bool = False) -> Verdict:
    return Verdict(apart=False, why=why, confidence=0.6, is_told=is_told)


def _is_wide(side: _Side) -> bool:
    return len(side.used.columns) > 1


def _share_labels(one: _Side, other: _Side) -> bool:
    here, there = ({label.strip().casefold() for label in side.labels if label.strip()} for side in (one, other))
    return len(there) > 1 and 2 * len(here & there) > len(there)


def _starts_anew(one: _Side, other: _Side) -> bool:
    """The header of the later one stands beside rows of the earlier, or well below where that begins."""
    later = max(one, other, key=lambda side: side.body)
    earlier = min(one, other, key=lambda side: side.body)
    return later.used.first_row >= earlier.body and later.dense


def _ends_before(shorter: _Side, longer: _Side) -> bool:
    """Its rows are filled without a gap and stop; columns with missing values would have gaps, or stop by chance."""
    missing = longer.last - shorter.last
    if missing < 1 or not shorter.dense or shorter.rows < _FEWEST_ROWS:
        return False
    return shorter.full or missing >= max(2, _SHORTER_BY * longer.rows)


def _side(connection: DuckDBPyConnection, grid: str, region: Region) -> _Side | None:
    used = used_part(connection, grid, region)
    if used is None:
        return None
    lines = head_of(connection, grid, used)
    rows = [cells for _, cells in lines]
    layout = find_layout(rows)
    body = lines[layout.body][0] if layout.body < len(lines) else used.last_row + 1
    inside = f"{quoted(grid)} WHERE r BETWEEN {{first}} AND {used.last_row} AND ({_any_cell(used)})"
    counted, cells = one_row(connection, f"SELECT count(*), {_cells(used)} FROM {inside.format(first=body)}")
    (filled,) = one_row(connection, f"SELECT {_cells(used)} FROM {inside.format(first=used.first_row)}")
    below = rows[layout.body :]
    return _Side(
        used=used,
        header=tuple(lines[index][0] for index in layout.header),
        titled=bool(layout.preamble),
        body=body,
        labels=layout.labels,
        keys=_keys(below),
        measures=any(kind_of(cell) in {"number", "date"} for row in below for cell in row),
        dense=counted == used.last_row - body + 1,
        full=counted > 0 and cells == counted * len(used.columns),
        filled=int(filled or 0),
    )


def _keys(below: list[list[str]]) -> frozenset[str]:
    """The words of the first column where each row has its own."""
    first = [row[0].strip() for row in below]
    words = all(kind_of(cell) == "text" for cell in first)
    return frozenset(first) if words and len(first) >= _FEWEST_ROWS and len(set(first)) == len(first) else frozenset()


def _any_cell(region: Region) -> str:
    return " OR ".join(f"c{number} IS NOT NULL" for number in region.columns)


def _cells(region: Region) -> str:
    return " + ".join(f"count(c{number})" for number in region.columns)
