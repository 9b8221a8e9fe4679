"""Which columns a heading stands over: those that a line below it covers, or those that it is centred on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingestion.documents.pdf_cells import YEAR, Piece
from ingestion.documents.pdf_columns import Span
from ingestion.documents.pdf_strokes import Rule

_NEAR = 3.0
_CENTRED = 0.06
"""Share of the width of the columns by which the middle of a heading may be off theirs."""


def over_columns(
    pieces: Sequence[Piece], below: Sequence[Piece], columns: Sequence[Span], rules: Sequence[Rule]
) -> list[Piece]:
    """The headings of one line, each with all of its columns; none takes the columns of another.

    `below` are the headings of the next line.
    """
    columns = [_with_heading(n, column, below) for n, column in enumerate(columns)]
    years = [
        n for n in range(len(columns)) if any(p.column == n == p.column_end and YEAR.fullmatch(p.text) for p in below)
    ]
    widened = []
    for number, piece in enumerate(pieces):
        first = pieces[number - 1].column_end + 1 if number else min(1, piece.column)
        last = pieces[number + 1].column - 1 if number + 1 < len(pieces) else len(columns) - 1
        span = (
            _by_rule(piece, columns, rules)
            or _by_years(piece, columns, years)
            or _by_middle(piece, columns, first, last)
        )
        if span is not None and first <= span[0] <= piece.column and piece.column_end <= span[1] <= last:
            piece = replace(piece, column=span[0], column_end=span[1])
        widened.append(piece)
    return widened


def _with_heading(number: int, column: Span, below: Sequence[Piece]) -> Span:
    """A column as wide as its values and its own heading together."""
    own = [piece for piece in below if piece.column == number == piece.column_end]
    return Span(min([column.x0, *(p.x0 for p in own)]), max([column.x1, *(p.x1 for p in own)]))


def _by_rule(piece: Piece, columns: Sequence[Span], rules: Sequence[Rule]) -> tuple[int, int] | None:
    width = columns[-1].x1 - columns[0].x0
    for rule in rules:
        below = piece.bottom - _NEAR <= rule.at <= piece.bottom + 2 * _NEAR
        if below and rule.start <= piece.x0 + _NEAR and rule.end >= piece.x1 - _NEAR and rule.length < 0.8 * width:
            covered = [n for n, c in enumerate(columns) if min(c.x1, rule.end) - max(c.x0, rule.start) > 0.5 * c.width]
            return (covered[0], covered[-1]) if covered else None
    return None


def _by_years(piece: Piece, columns: Sequence[Span], years: Sequence[int]) -> tuple[int, int] | None:
    """All neighbouring years below, if it stands over the middle of them."""
    if piece.column not in years or YEAR.fullmatch(piece.text):
        return None
    left = right = piece.column
    while left - 1 in years:
        left -= 1
    while right + 1 in years:
        right += 1
    x0, x1 = columns[left].x0, columns[right].x1
    off = abs((piece.x0 + piece.x1) / 2 - (x0 + x1) / 2) / (x1 - x0)
    return (left, right) if right > left and off < _CENTRED else None


def _by_middle(piece: Piece, columns: Sequence[Span], first: int, last: int) -> tuple[int, int] | None:
    """None for a heading that lines up with its own column."""
    own = (columns[piece.column].x0, columns[piece.column_end].x1)
    middle = (piece.x0 + piece.x1) / 2
    if abs(piece.x0 - own[0]) < _NEAR or abs(piece.x1 - own[1]) < _NEAR or abs(middle - sum(own) / 2) < 2 * _NEAR:
        return None
    return min(_spans(piece, columns, first, last, middle), default=(0.0, None))[1]


def _spans(
    piece: Piece, columns: Sequence[Span], first: int, last: int, middle: float
) -> Iterator[tuple[float, tuple[int, int]]]:
    for left in range(first, piece.column + 1):
        for right in range(piece.column_end, last + 1):
            x0, x1 = columns[left].x0, columns[right].x1
            off = abs(middle - (x0 + x1) / 2) / (x1 - x0)
            if right > left and off < _CENTRED and piece.x0 > x0 - _NEAR and piece.x1 < x1 + _NEAR:
                yield off, (left, right)
