"""Which characters separate and quote the cells of a text file."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingestion.layout import kind_of

DELIMITERS = (",", ";", "\t", "|", ":", "~", "^", "\x1f", "\x1e", "#", "*", " ")
_PRIOR = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "\x1f": 1.0, " ": 0.6, ":": 0.4, "#": 0.5, "*": 0.5}
QUOTES = ('"', "'", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`delimiter` is empty for a file of one column; `escape` is a backslash or empty (quotes are doubled)."""

    delimiter: str
    quote: str = '"'
    escape: str = ""
    score: float = 0.0

    def records(self, text: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(text, newline=""), **self.options()))

    def options(self) -> dict[str, Any]:
        """Arguments for Python's csv reader."""
        return {
            "delimiter": self.delimiter or "\x00",
            "quotechar": self.quote or None,
            "quoting": csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            "escapechar": self.escape or None,
            "doublequote": True,
        }


def find_dialect(text: str) -> Dialect:
    """The dialect under which the records of `text` are most regular and their cells most meaningful."""
    end = max(text.rfind("\n"), text.rfind("\r")) + 1
    whole = text[:end] if end and len(text) > 50_000 else text
    best = Dialect(delimiter="", quote='"', score=0.0)
    for delimiter in DELIMITERS:
        if delimiter not in whole:
            continue
        for quote in _likely_quotes(whole, delimiter):
            found = Dialect(delimiter=delimiter, quote=quote, escape=_escape(whole, quote))
            score = _score(found.records(whole)) * _PRIOR.get(delimiter, 0.7) * (1.0 if quote else 0.97)
            if score > best.score * 1.0001:
                best = Dialect(delimiter=delimiter, quote=quote, escape=found.escape, score=score)
    return best


def _likely_quotes(text: str, delimiter: str) -> tuple[str, ...]:
    """Quote characters that open a cell and close one somewhere; a double quote always may."""
    found = []
    for quote in ("'", '"'):
        opens = text.startswith(quote) or any(mark + quote in text for mark in (delimiter, "\n", delimiter + " "))
        closes = text.endswith(quote) or any(quote + mark in text for mark in (delimiter, "\n", "\r"))
        if opens and closes:
            found.append(quote)
    return tuple(reversed(found)) or ('"',)


def _escape(text: str, quote: str) -> str:
    """A backslash escapes quotes where one stands before a quote in the middle of a cell."""
    inside = re.compile(rf"\\{re.escape(quote)}[^,;\t|\r\n{re.escape(quote)}]") if quote else None
    return "\\" if inside is not None and inside.search(text) else ""


def _score(records: Sequence[Sequence[str]]) -> float:
    """Regular widths, weighted by how many cells a record has and how many cells have a type of their own."""
    rows = [row for row in records if any(cell.strip() for cell in row)]
    if not rows:
        return 0.0
    widths = Counter(len(row) for row in rows)
    width, _ = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    if width == 1:
        return 0.0
    regular = sum(count for w, count in widths.items() if w == width) / len(rows)
    body = [row for row in rows if len(row) == width][:300]
    typed = [_is_clean(cell) for row in body for cell in row]
    return regular * (1.0 - 1.0 / (width * math.sqrt(width))) * (0.1 + sum(typed) / len(typed))


def _is_clean(cell: str) -> bool:
    """A number, a date, nothing, or words without stray quotes or separators inside."""
    kind = kind_of(cell)
    if kind != "text":
        return True
    text = cell.strip()
    return not any(mark in text for mark in ('"', "\t", ";", "|")) and len(text) < 200
