"""The cells of a lattice and the text in them → a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ingestion.documents.found import FoundCell, clipped
from ingestion.documents.pdf_cells import Piece, body_start, value_columns
from ingestion.documents.pdf_columns import Span
from ingestion.documents.pdf_drafts import Draft, join_lines
from ingestion.documents.pdf_ink import Word
from ingestion.documents.pdf_lines import Line, is_value, lines_of, parts_of
from ingestion.documents.pdf_ruled import Lattice
from ingestion.layout import MOST_HEADER_ROWS

Region = tuple[int, int, int, int]
"""Row, last row, column, last column."""


def cell_lines(lattice: Lattice, words: Sequence[Word]) -> dict[Region, list[Line]]:
    """The text in each cell of a lattice, line by line."""
    by_region: dict[Region, list[Word]] = {}
    for word in words:
        region = _region_of(lattice, (word.x0 + word.x1) / 2, word.middle)
        if region is not None:
            by_region.setdefault(region, []).append(word)
    return {region: lines_of(own) for region, own in _parted(lattice, by_region).items()}


def ruled_table(lattice: Lattice, lines: Mapping[Region, Sequence[Line]], page: int) -> Draft | None:
    """None where the lines frame something else than a table."""
    cells = _cells(lattice, lines)
    if not _is_tabular(cells):
        return None
    kept = clipped(cells)
    spans = tuple(Span(a, b) for a, b in pairwise(lattice.xs))
    return Draft(page=page, box=lattice.box, cells=kept, columns=spans, header=_header_rows(kept), ruled=True)


def _header_rows(cells: Sequence[FoundCell]) -> int:
    """Rows above the first with values in the columns of values; 0 where that says nothing."""
    rows: dict[int, list[Piece]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(Piece(cell.column, cell.column_end, cell.text, 0, 0, 0, 0))
    pieces = [rows[row] for row in sorted(rows)]
    valued = value_columns(pieces[1:], max(cell.column_end for cell in cells) + 1)
    start = body_start(pieces, valued, ()) if any(valued) else 0
    return sorted(rows)[start] if 0 < start < min(len(rows), MOST_HEADER_ROWS + 2) else 0


def _is_tabular(cells: Sequence[FoundCell]) -> bool:
    """Whether many rows hold several cells, as those of boxes joined by lines do not."""
    rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
    if len(rows) < 2 or len(columns) < 2 or len(cells) < 4:
        return False
    several = sum(1 for row in rows if sum(1 for cell in cells if cell.row <= row <= cell.row_end) > 1)
    return several >= max(2, 0.4 * len(rows))


def _parted(lattice: Lattice, by_region: Mapping[Region, list[Word]]) -> dict[Region, list[Word]]:
    """Cells across several columns whose text stands apart within these columns are one cell for each of them."""
    found: dict[Region, list[Word]] = {}
    for region, words in by_region.items():
        row, row_end, column, column_end = region
        columns = [
            (_between(lattice.xs, part.x0 + 2), _between(lattice.xs, part.x1 - 2))
            for line in lines_of(words)
            for part in parts_of(line)
        ]
        apart = len(set(columns)) > 1 and all(first == last for first, last in columns)
        if column == column_end or not apart:
            found.setdefault(region, []).extend(words)
            continue
        for word in words:
            own = min(column_end, max(column, _between(lattice.xs, (word.x0 + word.x1) / 2)))
            found.setdefault((row, row_end, own, own), []).append(word)
    return found


def is_open(lines: Mapping[Region, Sequence[Line]]) -> bool:
    """Whether much of the text stands side by side without a line between."""
    words = words_apart = valued = apart = 0
    for own in lines.values():
        parts = [parts_of(line) for line in own]
        values = [sum(1 for part in line if is_value(part.text)) for line in parts]
        open_lines = [count > 1 and count >= len(line) / 2 for count, line in zip(values, parts, strict=True)]
        valued, apart = valued + any(values), apart + any(open_lines)
        words += sum(len(line.words) for line in own)
        words_apart += sum(len(line.words) for line, is_apart in zip(own, open_lines, strict=True) if is_apart)
    return words_apart > 0.25 * words or (apart > 1 and apart > 0.3 * valued)


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
                first = (
                    row_end
                    if _stands_below(own, lattice.ys[row], lattice.ys[row_end], lattice.ys[row_end + 1])
                    else row
                )
                cells.append(FoundCell(row=first + shift, row_end=row_end + shift, text=text, **place))
            for number, texts in _by_step(own, steps):
                cells.append(
                    FoundCell(row=row + shift + number, row_end=row + shift + number, text=join_lines(texts), **place)
                )
        shift += max(0, len(steps) - 1)
    return cells


def _stands_below(lines: Sequence[Line], top: float, last: float, bottom: float) -> bool:
    """Whether text stands in the last row of a tall cell: what is above it is blank and not merged with it."""
    middle = (lines[0].top + lines[-1].bottom) / 2
    return top < last <= lines[0].middle and middle > (top + bottom) / 2 + 0.2 * (bottom - top)


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
