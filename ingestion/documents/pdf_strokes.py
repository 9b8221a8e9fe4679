"""Straight lines that are drawn on a page of a PDF, and the visible edges of shaded areas."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from core.table import Box
from ingestion.documents.pdf_turns import turned

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

THIN = 3.0
"""Points: a filled shape that is thinner counts as a line."""

_MOST_OBJECTS, _MOST_SEGMENTS, _MOST_SHADES, _MOST_COLOURS = 20_000, 4_000, 300, 40
_WHITE = 250


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, `at` a height (or, where vertical, a distance from the left), from `start` to `end`."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


def rules_of(page: PdfPage, frame: Box, turns: int) -> tuple[tuple[Rule, ...], tuple[Rule, ...], int]:
    import pypdfium2.raw as pdfium

    strokes: list[Box] = []
    shades: dict[tuple[int, ...], list[Box]] = {}
    pictures = 0
    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]
    for count, item in enumerate(page.get_objects(filter=kinds, max_depth=5)):
        if count >= _MOST_OBJECTS:
            break
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        else:
            _add_path(item, strokes, shades)
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for stored in [
        *strokes,
        *(edge for boxes in list(shades.values())[:_MOST_COLOURS] for edge in _visible_edges(boxes)),
    ]:
        x0, t, x1, b = turned(stored, frame, turns)
        if b - t <= THIN and x1 - x0 > 2 * (b - t) and x1 - x0 > 4:
            horizontal.append(Rule((t + b) / 2, x0, x1))
        elif x1 - x0 <= THIN and b - t > 2 * (x1 - x0) and b - t > 4:
            vertical.append(Rule((x0 + x1) / 2, t, b))
    return joined_rules(horizontal), joined_rules(vertical), pictures


def _add_path(item: Any, strokes: list[Box], shades: dict[tuple[int, ...], list[Box]]) -> None:
    """The straight parts of a drawn path as thin boxes on the stored page, and the areas that it fills, by colour."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    segments = pdfium.FPDFPath_CountSegments(item.raw)
    colour = _fill_colour(item)
    pale = colour[3] == 0 or min(colour[:3]) >= _WHITE
    if not (fill.value or stroke.value) or not 1 < segments <= _MOST_SEGMENTS or (pale and not stroke.value):
        return
    for part in _subpaths(list(_points(item, segments))):
        xs, ys = [x for x, _ in part], [y for _, y in part]
        whole = (min(xs), min(ys), max(xs), max(ys))
        if min(whole[2] - whole[0], whole[3] - whole[1]) <= THIN:
            strokes.append(whole)
        elif not stroke.value:
            shades.setdefault(colour, []).append(whole)
        else:
            for (ax, ay), (bx, by) in pairwise(part):
                if abs(ax - bx) < 0.5 or abs(ay - by) < 0.5:
                    strokes.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))


def _fill_colour(item: Any) -> tuple[int, ...]:
    import pypdfium2.raw as pdfium

    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item.raw, *parts)
    return tuple(part.value for part in parts)


def _visible_edges(boxes: list[Box]) -> Iterator[Box]:
    """Edges of areas of one colour, where no other area of that colour goes on behind them."""
    boxes = sorted(set(boxes))[:_MOST_SHADES]
    for box in boxes:
        x0, y0, x1, y1 = box
        others = [other for other in boxes if other is not box]
        if not any(o[1] - 1 < y1 < o[3] - 1 and _share(o[0], o[2], x0, x1) for o in others):
            yield (x0, y1, x1, y1)
        if not any(o[1] + 1 < y0 < o[3] + 1 and _share(o[0], o[2], x0, x1) for o in others):
            yield (x0, y0, x1, y0)
        if not any(o[0] - 1 < x1 < o[2] - 1 and _share(o[1], o[3], y0, y1) for o in others):
            yield (x1, y0, x1, y1)
        if not any(o[0] + 1 < x0 < o[2] + 1 and _share(o[1], o[3], y0, y1) for o in others):
            yield (x0, y0, x0, y1)


def _share(start: float, end: float, a: float, b: float) -> bool:
    return min(end, b) - max(start, a) > 0.8 * (b - a)


def _points(item: Any, segments: int) -> Iterator[tuple[bool, bool, bool, float, float]]:
    """Whether a segment begins a part, closes it, is curved, and its point on the stored page."""
    import pypdfium2.raw as pdfium

    matrices = [item.get_matrix()]
    container = item.container
    while container is not None:
        matrices.append(container.get_matrix())
        container = container.container
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        px, py = x.value, y.value
        for matrix in matrices:
            px, py = matrix.on_point(px, py)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        closes = bool(pdfium.FPDFPathSegment_GetClose(segment))
        yield kind == pdfium.FPDF_SEGMENT_MOVETO, closes, kind == pdfium.FPDF_SEGMENT_BEZIERTO, px, py


def _subpaths(points: list[tuple[bool, bool, bool, float, float]]) -> Iterator[list[tuple[float, float]]]:
    part: list[tuple[float, float]] = []
    curved = False
    for begins, closes, bends, x, y in points:
        if begins:
            if len(part) > 1 and not curved:
                yield part
            part, curved = [], False
        part.append((x, y))
        curved = curved or bends
        if closes and part:
            part.append(part[0])
    if len(part) > 1 and not curved:
        yield part


def joined_rules(rules: list[Rule], *, apart: float = 2.0, gap: float = 3.0) -> tuple[Rule, ...]:
    """Lines that lie on each other or follow each other become one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / apart), r.start)):
        if joined and abs(joined[-1].at - rule.at) <= apart and rule.start <= joined[-1].end + gap:
            last = joined[-1]
            joined[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return tuple(joined)
