"""Which parts of a sheet are tables of their own: blocks between blank rows and blank columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingestion.regions import Region, stacked_parts, used_part
from ingestion.side_by_side import Verdict, judge_sides
from ingestion.sql import one_row, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_GAPS = 30
_MOST_ROWS = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Blank columns between two blocks, and what was made of them: `verdict` is what is in force."""

    left: Region
    right: Region
    verdict: Verdict


Chosen = Callable[[int], bool | None]
"""Whether the blocks around a blank column of the grid were chosen to be apart; None where the data decides."""


@dataclass(slots=True, kw_only=True)
class Parts:
    """`notes` are blocks of a single cell beside a table."""

    regions: list[Region] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    notes: list[Region] = field(default_factory=list)


def undecided(_column: int) -> None:
    """Where nobody chose anything."""


def find_parts(connection: DuckDBPyConnection, grid: str, width: int, chosen: Chosen = undecided) -> Parts:
    """`grid` has a column r (row, from 1) and text columns c1 to cN, null where empty; blank rows are not in it."""
    parts = Parts()
    whole = used_part(connection, grid, Region(first_row=1, last_row=_MOST_ROWS, first_column=1, last_column=width))
    if whole is not None:
        _divide(connection, grid, whole, chosen, parts)
    return parts


def _divide(connection: DuckDBPyConnection, grid: str, region: Region, chosen: Chosen, parts: Parts) -> None:
    """Into what stands side by side, that into what stands below each other, and so on."""
    found = _columns_apart(connection, grid, region, chosen, parts)
    if len(found) == 1:
        found = stacked_parts(connection, grid, found[0])
        if len(found) == 1:
            parts.regions += found
            return
    for part in found:
        _divide(connection, grid, part, chosen, parts)


def _columns_apart(
    connection: DuckDBPyConnection, grid: str, region: Region, chosen: Chosen, parts: Parts
) -> list[Region]:
    """The region itself where it is one table; titles in blank columns go with the block on their left."""
    spans = _spans(connection, grid, region)
    if not 1 < len(spans) <= _MOST_GAPS:
        return [region]
    blocks = [spans[0]]
    notes: list[Region] = []
    for right in spans[1:]:
        left = blocks[-1]
        verdict = _in_force(judge_sides(connection, grid, left, right), chosen(left.last_column + 1))
        if verdict.is_told:
            parts.gaps.append(Gap(left=left, right=right, verdict=verdict))
        if not verdict.apart:
            blocks[-1] = replace(left, last_column=right.last_column)
            notes = [
                note for note in notes if note.first_column > right.last_column or note.last_column < left.first_column
            ]
        elif verdict.is_note:
            notes.append(right)
        else:
            blocks.append(right)
    if len(blocks) == 1 and not notes:
        return [region]
    parts.notes += [used for note in notes if (used := used_part(connection, grid, note)) is not None]
    begins = sorted(span.first_column for span in [*blocks, *notes])
    reaching = [replace(block, last_column=_end_of(block, begins, region)) for block in blocks]
    return [used for block in reaching if (used := used_part(connection, grid, block)) is not None]


def _end_of(block: Region, begins: list[int], region: Region) -> int:
    return next((begin - 1 for begin in begins if begin > block.last_column), region.last_column)


def _in_force(verdict: Verdict, chosen: bool | None) -> Verdict:
    if chosen is None or verdict.apart == chosen:
        return verdict
    return replace(verdict, apart=chosen, is_note=False, is_told=True, confidence=1.0)


def _spans(connection: DuckDBPyConnection, grid: str, region: Region) -> list[Region]:
    """Runs of columns that hold something in rows of several cells: a row of one cell is a title or a note."""
    cells = " + ".join(f"(c{number} IS NOT NULL)::INT" for number in region.columns)
    counts = ", ".join(f"count(c{number})" for number in region.columns)
    filled = one_row(
        connection,
        f"SELECT {counts} FROM {quoted(grid)} WHERE r BETWEEN {region.first_row} AND {region.last_row} AND {cells} > 1",
    )
    spans: list[Region] = []
    for number, count in zip(region.columns, filled, strict=True):
        if count and spans and spans[-1].last_column == number - 1:
            spans[-1] = replace(spans[-1], last_column=number)
        elif count:
            spans.append(replace(region, first_column=number, last_column=number))
    return spans
