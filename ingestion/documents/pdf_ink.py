"""What is printed on a page of a PDF: words and straight lines, turned upright."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from core.table import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

THIN = 3.0
"""Points: a filled shape that is thinner counts as a line."""

_MOST_CHARACTERS, _MOST_OBJECTS, _MOST_SEGMENTS = 200_000, 20_000, 4_000
_MOST_SHADES, _WHITE = 600, 250
_GRAIN = 2.0
_HYPHEN_AT_LINE_END, _NOT_A_CHARACTER = 0x2, {0xFFFE, 0xFFFF, 0xFFFD, 0}


@dataclass(frozen=True, slots=True)
class Word:
    """`size` is the height of its line in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, `at` a height (or, where vertical, a distance from the left), from `start` to `end`."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Coordinates in points from the upper left corner of the page as one would hold it to read.

    `turns` are the quarter turns clockwise that bring the page as stored upright, `shown_turns` those that a viewer makes.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    frame: Box
    turns: int
    shown_turns: int
    pictures: int = 0

    def shown(self, box: Box) -> Box:
        """A box of the upright page as a viewer shows it."""
        stored = _unturned(box, self.frame, self.turns)
        x0, top, x1, bottom = _turned(stored, self.frame, self.shown_turns)
        return (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))


def ink_of(page: PdfPage, number: int) -> Ink:
    frame = _frame(page)
    shown = page.get_rotation() // 90 % 4
    boxes, angles = _characters(page)
    turns = angles.most_common(1)[0][0] if angles else shown
    characters = [(text, _turned(box, frame, turns), angle == turns) for text, box, angle in boxes]
    horizontal, vertical, pictures = _rules(page, frame, turns)
    across, down = frame[2] - frame[0], frame[3] - frame[1]
    return Ink(
        number=number,
        width=across if turns % 2 == 0 else down,
        height=down if turns % 2 == 0 else across,
        words=tuple(_words(characters)),
        horizontal=horizontal,
        vertical=vertical,
        frame=frame,
        turns=turns,
        shown_turns=shown,
        pictures=pictures,
    )


def _frame(page: PdfPage) -> Box:
    """The visible part of the page as left, bottom, right, top."""
    left, bottom, right, top = page.get_cropbox()
    media = page.get_mediabox()
    box = (max(left, media[0]), max(bottom, media[1]), min(right, media[2]), min(top, media[3]))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else tuple(media)


def _turned(box: Box, frame: Box, turns: int) -> Box:
    """From the stored page (y upwards) to one turned clockwise by quarters (y downwards)."""
    (x0, y0, x1, y1), (left, bottom, right, top) = box, frame
    if turns == 0:
        return (x0 - left, top - y1, x1 - left, top - y0)
    if turns == 1:
        return (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if turns == 2:
        return (right - x1, y0 - bottom, right - x0, y1 - bottom)
    return (top - y1, right - x1, top - y0, right - x0)


def _unturned(box: Box, frame: Box, turns: int) -> Box:
    (x0, t, x1, b), (left, bottom, right, top) = box, frame
    if turns == 0:
        return (x0 + left, top - b, x1 + left, top - t)
    if turns == 1:
        return (t + left, x0 + bottom, b + left, x1 + bottom)
    if turns == 2:
        return (right - x1, t + bottom, right - x0, b + bottom)
    return (right - b, top - x1, right - t, top - x0)


def _characters(page: PdfPage) -> tuple[list[tuple[str, Box, int]], Counter[int]]:
    """Each character with its box on the stored page and the quarter turns that bring it upright."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    try:
        raw = text_page.raw
        rect = pdfium.FS_RECTF()
        found: list[tuple[str, Box, int]] = []
        angles: Counter[int] = Counter()
        for index in range(min(pdfium.FPDFText_CountChars(raw), _MOST_CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if code in _NOT_A_CHARACTER:
                continue
            text = "-" if code == _HYPHEN_AT_LINE_END else chr(code)
            if text.isspace():
                found.append((" ", (0.0, 0.0, 0.0, 0.0), 0))
                continue
            pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
            angle = -round(pdfium.FPDFText_GetCharAngle(raw, index) / (math.pi / 2)) % 4
            angles[angle] += 1
            found.append((text, (rect.left, rect.bottom, rect.right, rect.top), angle))
    finally:
        text_page.close()
    return found, angles


def _once(characters: list[tuple[str, Box, bool]]) -> Iterator[tuple[str, Box, bool]]:
    """Without characters that are printed a second time a little beside the first, to make them bold."""
    seen: dict[tuple[str, int, int], Box] = {}
    for char, box, upright in characters:
        if char != " ":
            width, height = max(0.5, box[2] - box[0]), max(0.5, box[3] - box[1])
            x, y = round((box[0] + box[2]) / 2 / _GRAIN), round((box[1] + box[3]) / 2 / _GRAIN)
            near = (seen.get((char, x + dx, y + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
            if any(
                min(box[2], other[2]) - max(box[0], other[0]) > 0.55 * width
                and min(box[3], other[3]) - max(box[1], other[1]) > 0.55 * height
                for other in near
                if other is not None
            ):
                continue
            seen[(char, x, y)] = box
        yield char, box, upright


def _words(characters: list[tuple[str, Box, bool]]) -> Iterator[Word]:
    """Characters that follow each other without a gap; text that runs in another direction is left out."""
    text: list[str] = []
    x0 = top = x1 = bottom = 0.0
    for char, box, upright in [*_once(characters), (" ", (0.0, 0.0, 0.0, 0.0), True)]:
        if char != " " and not upright:
            continue
        if text and (char == " " or not _follows(box, x0, top, x1, bottom)):
            yield Word("".join(text), x0, top, x1, bottom, bottom - top)
            text = []
        if char == " ":
            continue
        if not text:
            x0, top, x1, bottom = box
            text = [char]
        else:
            text.append(char)
            x0, x1 = min(x0, box[0]), max(x1, box[2])
            if len(text) < 4 or box[3] - box[1] > bottom - top:
                top, bottom = min(top, box[1]), max(bottom, box[3])


def _follows(box: Box, x0: float, top: float, x1: float, bottom: float) -> bool:
    height = max(1.0, min(bottom - top, box[3] - box[1]))
    overlap = min(bottom, box[3]) - max(top, box[1])
    if overlap <= 0.35 * height:
        return False
    return -0.6 * height < box[0] - x1 < 0.18 * height or -0.3 * height < x0 - box[2] < 0.18 * height


def _rules(page: PdfPage, frame: Box, turns: int) -> tuple[tuple[Rule, ...], tuple[Rule, ...], int]:
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
    for stored in [*strokes, *(edge for boxes in shades.values() for edge in _visible_edges(boxes))]:
        x0, t, x1, b = _turned(stored, frame, turns)
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
