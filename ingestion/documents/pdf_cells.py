"""The lines of a table and its columns → rows of cells, wrapped lines put together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingestion.documents.pdf_columns import FINE_GAP, Span, bands, overlap
from ingestion.documents.pdf_ink import Word
from ingestion.documents.pdf_lines import Line, groups_of, is_nothing, is_value, part_of, parts_of
from ingestion.documents.pdf_strokes import Rule

YEAR = re.compile(r"(?:1[89]|20|21)\d\d(?:\s?[-/–]\s?\d{2,4})?\*?")
_GOES_ON = re.compile(r"(?:[-,;/&(–]|\b(?:and|or|of|the|for|in|to|with|by|from|on|at|und|et|de|y))$", re.IGNORECASE)
_CONTINUES = re.compile(r"^(?:[a-zà-ÿ)]|\(|and |or |of |& )")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one line in a cell; columns count from 0, ends included."""

    column: int
    column_end: int
    text: str
    top: float
    bottom: float
    x0: float
    x1: float


@dataclass(slots=True)
class TableRow:
    pieces: list[Piece] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0

    def text(self, column: int) -> str:
        return " ".join(piece.text for piece in self.pieces if piece.column <= column <= piece.column_end)


def pieces_of(line: Line, columns: Sequence[Span], *, spanning: bool) -> list[Piece]:
    """The text of a line by column; a phrase across several columns stays whole where `spanning`."""
    wide = bands(columns)
    found: list[Piece] = []
    parts = parts_of(line, FINE_GAP)
    for words in groups_of(line, FINE_GAP):
        part = part_of(words)
        covered = [
            n for n, column in enumerate(columns) if overlap(part, column) > 0.2 * min(column.width, part.x1 - part.x0)
        ]
        if len(covered) <= 1 or (spanning and not _is_split(words, wide)) or (len(parts) == 1 and covered[0] > 0):
            middle = (part.x0 + part.x1) / 2
            first = covered[0] if covered else next(n for n, band in enumerate(wide) if band.x0 <= middle <= band.x1)
            found.append(
                Piece(first, covered[-1] if covered else first, part.text, line.top, line.bottom, part.x0, part.x1)
            )
        else:
            found += _split(words, columns, line)
    return _merged(found)


def _is_split(words: Sequence[Word], wide: Sequence[Span]) -> bool:
    """Whether a phrase is words next to each other, each the value or the heading of a column of its own."""
    taken = {_band(word, wide) for word in words}
    if len(words) < 2 or len(taken) < 2:
        return False
    if all(is_value(word.text) for word in words):
        return True
    return len(taken) == len(words) > 2 and all(_is_centred(word, wide[_band(word, wide)]) for word in words[1:-1])


def _is_centred(word: Word, band: Span) -> bool:
    return abs((word.x0 + word.x1) / 2 - (band.x0 + band.x1) / 2) < 0.15 * band.width


def _band(word: Word, wide: Sequence[Span]) -> int:
    middle = (word.x0 + word.x1) / 2
    return next(n for n, band in enumerate(wide) if band.x0 <= middle <= band.x1)


def _split(words: Sequence[Word], columns: Sequence[Span], line: Line) -> list[Piece]:
    by_column: dict[int, list[Word]] = {}
    wide = bands(columns)
    for word in words:
        by_column.setdefault(_band(word, wide), []).append(word)
    pieces = []
    for column, own in by_column.items():
        part = part_of(own)
        pieces.append(Piece(column, column, part.text, line.top, line.bottom, part.x0, part.x1))
    return pieces


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """One piece a column and line."""
    merged: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.x0):
        last = merged[-1] if merged else None
        if last is not None and piece.column <= last.column_end:
            merged[-1] = replace(
                last, column_end=max(last.column_end, piece.column_end), text=f"{last.text} {piece.text}", x1=piece.x1
            )
        else:
            merged.append(piece)
    return merged


def value_columns(rows: Sequence[Sequence[Piece]], width: int) -> list[bool]:
    """Columns most of whose cells are numbers, dates or marks for none of them."""
    found = []
    for column in range(width):
        texts = [piece.text for row in rows for piece in row if piece.column == column == piece.column_end]
        values = sum(1 for text in texts if is_value(text))
        found.append(
            len(texts) > 0 and values >= 0.6 * len(texts) and any(not is_nothing(t) for t in texts if is_value(t))
        )
    return found


