"""The tables of a page, and the lines of text that are left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.table import Box
from ingestion.documents.found import FoundCell, clipped
from ingestion.documents.pdf_cells import pieces_of
from ingestion.documents.pdf_columns import Span, columns_of
from ingestion.documents.pdf_drafts import Draft, join_lines
from ingestion.documents.pdf_ink import Ink, Rule, Word
from ingestion.documents.pdf_judgement import prose_columns
from ingestion.documents.pdf_lines import Line, is_value, lines_of, parts_of
from ingestion.documents.pdf_ruled import Lattice, lattices
from ingestion.documents.pdf_unruled import draft_of, unruled_tables

_MOST_CUTS = 4
Region = tuple[int, int, int, int]


def tables_on(ink: Ink, words: Sequence[Word]) -> tuple[list[Draft], list[Line]]:
    """`words` are those of the page that are neither header nor footer of it."""
    drafts: list[Draft] = []
    left = list(words)
    for lattice in lattices(ink.horizontal, ink.vertical, words):
        inside = [word for word in left if _is_in(word, lattice.box)]
        draft = ruled_table(lattice, inside, ink)
        if draft is not None:
            drafts.append(draft)
            taken = set(inside)
            left = [word for word in left if word not in taken]
    found, lines = _unruled(lines_of(left), ink.horizontal, ink.number, _MOST_CUTS)
    return sorted([*drafts, *found], key=lambda draft: (draft.box[1], draft.box[0])), lines


def _unruled(lines: list[Line], rules: Sequence[Rule], page: int, cuts: int) -> tuple[list[Draft], list[Line]]:
    """Text set in columns is read column by column."""
    gutter = _gutter(lines) if cuts else None
    if gutter is not None:
        first, end, x = gutter
        drafts, rest = _unruled(lines[:first], rules, page, 0)
        for side in (0, 1):
            words = [w for line in lines[first:end] for w in line.words if (((w.x0 + w.x1) / 2) > x) == bool(side)]
            more, text = _unruled(lines_of(words), rules, page, cuts - 1)
            drafts, rest = drafts + more, rest + text
        more, text = _unruled(lines[end:], rules, page, cuts - 1)
        return drafts + more, rest + text
    drafts, taken = [], set()
    for draft, used in unruled_tables(lines, rules, page):
        drafts.append(draft)
        taken |= used
    return drafts, [line for index, line in enumerate(lines) if index not in taken]


def _gutter(lines: Sequence[Line]) -> tuple[int, int, float] | None:
    """Lines from `first` to before `end` stand in two columns of text on both sides of a height `x`."""
    tabular = [n for n, line in enumerate(lines) if len(parts_of(line)) > 1]
    if len(tabular) < 6:
        return None
    columns = columns_of([lines[n] for n in tabular])
    if len(columns) < 2:
        return None
    rows = [pieces_of(lines[n], columns, spanning=False) for n in tabular]
    prose = prose_columns(rows, columns)
    for number in range(len(columns) - 1):
        if prose[number] or prose[number + 1]:
            x = (columns[number].x1 + columns[number + 1].x0) / 2
            crossing = {n for n, line in enumerate(lines) if any(p.x0 < x < p.x1 for p in parts_of(line))}
            return _stretch(len(lines), crossing, x)
    return None


def _stretch(count: int, crossing: set[int], x: float) -> tuple[int, int, float] | None:
    """The longest stretch of lines of which none crosses `x`."""
    best, start = (0, 0), 0
    for n in range(count + 1):
        if n == count or n in crossing:
            best = max(best, (start, n), key=lambda stretch: stretch[1] - stretch[0])
            start = n + 1
    return (*best, x) if best[1] - best[0] >= 5 else None


def _is_in(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.middle
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def ruled_table(lattice: Lattice, words: Sequence[Word], ink: Ink) -> Draft | None:
    """None where the lines frame something else than a table."""
    by_region: dict[Region, list[Word]] = {}
    for word in words:
        region = _region_of(lattice, (word.x0 + word.x1) / 2, word.middle)
        if region is not None:
            by_region.setdefault(region, []).append(word)
    lines = {region: lines_of(own) for region, own in by_region.items()}
    if _is_open(lines):
        found = draft_of(lines_of(words), ink.horizontal, ink.number, framed=True)
        return replace(found[0], ruled=True) if found else None
    cells = _cells(lattice, lines)
    rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
    if len(rows) < 2 or len(columns) < 2 or len(cells) < 4:
        return None
    spans = tuple(Span(a, b) for a, b in zip(lattice.xs, lattice.xs[1:], strict=False))
    return Draft(page=ink.number, box=lattice.box, cells=clipped(cells), columns=spans, header=0, ruled=True)


def _is_open(lines: Mapping[Region, Sequence[Line]]) -> bool:
    """Whether much of the text stands side by side without a line between."""
    every = apart = 0
    for own in lines.values():
        for line in own:
            parts = parts_of(line)
            every += len(line.words)
            if len(parts) > 1 and sum(1 for part in parts if is_value(part.text)) >= len(parts) / 2:
                apart += len(line.words)
    return apart > 0.25 * every


def _cells(lattice: Lattice, lines: Mapping[Region, Sequence[Line]]) -> list[FoundCell]:
    """Rows of the lattice, where one holds several lines of values, a row for each of the lines."""
    cells: list[FoundCell] = []
    shift = 0
    for row in range(len(lattice.ys) - 1):
        band = {region: own for region, own in lines.items() if region[0] == row}
        steps = _steps(band) if all(region[0] == region[1] for region in band) else []
        for (_, row_end, column, column_end), own in band.items():
            place = {"column": column, "column_end": column_end}
            if not steps:
                text = join_lines([line.text for line in own])
                cells.append(FoundCell(row=row + shift, row_end=row_end + shift, text=text, **place))
            for number, texts in _by_step(own, steps):
                cells.append(
                    FoundCell(row=row + shift + number, row_end=row + shift + number, text=join_lines(texts), **place)
                )
        shift += max(0, len(steps) - 1)
    return cells


def _steps(band: Mapping[Region, Sequence[Line]]) -> list[float]:
    """Heights of the lines of a row that are rows of their own: at least two columns hold a value in each of them."""
    counts = [own for own in band.values() if len(own) > 1]
    if len(counts) < 2:
        return []
    most = max(len(own) for own in counts)
    full = [own for own in counts if len(own) >= max(2, most - 1)]
    valued = [own for own in full if sum(1 for line in own if is_value(line.text)) >= 0.8 * len(own)]
    if not valued or len(full) < 2 or len(full) * 2 < len(band):
        return []
    return [line.middle for line in max(valued, key=len)]


def _by_step(lines: Sequence[Line], steps: Sequence[float]) -> Iterator[tuple[int, list[str]]]:
    found: dict[int, list[str]] = {}
    for line in lines:
        if steps:
            nearest = min(range(len(steps)), key=lambda n: abs(steps[n] - line.middle))
            found.setdefault(nearest, []).append(line.text)
    yield from found.items()


def _region_of(lattice: Lattice, x: float, y: float) -> Region | None:
    column, row = _between(lattice.xs, x), _between(lattice.ys, y)
    return next((r for r in lattice.regions if r[0] <= row <= r[1] and r[2] <= column <= r[3]), None)


def _between(edges: Sequence[float], value: float) -> int:
    return max(0, min(len(edges) - 2, sum(1 for edge in edges if edge <= value) - 1))
