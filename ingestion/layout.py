"""Where a table stands in a grid of cells: title lines, header rows, body.

Decided from the shape of the cells alone, so that text files, sheets and pages share it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Row = Sequence[str]
Kind = Literal["empty", "number", "date", "text"]

MOST_HEADER_ROWS = 4
_NUMBER = re.compile(
    r"[-+−(]?\s?(?:[$€£¥₹]|[A-Z]{3})?\s?[-+−]?(?:\d[\d.,' \u00a0\u202f]*|\.\d+)(?:[eE][-+]?\d+)?\s?(?:%|[$€£¥₹]|[A-Z]{3})?\)?-?"
)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2}.*)?"
    r"|\d{1,2}[- ][A-Za-z]{3,9}\.?[- ,]+\d{2,4}.*|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}.*"
)
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")
_NO_VALUE = frozenset({"", "-", "--", "—", "–", "?", "na", "n/a", "nan", "null", "none", "#n/a", "."})


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


def kind_of(cell: str) -> Kind:
    text = cell.strip()
    if text.lower() in _NO_VALUE:
        return "empty"
    if _NUMBER.fullmatch(text) and not _DATE.fullmatch(text):
        return "number"
    return "date" if _DATE.fullmatch(text) else "text"


def is_blank(row: Row) -> bool:
    return not any(cell.strip() for cell in row)


def find_layout(rows: Sequence[Row]) -> Layout:
    """`rows` are the first records of a table; a few hundred are enough."""
    width = table_width(rows)
    start = _first_table_row(rows, width)
    return with_header(rows, _header_rows(rows, start, width), width, start)


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
    filled = [_filled(row) for row in tail]
    start = len(tail)
    while start > 0 and (filled[start - 1] == 0 or (filled[start - 1] == 1 and kind_of(tail[start - 1][0]) == "text")):
        start -= 1
    if start == 0 or 1 in filled[:start]:
        return len(tail)
    return start


def table_width(rows: Sequence[Row]) -> int:
    """The commonest number of cells among the records that hold something."""
    lengths = Counter(len(row) for row in rows if not is_blank(row))
    if not lengths:
        return 0
    most = max(lengths.values())
    common = sorted(length for length, count in lengths.items() if count == most)
    return next(w for w in common if not any(any(c.strip() for c in row[w:]) for row in rows if len(row) in common))


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell.strip())


def _first_table_row(rows: Sequence[Row], width: int) -> int:
    """The first record that is as wide as the table and filled like it, not a line of title or notes."""
    enough = _usual_fill(rows)
    for index, row in enumerate(rows):
        if is_blank(row):
            continue
        fits = len(row) == width or (len(row) < width and _filled(row) > 1) or _is_number_row(row)
        if fits and (_filled(row) >= enough or _starts_grouped_header(rows, index, enough)):
            return index
    return next((i for i, row in enumerate(rows) if not is_blank(row)), 0)


def _usual_fill(rows: Sequence[Row]) -> int:
    """How many filled cells make a row of the table: at least two in a table of several columns."""
    fills = sorted(_filled(row) for row in rows if not is_blank(row))
    typical = fills[len(fills) // 2] if fills else 1
    return 1 if typical <= 1 else max(2, (typical + 1) // 2)


def _is_number_row(row: Row) -> bool:
    kinds = [kind_of(cell) for cell in row if cell.strip()]
    return len(kinds) > 1 and all(kind in {"number", "date"} for kind in kinds)


def _starts_grouped_header(rows: Sequence[Row], index: int, enough: int) -> bool:
    """A sparse row of words right above a fuller row of words: the upper level of a header."""
    row = rows[index]
    following = next((later for later in rows[index + 1 : index + 3] if not is_blank(later)), None)
    if following is None or _filled(row) < 2 or _is_wordless(row):
        return False
    return _filled(following) >= enough and all(kind_of(c) in {"text", "empty"} for c in following)


def _is_wordless(row: Row) -> bool:
    return not any(kind_of(cell) == "text" for cell in row)


def _header_rows(rows: Sequence[Row], start: int, width: int) -> tuple[int, ...]:
    if start >= len(rows) or not _can_be_header(rows[start]):
        return ()
    typed = _typed_columns([row for row in rows[start + 1 :] if row != rows[start]], width)
    if not _looks_like_header(rows, start, typed, width):
        return ()
    header = [start]
    for index in range(start + 1, min(start + 2 * MOST_HEADER_ROWS, len(rows) - 1)):
        if is_blank(rows[index]) and len(header) == 1 and _has_gaps(rows[start], width):
            continue
        if len(header) == MOST_HEADER_ROWS or not _continues_header(rows, header, index, typed, width):
            break
        header.append(index)
    return tuple(header)


def _can_be_header(row: Row) -> bool:
    """Words, or years over the columns of a wide table."""
    cells = [cell.strip() for cell in row if cell.strip()]
    wrong = [cell for cell in cells if kind_of(cell) in {"number", "date"} and not _YEAR.fullmatch(cell)]
    return any(kind_of(cell) == "text" for cell in cells) and len(wrong) * 4 <= len(cells)


def _typed_columns(rows: Sequence[Row], width: int) -> tuple[bool, ...]:
    """Whether each column holds numbers or dates below its first rows."""
    below = [row for row in rows if not is_blank(row)]
    below = below[min(MOST_HEADER_ROWS, len(below) // 2) :]
    return tuple(_is_typed([row[column] for row in below if column < len(row)]) for column in range(width))


def _is_typed(cells: Sequence[str]) -> bool:
    kinds = Counter(kind_of(cell) for cell in cells)
    known = sum(count for kind, count in kinds.items() if kind != "empty")
    return known > 0 and (kinds["number"] + kinds["date"]) * 10 >= known * 7


def _looks_like_header(rows: Sequence[Row], start: int, typed: Sequence[bool], width: int) -> bool:
    row = rows[start]
    over_typed = [row[c] for c in range(min(width, len(row))) if typed[c] and row[c].strip()]
    words = sum(1 for cell in over_typed if kind_of(cell) == "text" or _YEAR.fullmatch(cell.strip()))
    if over_typed:
        return words * 2 > len(over_typed)
    return _unlike_body(rows, start, width)


def _unlike_body(rows: Sequence[Row], start: int, width: int) -> bool:
    """In a table of words: the first row is a header if its words are unique, short and not met again below."""
    row = [cell.strip() for cell in rows[start]]
    below = rows[start + 1 :]
    named = [cell for cell in row if cell]
    if not below:
        return len(named) > 1 or not named
    if len(set(named)) < len(named) or any(len(cell) > 80 for cell in named):
        return False
    met = sum(1 for column, cell in enumerate(row) if cell and _is_met(cell, column, below))
    return met * 3 <= len(named)


def _is_met(cell: str, column: int, rows: Sequence[Row]) -> bool:
    return any(column < len(row) and row[column].strip() == cell for row in rows)


def _has_gaps(row: Row, width: int) -> bool:
    return _filled(row) < width


def _continues_header(
    rows: Sequence[Row], header: Sequence[int], index: int, typed: Sequence[bool], width: int
) -> bool:
    """Words over the columns of values: some are enough below a header with gaps, a full one needs all or no others."""
    row, above = rows[index], rows[header[-1]]
    filled = [c for c in range(min(width, len(row))) if row[c].strip()]
    if not filled or any(kind_of(row[c]) in {"number", "date"} for c in filled):
        return False
    over_typed = [c for c in filled if typed[c]]
    if not _has_gaps(above, width):
        return len(over_typed) == len(filled) or 1 < len(over_typed) == sum(typed)
    if over_typed:
        return True
    fills_gaps = any(c >= len(above) or not above[c].strip() for c in filled)
    return not row[0].strip() and fills_gaps


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
