"""The text of a PDF page: what is repeated on every page taken off, paragraphs and headings put together."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ingestion.documents.found import Block
from ingestion.documents.pdf_drafts import join_lines
from ingestion.documents.pdf_ink import Ink, Word
from ingestion.documents.pdf_lines import Line, lines_of, parts_of

_EDGE = 0.12
"""Share of the page's height at top and bottom where headers and footers stand."""

_OUTERMOST = 3
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|seite|p\.|pág\.?|página)\s*)?[-–—|\[( ]*(?:\d{1,4}|[ivxlc]{1,7})[-–—|\]) ]*(?:(?:/|of|von|de)\s*\d{1,4})?",
    re.IGNORECASE,
)
_HEADING_SIZE, _LONGEST_HEADING = 1.12, 16
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-Z]\.|[IVX]{1,4}\.|chapter \d+|annex \w+|appendix \w+)\s+[A-ZÀ-Þ]",
    re.IGNORECASE,
)

Repeated = frozenset[tuple[str, int]]


def repeated_lines(pages: Sequence[Ink]) -> Repeated:
    """Lines at the edge of pages that stand at the same height of many, whatever number is in them."""
    counts = Counter(key for ink in pages for key in {_key(line) for line in _edge_lines(ink)})
    enough = max(2, round(0.3 * len(pages)))
    return frozenset(key for key, count in counts.items() if count >= enough)


def without_furniture(ink: Ink, repeated: Repeated, *, alone: bool) -> list[Word]:
    """The words of a page that are neither its header nor its footer; `alone` where there is no other page."""
    taken: set[Word] = set()
    for line in [] if alone else _edge_lines(ink):
        if _key(line) in repeated or _PAGE_NUMBER.fullmatch(line.text.strip()):
            taken |= set(line.words)
    return [word for word in ink.words if word not in taken]


def _edge_lines(ink: Ink) -> list[Line]:
    edge = _EDGE * ink.height
    lines = lines_of(word for word in ink.words if word.bottom < edge or word.top > ink.height - edge)
    top = [line for line in lines if line.bottom < edge][:_OUTERMOST]
    bottom = [line for line in lines if line.top > ink.height - edge][-_OUTERMOST:]
    return [line for line in (*top, *bottom) if len(parts_of(line)) <= 2 or _PAGE_NUMBER.fullmatch(line.text.strip())]


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", "".join(line.text.split()).casefold()), round(line.middle / 6)


def body_size(pages: Iterable[Sequence[Word]]) -> float:
    """The usual height of a line, weighted by characters."""
    counts: Counter[float] = Counter()
    for words in pages:
        for word in words:
            counts[round(word.size, 1)] += len(word.text)
    return counts.most_common(1)[0][0] if counts else 10.0


def blocks_of(lines: Sequence[Line], page: int, usual: float) -> Iterator[Block]:
    """Paragraphs in order; larger or numbered short lines are headings."""
    held: list[Line] = []
    level: int | None = None
    pitch = _leading(lines)
    for line in lines:
        own = _level(line, usual)
        if held and (own != level or _is_apart(held[-1], line, pitch)):
            yield _block(held, level, page)
            held = []
        held.append(line)
        level = own
    if held:
        yield _block(held, level, page)


def _leading(lines: Sequence[Line]) -> float:
    gaps = [b.top - a.bottom for a, b in itertools.pairwise(lines) if -a.height < b.top - a.bottom < a.height]
    return median(gaps) if gaps else 0.0


def _is_apart(above: Line, line: Line, leading: float) -> bool:
    if line.top < above.top - above.height:
        return True
    return line.top - above.bottom > max(leading, 0.0) + 0.35 * above.height


def _level(line: Line, usual: float) -> int | None:
    words = len(line.words)
    if words > _LONGEST_HEADING or not any(char.isalpha() for char in line.text):
        return None
    size = median(word.size for word in line.words) / usual
    if size >= 1.6:
        return 1
    if size >= 1.3:
        return 2
    if size >= _HEADING_SIZE or (
        _NUMBERED.match(line.text) and words <= 10 and not line.text.endswith((".", ",", ";"))
    ):
        return 3
    return None


def _block(lines: Sequence[Line], level: int | None, page: int) -> Block:
    return Block(text=join_lines([line.text for line in lines]), level=level, page=page)
