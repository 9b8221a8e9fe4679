"""Lines that cross each other → the cells between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.table import Box
from ingestion.documents.pdf_ink import Word
from ingestion.documents.pdf_strokes import Rule

_NEAR = 3.0
"""Points: lines that end this close to each other touch."""

_SLIT = 14.0
_MOST_LINES = 2_000
_SEPARATES = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """`xs` and `ys` are where columns and rows begin and end; `regions` are cells as row, row_end, column, column_end."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> Box:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def lattices(horizontal: Sequence[Rule], vertical: Sequence[Rule], words: Sequence[Word]) -> list[Lattice]:
    """Each group of crossing lines that has at least two rows or columns; groups inside of others are left out."""
    if len(horizontal) + len(vertical) > _MOST_LINES:
        horizontal, vertical = _longest(horizontal), _longest(vertical)
    found = [lattice for group in _groups(horizontal, vertical) if (lattice := _lattice(*group, words)) is not None]
    found.sort(key=lambda lattice: -_area(lattice.box))
    outer: list[Lattice] = []
    for lattice in found:
        if not any(_inside(lattice.box, other.box) and len(other.regions) > 3 for other in outer):
            outer.append(lattice)
    return sorted(outer, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _longest(rules: Sequence[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: -rule.length)[: _MOST_LINES // 2]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _groups(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Lines connected by crossings."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical):
            if h.start - _NEAR <= v.at <= h.end + _NEAR and v.start - _NEAR <= h.at <= v.end + _NEAR:
                parent[root(i)] = root(len(horizontal) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical):
        groups.setdefault(root(len(horizontal) + j), ([], []))[1].append(v)
    return groups.values()


def _lattice(horizontal: list[Rule], vertical: list[Rule], words: Sequence[Word]) -> Lattice | None:
    if not horizontal or not vertical:
        return None
    xs = _distinct([v.at for v in vertical], [h.start for h in horizontal], [h.end for h in horizontal])
    ys = _distinct([h.at for h in horizontal], [v.start for v in vertical], [v.end for v in vertical])
    box = (xs[0] - _NEAR, ys[0] - _NEAR, xs[-1] + _NEAR, ys[-1] + _NEAR)
    inside = [word for word in words if box[0] < word.x0 and word.x1 < box[2] and box[1] < word.middle < box[3]]
    x_groups = _without_slits(xs, [(word.x0, word.x1) for word in inside])
    y_groups = _without_slits(ys, [(word.middle - 1, word.middle + 1) for word in inside])
    xs, ys = tuple(_outer(x_groups)), tuple(_outer(y_groups))
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2 or len(xs) * len(ys) > 40_000:
        return None
    return Lattice(xs=xs, ys=ys, regions=tuple(_regions(x_groups, y_groups, horizontal, vertical)))


def _without_slits(edges: Sequence[float], text: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Edges so close that no text stands between them are one: cells drawn as boxes of their own, or double lines."""
    groups: list[list[float]] = []
    for edge in edges:
        if groups and edge - groups[-1][-1] < _SLIT:
            between = any(start < edge - 1 and end > groups[-1][-1] + 1 for start, end in text)
            inside = between and any(groups[-1][-1] - 1 <= (a + b) / 2 <= edge + 1 for a, b in text)
            if not inside:
                groups[-1].append(edge)
                continue
        groups.append([edge])
    return groups


def _outer(groups: Sequence[Sequence[float]]) -> Iterator[float]:
    """The middle of each group of edges, at the sides the outermost."""
    for number, group in enumerate(groups):
        if number == 0:
            yield group[0]
        else:
            yield group[-1] if number == len(groups) - 1 else (group[0] + group[-1]) / 2


def _distinct(lines: list[float], starts: list[float], ends: list[float]) -> tuple[float, ...]:
    """Where lines stand, and an open side where crossing lines reach clearly beyond the outermost."""
    values = sorted(lines)
    if min(starts) < values[0] - 2 * _NEAR:
        values.insert(0, min(starts))
    if max(ends) > values[-1] + 2 * _NEAR:
        values.append(max(ends))
    kept: list[float] = []
    for value in values:
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return tuple(kept)


def _regions(
    xs: Sequence[Sequence[float]], ys: Sequence[Sequence[float]], horizontal: list[Rule], vertical: list[Rule]
) -> Iterable[tuple[int, int, int, int]]:
    """Neighbouring boxes of the grid with no line between them are one cell."""
    columns, rows = len(xs) - 1, len(ys) - 1
    parent = list(range(rows * columns))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    across = [[rule for rule in vertical if any(abs(rule.at - x) <= _NEAR for x in group)] for group in xs]
    along = [[rule for rule in horizontal if any(abs(rule.at - y) <= _NEAR for y in group)] for group in ys]
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _covers(across[column + 1], ys[row][-1], ys[row + 1][0]):
                parent[root(here)] = root(here + 1)
            if row + 1 < rows and not _covers(along[row + 1], xs[column][-1], xs[column + 1][0]):
                parent[root(here)] = root(here + columns)
    spans: dict[int, list[int]] = {}
    for row in range(rows):
        for column in range(columns):
            span = spans.setdefault(root(row * columns + column), [row, row, column, column])
            span[1], span[2], span[3] = max(span[1], row), min(span[2], column), max(span[3], column)
    return sorted((row, row_end, column, column_end) for row, row_end, column, column_end in spans.values())


def _covers(rules: Iterable[Rule], start: float, end: float) -> bool:
    covered, reached = 0.0, start
    for rule in sorted(rules, key=lambda r: r.start):
        covered += max(0.0, min(rule.end, end) - max(rule.start, reached))
        reached = max(reached, rule.end)
    return covered >= _SEPARATES * (end - start)
