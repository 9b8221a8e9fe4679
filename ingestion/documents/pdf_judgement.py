"""Whether lines whose parts stand in columns are a table, or only text that happens to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from ingestion.documents.pdf_cells import Piece
from ingestion.documents.pdf_columns import Span
from ingestion.documents.pdf_lines import Line, is_value
from ingestion.documents.pdf_strokes import Rule

_LEADERS = re.compile(r"(?:\.\s?){4,}|_{4,}")
_TICK = re.compile(r"[-−]?\d[\d, ]*(?:\.\d+)?(?![\d.,])")
_PAGE_NUMBER = re.compile(r"(?:\.\s?)*(\d{1,4}|[ivxlc]{1,6})")


def is_table(
    header: Sequence[Sequence[Piece]],
    body: Sequence[Sequence[Piece]],
    valued: Sequence[bool],
    columns: Sequence[Span],
    rules: Sequence[Rule],
    lines: Sequence[Line],
) -> bool:
    rows = [row for row in body if len(row) > 1]
    if (
        not rows
        or len(body) + len(header) < 3
        or _is_contents(rows, lines)
        or (is_prose(body, columns) and not is_described(body, valued, columns))
        or _is_axis(body)
    ):
        return False
    cells = [piece.text for row in body for piece in row]
    beside = [piece.text for row in body for piece in row if piece.column > 0]
    values = sum(1 for text in beside if is_value(text)) / max(1, len(beside))
    filled = len(cells) / (len(body) * len(columns))
    ruled = _framing(rules, lines, columns) >= 2
    short = median(len(text) for text in cells) <= 30
    if len(rows) < 2:
        return ruled and len(columns) > 2 and values >= 0.5
    if filled < 0.35:
        return False
    if any(valued[1:]) and values >= 0.4:
        return len(rows) >= 3 or ruled or len(columns) > 2
    if not _is_aligned(body, len(columns)):
        return False
    if len(columns) == 2:
        return ruled and short and len(rows) >= 3 and filled > 0.75
    return (ruled or values >= 0.2 or len(rows) >= 4) and short and filled >= 0.5 and len(rows) >= 3


def _is_aligned(body: Sequence[Sequence[Piece]], width: int) -> bool:
    """Whether cells below each other begin, end or are centred at the same place, as words of running text do not."""
    shares = []
    for column in range(width):
        own = [piece for row in body for piece in row if piece.column == column == piece.column_end]
        if len(own) > 1:
            edges = ([p.x0 for p in own], [p.x1 for p in own], [(p.x0 + p.x1) / 2 for p in own])
            shares.append(max(_commonest(places) for places in edges) / len(own))
    return bool(shares) and sum(shares) / len(shares) > 0.6


def _commonest(places: Sequence[float]) -> int:
    return max(sum(1 for other in places if abs(other - place) < 3) for place in places[:200])


def is_prose(body: Sequence[Sequence[Piece]], columns: Sequence[Span]) -> bool:
    """Columns of running text: most of their lines reach from side to side with many words."""
    return any(prose_columns(body, columns))


def is_described(body: Sequence[Sequence[Piece]], valued: Sequence[bool], columns: Sequence[Span]) -> bool:
    """One column of running text between others whose cells, values among them, stand side by side at each begin of it."""
    prose = prose_columns(body, columns)
    if sum(prose) != 1 or len(columns) < 3 or not any(valued):
        return False
    beside = [[piece for piece in row if not prose[piece.column]] for row in body]
    begun = [row for row in beside if row]
    full = [row for row in begun if len(row) == len(columns) - 1 and any(valued[piece.column] for piece in row)]
    return len(full) >= 3 and len(full) >= 0.8 * len(begun)


def prose_columns(body: Sequence[Sequence[Piece]], columns: Sequence[Span]) -> list[bool]:
    found = []
    for number, column in enumerate(columns):
        own = [piece for row in body for piece in row if piece.column == number]
        words = [len(piece.text.split()) for piece in own]
        full = sum(1 for piece in own if piece.x1 - piece.x0 > 0.8 * column.width)
        found.append(len(own) >= 5 and median(words) >= 5 and full >= 0.6 * len(own) and column.width > 120)
    return found


def _is_contents(rows: Sequence[Sequence[Piece]], lines: Sequence[Line]) -> bool:
    """A table of contents: titles, and page numbers that never fall."""
    last = [_PAGE_NUMBER.fullmatch(row[-1].text.strip()) for row in rows]
    pages = [int(match[1]) for match in last if match and match[1].isdigit()]
    if len(pages) < 0.8 * len(rows) or pages != sorted(pages) or len(rows) < 3:
        return False
    led = sum(1 for line in lines if _LEADERS.search(line.text))
    worded = median(len(row[0].text) + len(row[-2].text) for row in rows) > 12
    return led >= 0.5 * len(rows) or (
        len(set(pages)) > 3 and max(len(row) for row in rows) <= 3 and worded and pages[-1] > 3 * len(rows)
    )


def _is_axis(body: Sequence[Sequence[Piece]]) -> bool:
    """The scale of a chart: numbers in the first column that fall by the same step."""
    scale = [match[0] for row in body if row[0].column == 0 and (match := _TICK.match(row[0].text.strip()))]
    ticks = [float(text.replace(",", "").replace(" ", "").replace("−", "-")) for text in scale]
    steps = [round(b - a, 6) for a, b in pairwise(ticks)]
    longest = max((len(list(run)) for step, run in groupby(steps) if step < 0), default=0)
    years = all(1800 <= tick <= 2100 for tick in ticks)
    return not years and longest >= 4 and longest + 1 >= 0.3 * len(body)


def _framing(rules: Sequence[Rule], lines: Sequence[Line], columns: Sequence[Span]) -> int:
    """Lines drawn along most of the width, above, below or between the lines of text."""
    width = columns[-1].x1 - columns[0].x0
    top, bottom = lines[0].top - 1.5 * lines[0].height, lines[-1].bottom + 1.5 * lines[-1].height
    heights: list[float] = []
    for rule in rules:
        reach = min(rule.end, columns[-1].x1) - max(rule.start, columns[0].x0)
        if top <= rule.at <= bottom and reach > 0.6 * width and not any(abs(rule.at - at) < 2 for at in heights):
            heights.append(rule.at)
    return len(heights)
