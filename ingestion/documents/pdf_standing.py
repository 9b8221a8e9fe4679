"""Text printed upwards or downwards on a page that is read across: names of narrow columns, labels of groups of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingestion.documents.pdf_ink import Word

_SPACE = 0.9
"""In heights of a line: words of one phrase are no further apart."""
_LINE_STEP = 0.7
_FEWEST_HEADINGS = 2


def phrases(words: Sequence[Word], *, rising: bool) -> list[Word]:
    """Words that stand above each other as one, in the order of reading; their boxes are taller than wide."""
    found: list[Word] = []
    for word in sorted(words, key=lambda each: (round(each.x0), -each.bottom if rising else each.top)):
        last = found[-1] if found else None
        if last is not None and _goes_on(last, word, rising=rising):
            found[-1] = _joined(last, word)
        else:
            found.append(word)
    return found


def _goes_on(phrase: Word, word: Word, *, rising: bool) -> bool:
    overlap = min(phrase.x1, word.x1) - max(phrase.x0, word.x0)
    gap = phrase.top - word.bottom if rising else word.top - phrase.bottom
    return overlap > 0.5 * min(phrase.size, word.size) and -0.3 * word.size < gap < _SPACE * word.size


def _joined(one: Word, other: Word) -> Word:
    return replace(
        one,
        text=f"{one.text} {other.text}",
        x0=min(one.x0, other.x0),
        x1=max(one.x1, other.x1),
        top=min(one.top, other.top),
        bottom=max(one.bottom, other.bottom),
    )


def as_headings(standing: Sequence[Word]) -> Iterator[Word]:
    """Phrases that stand side by side, each as a word of one line at their foot; a phrase that stands alone is none."""
    rows: list[list[Word]] = []
    for phrase in sorted(standing, key=lambda each: each.x0):
        beside = (row for row in rows if _stand_beside(row[-1], phrase))
        row = next(beside, None)
        if row is None:
            rows.append([phrase])
        elif phrase.x0 - row[-1].x1 < _LINE_STEP * phrase.size:
            row[-1] = replace(_joined(row[-1], phrase), size=phrase.size)
        else:
            row.append(phrase)
    for row in rows:
        if len(row) >= _FEWEST_HEADINGS:
            foot = max(phrase.bottom for phrase in row)
            for phrase in row:
                yield replace(phrase, top=foot - phrase.size, bottom=foot)


def _stand_beside(one: Word, other: Word) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.5 * min(one.bottom - one.top, other.bottom - other.top)