def body_start(rows: Sequence[Sequence[Piece]], valued: Sequence[bool], rules: Sequence[Rule]) -> int:
    """Index of the first line of data; years over columns of values are a header."""
    if not any(valued):
        return _below_first_rule(rows, rules)
    wanted = max(1, (sum(valued) + 1) // 3)
    for index, row in enumerate(rows):
        values = [
            piece.text
            for piece in row
            if valued[piece.column] and piece.column == piece.column_end and is_value(piece.text)
        ]
        if len(values) >= wanted and not all(YEAR.fullmatch(text) or is_nothing(text) for text in values):
            return index
    return min(1, len(rows))


def above_groups(rows: Sequence[Sequence[Piece]], start: int) -> int:
    """`start`, or the line above it where that names the first group of rows and no column.

    It stands alone in the first column, as other lines further down do or with the rows below it set in, and as far
    from the header as these are from each other.
    """
    if not 2 <= start < len(rows) - 1 or not _is_alone(rows[start - 1]):
        return start
    group, above, below = rows[start - 1][0], rows[start - 2], rows[start]
    if above[0].column > 0 or len(above) < 2 or below[0].column > 0:
        return start
    step, next_step = group.top - above[0].top, below[0].top - group.top
    set_in = below[0].x0 > group.x0 + 2
    others = any(_is_alone(row) and abs(row[0].x0 - group.x0) < 2 for row in rows[start + 1 : -1])
    return start - 1 if (set_in or others) and step > 0.9 * next_step else start


def without_sums(rows: Sequence[Sequence[Piece]], valued: Sequence[bool], start: int, end: int) -> int:
    """`end`, or where a block of sums begins that stands apart below: words where all rows above have values."""
    first = end
    while first - 1 > start and _names_a_sum(rows[first - 1], valued):
        first -= 1
    above = [min(piece.top for piece in row) for row in rows[start : first + 1]]
    if first == end or len(above) < 3:
        return end
    steps = [b - a for a, b in itertools.pairwise(above)]
    return first if steps[-1] > 1.4 * max(steps[:-1]) else end


def _names_a_sum(row: Sequence[Piece], valued: Sequence[bool]) -> bool:
    """`VAT 20% | 120.96` in the last columns of a table that begins with other columns."""
    if len(row) != 2 or row[0].column == 0 or not valued[row[0].column] or not valued[row[1].column]:
        return False
    return not is_value(row[0].text) and is_value(row[1].text) and row[1].column == len(valued) - 1


def _is_alone(row: Sequence[Piece]) -> bool:
    return len(row) == 1 and row[0].column == row[0].column_end == 0


def _below_first_rule(rows: Sequence[Sequence[Piece]], rules: Sequence[Rule]) -> int:
    for index in range(1, min(5, len(rows))):
        above, below = max(p.bottom for p in rows[index - 1]), min(p.top for p in rows[index])
        if any(above - 4 <= rule.at <= below + 4 for rule in rules):
            return index
    return min(1, len(rows))


def rows_of(
    lines: Sequence[Sequence[Piece]], valued: Sequence[bool], columns: Sequence[Span], rules: Sequence[Rule]
) -> list[TableRow]:
    """Lines of data as rows: a line that only goes on with cells of the one above is put to it."""
    pitch = _row_pitch(lines)
    by_rules = _ruled_between(lines, rules)
    rows: list[TableRow] = []
    for pieces in lines:
        top, bottom = min(p.top for p in pieces), max(p.bottom for p in pieces)
        if rows and _continues(rows[-1], pieces, valued, columns, top, pitch, rules, by_rules=by_rules):
            rows[-1].pieces += pieces
            rows[-1].bottom = max(rows[-1].bottom, bottom)
        else:
            rows.append(TableRow(list(pieces), top, bottom))
    return rows


def _row_pitch(lines: Sequence[Sequence[Piece]]) -> float:
    """The usual distance between lines."""
    tops = [min(p.top for p in pieces) for pieces in lines]
    steps = sorted(b - a for a, b in itertools.pairwise(tops))
    return steps[len(steps) // 2] if steps else 0.0


def _ruled_between(lines: Sequence[Sequence[Piece]], rules: Sequence[Rule]) -> bool:
    """Whether lines are drawn between rows: at least three within the table, and fewer than lines of text."""
    top, bottom = min(p.top for p in lines[0]), max(p.bottom for p in lines[-1])
    inside = [rule for rule in rules if top + 2 < rule.at < bottom - 2]
    return len(inside) >= 2 and len(inside) + 1 >= len(lines) / 4


def _continues(
    row: TableRow,
    pieces: Sequence[Piece],
    valued: Sequence[bool],
    columns: Sequence[Span],
    top: float,
    pitch: float,
    rules: Sequence[Rule],
    *,
    by_rules: bool,
) -> bool:
    if any(row.bottom - 5 <= rule.at <= top + 5 and _between(row, pieces, rule) for rule in rules):
        return False
    values = [p for p in pieces if valued[p.column] and is_value(p.text)]
    taken = {p.column for p in row.pieces if valued[p.column] and is_value(p.text)}
    if any(p.column in taken for p in values):
        return False
    if by_rules:
        return True
    if top - row.bottom > 0.6 * (row.pieces[-1].bottom - row.pieces[-1].top) or top - row.pieces[-1].top > 1.3 * pitch:
        return False
    if values and taken:
        return False
    if values:
        return _wraps(row, pieces, columns)
    return _goes_on(row, pieces, columns)


def _between(row: TableRow, pieces: Sequence[Piece], rule: Rule) -> bool:
    middle_above = row.pieces[-1].top + 0.5 * (row.pieces[-1].bottom - row.pieces[-1].top)
    middle_below = pieces[0].top + 0.5 * (pieces[0].bottom - pieces[0].top)
    return middle_above < rule.at < middle_below


def _wraps(row: TableRow, pieces: Sequence[Piece], columns: Sequence[Span]) -> bool:
    """A row of words alone whose text goes on in this line, where its values stand."""
    first = pieces[0]
    above = [p for p in row.pieces if p.column == first.column]
    if not above or len({p.column for p in row.pieces}) > 1 or first.column != above[-1].column:
        return False
    return bool(_GOES_ON.search(above[-1].text)) or bool(_CONTINUES.match(first.text))


def _goes_on(row: TableRow, pieces: Sequence[Piece], columns: Sequence[Span]) -> bool:
    """Words alone, each below words of the row above that seem unfinished."""
    if pieces[0].column > 0:
        return (
            all(any(p.column <= piece.column <= p.column_end for p in row.pieces) for piece in pieces)
            or len(pieces) == 1
        )
    first = pieces[0]
    above = [p for p in row.pieces if p.column == 0]
    if not above:
        return False
    fills = above[-1].x1 - columns[0].x0 > 0.8 * columns[0].width
    unfinished = bool(_GOES_ON.search(above[-1].text)) or bool(_CONTINUES.match(first.text))
    return unfinished and (fills or len(pieces) == 1)


def header_rows(lines: Sequence[Sequence[Piece]], rules: Sequence[Rule]) -> list[TableRow]:
    """Lines above the data as levels: a new one begins below a cell that spans several of the next line's."""
    rows: list[TableRow] = []
    for pieces in lines:
        if rows and not _starts_level(rows[-1], pieces, rules):
            rows[-1].pieces += pieces
            rows[-1].bottom = max(rows[-1].bottom, *(p.bottom for p in pieces))
        else:
            rows.append(TableRow(list(pieces), min(p.top for p in pieces), max(p.bottom for p in pieces)))
    return rows


def _starts_level(row: TableRow, pieces: Sequence[Piece], rules: Sequence[Rule]) -> bool:
    for above in row.pieces:
        for piece in pieces:
            inside = above.column <= piece.column and piece.column_end <= above.column_end
            wider = above.column_end - above.column > piece.column_end - piece.column
            if inside and wider and above.bottom <= piece.top + 0.5 * (piece.bottom - piece.top):
                return True
            same = above.column == piece.column and above.column_end == piece.column_end
            if same and any(
                above.bottom - 3 < r.at < piece.top + 4 and r.start < above.x1 and r.end > above.x0 for r in rules
            ):
                return True
    return False
