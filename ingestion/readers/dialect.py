"""Which characters separate and quote the cells of a text file."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.errors import InvalidInput
from ingestion.layout import kind_of
from ingestion.staged import Source

DELIMITERS = (",", ";", "\t", "|", ":", "~", "^", "\x1f", "\x1e", "#", "*", " ")
_PRIOR = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "\x1f": 1.0, " ": 0.6, ":": 0.4, "#": 0.5, "*": 0.5}
SEVERAL = ("|~|", "~|~", "^|^", "|#|", "||", "::", ";;", "~~", "^^", "@@", "##", "$$", "<>", "%%", "\t|\t", "#|#")
"""Separators of several characters that some systems write."""
_WITHIN_VALUES = frozenset({":", " "})
_MOST_LINES_LOOKED_AT = 1000
STAND_IN = "\x1f"
_RUNS = re.compile(r"[ \t]{2,}|\t")
_EDGES = re.compile(r"^[ \t]+|[ \t]+(?=\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`delimiter` is empty for a file of one column; `escape` is a backslash or empty (quotes are doubled).

    `written` is how cells are separated in the file where that is not one character: several, or "spaces" for runs of them.
    """

    delimiter: str
    quote: str = '"'
    escape: str = ""
    score: float = 0.0
    written: str = ""

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
    several = [mark for mark in SEVERAL if mark in whole]
    parts = {char for mark in several for char in mark if whole.count(mark) * mark.count(char) == whole.count(char)}
    for delimiter in DELIMITERS:
        if (
            delimiter in whole
            and delimiter not in parts
            and not (delimiter in _WITHIN_VALUES and _parts_values(whole, delimiter))
        ):
            best = _better(best, whole, delimiter, "", _PRIOR.get(delimiter, 0.7))
    for mark in (*several, *(["spaces"] if "  " in whole else [])):
        best = _better(best, joined_marks(whole, mark), STAND_IN, mark, 0.6 if mark == "spaces" else 0.95)
    return best


def _parts_values(text: str, delimiter: str) -> bool:
    """Whether the mark stands inside of moments and numbers, each on a line of its own below a name without the mark."""
    name, *lines = [line.strip() for line in text.splitlines()[:_MOST_LINES_LOOKED_AT] if line.strip()] or [""]
    values = sum(1 for line in lines if kind_of(line) in {"number", "date"})
    return delimiter not in name and values * 10 >= len(lines) * 8 > 0


def _better(best: Dialect, text: str, delimiter: str, written: str, prior: float) -> Dialect:
    for quote in _likely_quotes(text, delimiter):
        found = Dialect(delimiter=delimiter, quote=quote, escape=_escape(text, quote), written=written)
        records = found.records(text)
        if delimiter == " " and 2 * sum(len(row) < 2 for row in records) >= len(records):
            continue
        score = _score(records) * prior * (1.0 if quote else 0.97)
        if score > best.score * 1.0001:
            best = replace(found, score=score)
    return best


def chosen_dialect(text: str, source: Source) -> Dialect | None:
    """What a person chose; None where the data decides. Raises InvalidInput."""
    chosen = source.choices.value("delimiter")
    if chosen is None:
        return None
    mark = {"tab": "\t", "space": " "}.get(chosen, chosen)
    if not mark or len(mark) > 8 or any(char in mark for char in "\r\n\"'"):
        raise InvalidInput("Cells can be separated by one to eight characters other than quotes.", stage="reading")
    several = len(mark) > 1
    whole = joined_marks(text, mark) if several else text
    delimiter = STAND_IN if several else mark
    quote = _likely_quotes(whole, delimiter)[0]
    return Dialect(delimiter=delimiter, quote=quote, escape=_escape(whole, quote), written=mark if several else "")


def other_delimiters(text: str, dialect: Dialect) -> tuple[str, ...]:
    """Marks of the text that could separate cells as well, as choices name them."""
    names = {"\t": "tab", " ": "space"}
    usual = (mark for mark in (",", ";", "\t", "|", ":") if mark in text and mark != dialect.delimiter)
    return tuple(names.get(mark, mark) for mark in usual)


def joined_marks(text: str, mark: str) -> str:
    """The text with a separator of several characters, or runs of spaces, as one character."""
    if mark != "spaces":
        return text.replace(mark, STAND_IN)
    return _RUNS.sub(STAND_IN, _EDGES.sub("", text))


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
