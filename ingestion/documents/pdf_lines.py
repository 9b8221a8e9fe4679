"""Words of a page → lines of text, and the parts of a line that stand apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingestion.documents.pdf_ink import Word
from ingestion.layout import kind_of

GAP = 0.75
"""In heights of a line: words further apart are not of one phrase."""

_MARKER = re.compile(
    r"[•●▪■◦‣·∙–—*\-\uf0b7\uf0a7o]|\(?[0-9]{1,2}[.)]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{1,4}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?"
)
_VALUE = re.compile(
    r"[<>≤≥~±+\-−–(\[]?\s*(?:[$€£¥₹%]|[A-Z]{3})?\s*[+\-−–(]?\s*(?:\d[\d.,' ’\u00a0\u202f/:]*|[.,]\d+)\s*"
    r"(?:[%‰°]|[$€£¥₹]|[A-Z]{3}|[kKmM]|bn|pp|mn|mio|mrd|thousand|million|billion|trillion)?[)\]]?\s*(?:\(?[a-z\d]{1,2}\)|[a-z]|\*{1,3}|[†‡§])?"
)
_LEADER = re.compile(r"[.…·_]{4,}|(?:\.\s){3,}\.?")
_LED = re.compile(r"(.*[^.…·])([.…·]{4,})")
_DOTS = re.compile(r"[.…·]{1,2}")
_NUMBER = re.compile(r"[(\-–−+]?[\d.,]*\d|[-–—]")
_SIGNS_BEFORE, _SIGNS_AFTER = frozenset("$€£¥₹"), frozenset({"%", "%)", ")", "€"})
_UNIT = re.compile(r"\(?['’]?0{3,}s?\)?")
_NOTHING = frozenset(
    {"-", "--", "–", "—", ":", "..", "...", ".", "n/a", "n.a.", "na", "nd", "n.d.", "*", "x", "…", "(-)", "nil"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a line without a wide gap between them."""

    text: str
    x0: float
    x1: float
    words: int


@dataclass(frozen=True, slots=True)
class Line:
    words: tuple[Word, ...]
    top: float
    bottom: float

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        return in_order(self.words)


def in_order(words: Sequence[Word]) -> str:
    """Words from left to right, or from right to left where most of them are of such a script."""
    texts = [word.text for word in words]
    backwards = sum(1 for text in texts if unicodedata.bidirectional(text[0]) in {"R", "AL"})
    return " ".join(reversed(texts) if backwards * 2 > len(texts) else texts)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """From top to bottom, the words of each from left to right."""
    open_lines: list[list[Word]] = []
    spans: list[tuple[float, float]] = []
    for word in sorted(_without_tails(words), key=lambda w: (w.middle, w.x0)):
        best, most = -1, 0.5
        for index in range(len(open_lines) - 1, max(-1, len(open_lines) - 6), -1):
            top, bottom = spans[index]
            height = min(bottom - top, word.bottom - word.top) or 1.0
            overlap = (min(bottom, word.bottom) - max(top, word.top)) / height
            if overlap > most:
                best, most = index, overlap
        if best < 0:
            open_lines.append([word])
            spans.append((word.top, word.bottom))
        else:
            open_lines[best].append(word)
            if word.size > 0.8 * (spans[best][1] - spans[best][0]):
                spans[best] = _typical(open_lines[best])
    lines = [
        Line(tuple(sorted(found, key=lambda w: w.x0)), top, bottom)
        for found, (top, bottom) in zip(open_lines, spans, strict=True)
    ]
    return sorted(lines, key=lambda line: (line.middle, line.x0))


def _without_tails(words: Iterable[Word]) -> Iterator[Word]:
    """Words without the dots that lead from them to the next column, where they are printed in one go."""
    for word in words:
        led = _LED.fullmatch(word.text)
        if led is None:
            yield word
            continue
        dots = len(led[2]) * 0.28 * word.size
        end = max(word.x0 + 1, min(word.x1 - 1, word.x1 - dots))
        yield replace(word, text=led[1], x1=end)
        yield replace(word, text=led[2], x0=end)


def _typical(words: Sequence[Word]) -> tuple[float, float]:
    """Of the tallest words, so that a footnote mark does not move its line."""
    tall = max(word.size for word in words)
    of_size = [word for word in words if word.size > 0.8 * tall]
    return (
        sorted(word.top for word in of_size)[len(of_size) // 2],
        sorted(word.bottom for word in of_size)[len(of_size) // 2],
    )


def parts_of(line: Line, gap: float = GAP) -> list[Part]:
    parts = [part_of(group) for group in groups_of(line, gap)]
    if len(parts) == 2 and _MARKER.fullmatch(parts[0].text) and not is_value(parts[1].text):
        return [part_of(line.words)]
    return parts


def groups_of(line: Line, gap: float) -> list[list[Word]]:
    """Words without a gap between them. Dots that lead the eye part them; a lone currency or percent sign goes with its number."""
    groups: list[list[Word]] = []
    parted = False
    dotted = sum(1 for word in line.words if _DOTS.fullmatch(word.text)) > 4
    for word in line.words:
        if _LEADER.fullmatch(word.text) or (dotted and _DOTS.fullmatch(word.text)):
            parted = True
            continue
        near = bool(groups) and word.x0 - max(w.x1 for w in groups[-1]) <= gap * min(word.size, line.height)
        if (near and not parted) or (groups and _belong(groups[-1], word, line.height)):
            groups[-1].append(word)
        else:
            groups.append([word])
        parted = False
    return groups or [list(line.words)]


def _belong(group: Sequence[Word], word: Word, height: float) -> bool:
    gap = word.x0 - group[-1].x1
    if len(group) == 1 and group[0].text in _SIGNS_BEFORE:
        return gap < 6 * height and _NUMBER.match(word.text) is not None
    return word.text in _SIGNS_AFTER and gap < 1.2 * height and _NUMBER.match(group[-1].text) is not None


def part_of(words: Sequence[Word]) -> Part:
    return Part(in_order(words), words[0].x0, max(word.x1 for word in words), len(words))


def is_value(text: str) -> bool:
    """A number, a date, or a mark that stands for one."""
    text = text.strip()
    if not text or _UNIT.fullmatch(text):
        return False
    return text.lower() in _NOTHING or _VALUE.fullmatch(text) is not None or kind_of(text) in {"number", "date"}


def is_nothing(text: str) -> bool:
    return text.strip().lower() in _NOTHING
