"""Tables without a grid of lines: runs of lines whose parts stand below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingestion.documents.pdf_cells import (
    YEAR,
    Piece,
    TableRow,
    above_groups,
    body_start,
    header_rows,
    pieces_of,
    rows_of,
    value_columns,
    without_sums,
)
from ingestion.documents.pdf_columns import Span, columns_of
from ingestion.documents.pdf_drafts import Draft, cells_of
from ingestion.documents.pdf_headings import over_columns
from ingestion.documents.pdf_judgement import is_table
from ingestion.documents.pdf_lines import Line, is_value, parts_of
from ingestion.documents.pdf_strokes import Rule

CAPTION = re.compile(
    r"(?:table|tab\.|tabelle|tableau|tabla|tabela|exhibit|schedule|annex table)\s?[:.]?\s*[\dA-ZIVX]{1,4}(?:[.\-]\d+)*\b",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:sources?|notes?|nb|n\.b\.|quelle|anmerkung|fuente|remarks?)\s*[:.]|\*|\(?\d{1,2}\)\s|[¹²³†‡]", re.IGNORECASE
)
_PROSE_WORDS = 9
_MOST_HEADER_LINES = 6


def unruled_tables(lines: Sequence[Line], rules: Sequence[Rule], page: int) -> Iterator[tuple[Draft, set[int]]]:
    """Each with the indexes of the lines that it takes."""
    for first, end in _runs(lines, rules):
        found = draft_of(lines[first:end], rules, page)
        if found is not None:
            draft, used = found
            yield draft, {first + index for index in used}


def draft_of(
    lines: Sequence[Line], rules: Sequence[Rule], page: int, *, framed: bool = False
) -> tuple[Draft, range] | None:
    """None where the lines are no table; a frame drawn around them settles that they are."""
    tabular = [line for line in lines if len(parts_of(line)) > 1]
    valued = _without_headings([line for line in tabular if any(is_value(part.text) for part in parts_of(line)[1:])])
    columns = columns_of(valued if len(valued) >= max(2, len(tabular) // 3) else tabular)
    if len(columns) < 2:
        return None
    near = [rule for rule in rules if rule.end > columns[0].x0 and rule.start < columns[-1].x1]
    rows = [pieces_of(line, columns, spanning=False) for line in lines]
    values = value_columns(rows, len(columns))
    start = above_groups(rows, body_start(rows, values, near))
    rows = [
        pieces_of(line, columns, spanning=True) if n < start else row
        for n, (line, row) in enumerate(zip(lines, rows, strict=True))
    ]
    used = range(len(lines)) if framed else _trimmed(lines, rows, start, near)
    used = range(used.start, without_sums(rows, values, start, used.stop))
    header, body = rows[used.start : max(start, used.start)], rows[max(start, used.start) : used.stop]
    if not framed and not is_table(header, body, values, columns, near, lines[used.start : used.stop]):
        return None
    above = header_rows(
        [over_columns(row, below, columns, near) for row, below in zip(header, [*header[1:], []], strict=False)], near
    )
    below = rows_of(body, values, columns, near) if body else []
    return _draft(above, below, lines[used.start : used.stop], columns, page), used


def _without_headings(valued: Sequence[Line]) -> Sequence[Line]:
    """Lines of values without the years above them, each of which may stand over several columns."""
    first = next((n for n, line in enumerate(valued) if not _are_years(line)), 0)
    return valued[first:] if len(valued) - first > 1 else valued


def _are_years(line: Line) -> bool:
    values = [part.text for part in parts_of(line) if is_value(part.text)]
    return all(YEAR.fullmatch(text) for text in values)


def _draft(
    above: Sequence[TableRow], below: Sequence[TableRow], lines: Sequence[Line], columns: Sequence[Span], page: int
) -> Draft:
    box = (min(line.x0 for line in lines), lines[0].top, max(line.x1 for line in lines), lines[-1].bottom)
    return Draft(page=page, box=box, cells=cells_of([*above, *below]), columns=tuple(columns), header=len(above))


def _trimmed(lines: Sequence[Line], rows: Sequence[Sequence[Piece]], start: int, rules: Sequence[Rule]) -> range:
    """Without titles above and notes below."""
    first, end = 0, len(lines)
    while first < start and _is_title(lines[first], rows[first], lines[first + 1] if first + 1 < end else None):
        first += 1
    while end - 1 > start and _is_note(lines[end - 1], rows[end - 1], lines[end - 2], rules):
        end -= 1
    return range(first, end)


def _is_title(line: Line, row: Sequence[Piece], following: Line | None) -> bool:
    if CAPTION.match(line.text) or NOTE.match(line.text):
        return True
    if len(row) > 1 and len(parts_of(line)) > 1:
        return False
    away = following is not None and following.top - line.bottom > 0.9 * line.height
    return away or row[0].column == 0


def _is_note(line: Line, row: Sequence[Piece], above: Line, rules: Sequence[Rule]) -> bool:
    if NOTE.match(line.text):
        return True
    if len(row) > 1 or len(parts_of(line)) > 1:
        return False
    ruled = any(above.middle < rule.at < line.middle for rule in rules)
    return (
        ruled
        or line.top - above.bottom > 0.5 * line.height
        or len(line.words) > _PROSE_WORDS
        or row[0].column_end > row[0].column
    )


def _runs(lines: Sequence[Line], rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    last = alone = 0
    for index, line in enumerate(lines):
        tabular = len(parts_of(line)) > 1
        bare = start is not None and index - start < _MOST_HEADER_LINES and not _has_values(lines[start:index])
        if start is not None and _breaks(lines[index - 1], line, rules, tabular=tabular, alone=alone, bare=bare):
            if last > start:
                yield _with_header(lines, start), last + 1 + _wrapped(lines, last, index)
            start = None
        if tabular:
            start = index if start is None else start
            last, alone = index, 0
        else:
            alone += 1
    if start is not None and last > start:
        yield _with_header(lines, start), last + 1 + _wrapped(lines, last, len(lines))


def _has_values(lines: Sequence[Line]) -> bool:
    return any(is_value(part.text) for line in lines for part in parts_of(line)[1:])


def _wrapped(lines: Sequence[Line], last: int, end: int) -> int:
    """Lines right below the last one that may go on with its text."""
    count = 0
    while (
        last + 1 + count < end
        and count < 2
        and lines[last + 1 + count].top - lines[last + count].bottom < 0.3 * lines[last].height
    ):
        count += 1
    return count


def _with_header(lines: Sequence[Line], start: int) -> int:
    """Up to two lines right above that may be the upper level of a header."""
    first = start
    while first > 0 and start - first < 2 and lines[first].top - lines[first - 1].bottom < 0.9 * lines[first].height:
        if len(lines[first - 1].words) > _PROSE_WORDS or CAPTION.match(lines[first - 1].text):
            break
        first -= 1
    return first


def _breaks(above: Line, line: Line, rules: Sequence[Rule], *, tabular: bool, alone: int, bare: bool) -> bool:
    """A `bare` run has no values yet: more space may stand between a header and its data."""
    gap = line.top - above.bottom
    height = min(above.height, line.height)
    ruled = any(above.middle < rule.at < line.middle for rule in rules)
    if gap > (4.0 if bare and tabular else 3.0 if ruled else 1.9) * height:
        return True
    if tabular:
        return False
    if CAPTION.match(line.text) and line.text[:1].isupper():
        return True
    return alone >= 2 or len(line.words) > 1.6 * _PROSE_WORDS or NOTE.match(line.text) is not None
