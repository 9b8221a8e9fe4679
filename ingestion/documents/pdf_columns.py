"""Lines that stand below each other → the columns that the white space between their words leaves."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.documents.pdf_lines import Line, Part, parts_of

FINE_GAP = 0.42
"""In heights of a line: a little more than the widest space between the words of a phrase."""

_NARROWEST = 0.3


@dataclass(frozen=True, slots=True)
class Span:
    """A column: where its text begins and ends."""

    x0: float
    x1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def columns_of(lines: Sequence[Line]) -> list[Span]:
    """Where at most an eighth of the lines have text across, a column ends."""
    parts = [parts_of(line, FINE_GAP) for line in lines]
    if not parts:
        return []
    left = min(part.x0 for line in parts for part in line)
    right = max(part.x1 for line in parts for part in line)
    size = sorted(line.height for line in lines)[len(lines) // 2]
    covers = _cover(parts, left, right)
    allowed = len(lines) // 8
    columns: list[Span] = []
    start: int | None = None
    free = 0
    for x, count in enumerate([*covers, 0]):
        if count > allowed:
            if start is None:
                start = x
            elif free and free < _NARROWEST * size and columns:
                start = int(columns.pop().x0 - left)
            free = 0
        else:
            if start is not None:
                columns.append(Span(left + start, left + x))
                start = None
            free += 1
    return _supported(columns, parts)


def _cover(parts: Sequence[Sequence[Part]], left: float, right: float) -> list[int]:
    """How many lines have text at each point from left to right."""
    steps = [0] * (int(right - left) + 3)
    for line in parts:
        for part in line:
            steps[int(part.x0 - left + 0.5)] += 1
            steps[max(int(part.x0 - left + 0.5) + 1, int(part.x1 - left + 0.5))] -= 1
    covers, running = [], 0
    for step in steps:
        running += step
        covers.append(running)
    return covers


def _supported(columns: Sequence[Span], parts: Sequence[Sequence[Part]]) -> list[Span]:
    """Columns with text in at least two lines; one with less joins its nearest neighbour."""
    kept: list[Span] = []
    for column in columns:
        filled = sum(1 for line in parts if any(overlap(part, column) > 0 for part in line))
        if filled >= min(2, len(parts)):
            kept.append(column)
    return kept


def overlap(part: Part, column: Span) -> float:
    return min(part.x1, column.x1) - max(part.x0, column.x0)


def bands(columns: Sequence[Span], left: float = -1e6, right: float = 1e6) -> list[Span]:
    """Columns widened to the middle of the white space between them."""
    edges = [left, *((a.x1 + b.x0) / 2 for a, b in itertools.pairwise(columns)), right]
    return [Span(x0, x1) for x0, x1 in itertools.pairwise(edges)]
