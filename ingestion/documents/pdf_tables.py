"""The tables of a page, and the lines of text that are left."""

from __future__ import annotations

from collections.abc import Sequence

from core.table import Box
from ingestion.documents.pdf_cells import pieces_of, value_columns
from ingestion.documents.pdf_columns import columns_of
from ingestion.documents.pdf_drafts import Draft
from ingestion.documents.pdf_ink import Ink, Word
from ingestion.documents.pdf_judgement import is_described, prose_columns
from ingestion.documents.pdf_lattice_cells import cell_lines, is_open, ruled_table
from ingestion.documents.pdf_lines import Line, lines_of, parts_of
from ingestion.documents.pdf_ruled import lattices
from ingestion.documents.pdf_standing import as_headings, phrases
from ingestion.documents.pdf_strokes import Rule
from ingestion.documents.pdf_unruled import draft_of, unruled_tables

_MOST_CUTS = 4


def tables_on(ink: Ink, words: Sequence[Word]) -> tuple[list[Draft], list[Line]]:
    """`words` are those of the page that are neither header nor footer of it."""
    drafts: list[Draft] = []
    left = list(words)
    standing = [*phrases(ink.rising, rising=True), *phrases(ink.falling, rising=False)]
    frames: list[Box] = []
    for lattice in lattices(ink.horizontal, ink.vertical, words):
        inside = [word for word in left if _is_in(word, lattice.box)]
        upright = [word for word in standing if _is_in(word, lattice.box)]
        lines = cell_lines(lattice, [*inside, *upright])
        if is_open(lines):
            frames.append(lattice.box)
        elif (draft := ruled_table(lattice, lines, ink.number)) is not None:
            drafts.append(draft)
            taken = set(inside)
            left = [word for word in left if word not in taken]
            standing = [word for word in standing if word not in upright]
    left += as_headings(standing)
    found, lines_left = _unruled(lines_of(left), ink.horizontal, ink.number, _MOST_CUTS)
    drafts += found
    for frame in frames:
        lines_left, framed = _framed(frame, drafts, lines_left, ink)
        drafts += framed
    return sorted(drafts, key=lambda draft: (draft.box[1], draft.box[0])), lines_left


def _framed(frame: Box, drafts: Sequence[Draft], lines: list[Line], ink: Ink) -> tuple[list[Line], list[Draft]]:
    """What stands in a frame is a table even where its text alone would not show it."""
    if any(_inside(draft.box, frame) for draft in drafts):
        return lines, []
    inside = [line for line in lines if all(_is_in(word, frame) for word in line.words)]
    found = draft_of(inside, ink.horizontal, ink.number, framed=True) if len(inside) > 1 else None
    if found is None:
        return lines, []
    taken = set(inside)
    return [line for line in lines if line not in taken], [found[0]]


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


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
    prose, valued = prose_columns(rows, columns), value_columns(rows, len(columns))
    if is_described(rows, valued, columns):
        return None
    for number in range(len(columns) - 1):
        if (prose[number] and not valued[number + 1]) or (prose[number + 1] and not valued[number]):
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
