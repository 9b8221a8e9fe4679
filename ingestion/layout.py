"""Where a table stands in a grid of cells: title lines, header rows, body.

Decided from the shape of the cells alone, so that text files, sheets and pages share it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.cell_kinds import Kind, Row, filled, is_blank, kind_of
from ingestion.header_rows import MOST_HEADER_ROWS, first_table_row, header_rows

__all__ = [
    "MOST_HEADER_ROWS",
    "Kind",
    "Layout",
    "Row",
    "find_layout",
    "footer_start",
    "is_blank",
    "kind_of",
    "table_width",
    "with_header",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Rows count from 0 within the grid that was looked at. `header` is empty where there is none.

    `kept_above` are rows above the header that are data all the same, since a person said so.
    """

    width: int
    preamble: tuple[int, ...]
    header: tuple[int, ...]
    blank: tuple[int, ...]
    body: int
    labels: tuple[str, ...]
    kept_above: tuple[int, ...] = ()


def find_layout(rows: Sequence[Row]) -> Layout:
    """`rows` are the first records of a table; a few hundred are enough."""
    width = table_width(rows)
    start = first_table_row(rows, width)
    return with_header(rows, header_rows(rows, start, width), width, start)


def with_header(rows: Sequence[Row], header: tuple[int, ...], width: int, start: int = 0) -> Layout:
    """The layout of a table of `width` columns with its header in these rows; without one it begins at `start`."""
    body = header[-1] + 1 if header else start
    before = range(body)
    blank = tuple(i for i in before if is_blank(rows[i]))
    preamble = tuple(i for i in before if i not in header and i not in blank)
    return Layout(
        width=width,
        preamble=preamble,
        header=header,
        blank=blank,
        body=body,
        labels=_labels([rows[i] for i in header], width),
    )


def footer_start(tail: Sequence[Row], width: int) -> int:
    """Index of the first closing row that holds a single cell of words, where rows have three or more."""
    if width < 3:
        return len(tail)
    fills = [filled(row) for row in tail]
    start = len(tail)
    while start > 0 and (fills[start - 1] == 0 or (fills[start - 1] == 1 and kind_of(tail[start - 1][0]) == "text")):
        start -= 1
    if start == 0 or 1 in fills[:start]:
        return len(tail)
    return start


def table_width(rows: Sequence[Row]) -> int:
    """The commonest number of cells among the records that hold something; where two are as common, of those below the first."""
    lengths = [len(row) for row in rows if not is_blank(row)]
    if not lengths:
        return 0
    counts, below = Counter(lengths), Counter(lengths[1:])
    most = max((count, below[length]) for length, count in counts.items())
    common = sorted(length for length, count in counts.items() if (count, below[length]) == most)
    tied = [row for row in rows if counts[len(row)] == most[0]]
    return next((w for w in common if not any(any(c.strip() for c in row[w:]) for row in tied)), max(map(len, tied)))


def _labels(header: Sequence[Row], width: int) -> tuple[str, ...]:
    """Levels joined from top to bottom; an upper level reaches over the empty cells to its right, within its group."""
    own = [_padded(row, width) for row in header]
    levels: list[list[str]] = []
    for depth, row in enumerate(own):
        levels.append(_spread(row, own[:depth]) if depth < len(own) - 1 else row)
    labels = []
    for column in range(width):
        parts = [level[column].strip() for level in levels]
        if len(header) > 1 and not any(row[column].strip() for row in own):
            parts = []
        labels.append(" ".join(part for part in parts if part))
    return tuple(labels)


def _padded(row: Row, width: int) -> list[str]:
    return [*row[:width], *([""] * (width - len(row)))]


def _spread(row: list[str], above: Sequence[list[str]]) -> list[str]:
    """A cell reaches as far as none above it begins a group of its own."""
    spread: list[str] = []
    for column, cell in enumerate(row):
        begins = any(level[column].strip() for level in above)
        spread.append(cell if cell.strip() or begins or not spread else spread[-1])
    return spread
