"""What is printed on a page of a PDF: words and straight lines, turned upright."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.table import Box
from ingestion.documents.pdf_strokes import Rule, rules_of
from ingestion.documents.pdf_turns import turned, unturned

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_MOST_CHARACTERS = 200_000
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Coordinates in points from the upper left corner of the page as one would hold it to read.

    `turns` are the quarter turns clockwise that bring the page as stored upright, `shown_turns` those that a viewer makes.
    `rising` and `falling` are words printed upwards and downwards; their boxes are taller than wide.
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
    rising: tuple[Word, ...] = ()
    falling: tuple[Word, ...] = ()

    def shown(self, box: Box) -> Box:
        """A box of the upright page as a viewer shows it."""
        stored = unturned(box, self.frame, self.turns)
        x0, top, x1, bottom = turned(stored, self.frame, self.shown_turns)
        return (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))


def ink_of(page: PdfPage, number: int) -> Ink:
    frame = _frame(page)
    shown = page.get_rotation() // 90 % 4
    boxes, angles = _characters(page)
    turns = angles.most_common(1)[0][0] if angles else shown
    characters = [(text, turned(box, frame, turns), angle == turns) for text, box, angle in boxes]
    horizontal, vertical, pictures = rules_of(page, frame, turns)
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
        rising=tuple(_standing(boxes, angles, frame, turns, (turns + 1) % 4)),
        falling=tuple(_standing(boxes, angles, frame, turns, (turns + 3) % 4)),
    )


def _standing(
    boxes: list[tuple[str, Box, int]], angles: Counter[int], frame: Box, turns: int, own: int
) -> Iterator[Word]:
    """Words that `own` turns bring upright, where they stand on the page once it is turned by `turns`."""
    if not angles[own]:
        return
    for word in _words([(text, turned(box, frame, own), angle == own) for text, box, angle in boxes]):
        stored = unturned((word.x0, word.top, word.x1, word.bottom), frame, own)
        x0, top, x1, bottom = turned(stored, frame, turns)
        yield Word(word.text, x0, top, x1, bottom, word.size)


def _frame(page: PdfPage) -> Box:
    """The visible part of the page as left, bottom, right, top."""
    left, bottom, right, top = page.get_cropbox()
    media = page.get_mediabox()
    box = (max(left, media[0]), max(bottom, media[1]), min(right, media[2]), min(top, media[3]))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else tuple(media)


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
