"""Records with a cell too many or too few, put right where only one way of reading them fits the table."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingestion.layout import Kind, Row, kind_of
from ingestion.readers.dialect import DELIMITERS, Dialect

_MOST_SURPLUS = 3
_MOST_QUOTES = 60
_STAND_IN = "\ue000"
_GOOD_FIT = 0.8
_MOST_TOKENS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the regular records of a table look like: the commonest kind of cell a column, and how often it is empty."""

    width: int
    kinds: tuple[Kind, ...]
    empty: tuple[float, ...]

    def fit(self, cells: Sequence[str]) -> float:
        """0 to 1: how much the cells look like a record of the table."""
        return sum(self.fit_of(column, cell) for column, cell in enumerate(cells)) / max(1, self.width)

    def fit_of(self, column: int, cell: str) -> float:
        kind = kind_of(cell)
        if kind == "empty":
            return self.empty[column]
        return 1.0 if kind == self.kinds[column] or self.empty[column] == 1 else 0.0


def shape_of(rows: Iterable[Row], width: int) -> Shape:
    regular = [row for row in rows if len(row) == width]
    kinds: list[Kind] = []
    empty: list[float] = []
    for column in range(width):
        counted = Counter(kind_of(row[column]) for row in regular)
        blank = counted.pop("empty", 0)
        kinds.append(counted.most_common(1)[0][0] if counted else "text")
        empty.append(blank / len(regular) if regular else 1.0)
    return Shape(width=width, kinds=tuple(kinds), empty=tuple(empty))


def leniently(line: str, dialect: Dialect, shape: Shape) -> list[str] | None:
    """The cells of a line with quotes inside of quoted cells: a quote closes only before a separator or the end."""
    if not dialect.delimiter:
        return None
    quote, separator = re.escape(dialect.quote), re.escape(dialect.delimiter)
    cell = re.compile(rf"{quote}((?:.|\n)*?){quote}(?={separator}|$)|([^{separator}]*)")
    text = line.rstrip("\r\n")
    cells: list[str] = []
    position = 0
    while position <= len(text):
        found = cell.match(text, position)
        if found is None:
            return None
        inner = found.group(1)
        cells.append(found.group(2) if inner is None else inner.replace(dialect.quote * 2, dialect.quote))
        position = found.end() + 1
    return cells if len(cells) == shape.width else None


def mended(line: str, dialect: Dialect, shape: Shape) -> tuple[list[str] | None, str]:
    """The cells of a line that did not have as many as the table, and what was wrong: "quote", "separator" or "surplus"."""
    cells = _parsed(line, dialect)
    if len(cells) > shape.width:
        best = _best(_without_empty(cells, shape.width), shape)
        if best is not None:
            return best, "surplus"
    best = _best(_with_literal_quote(line, dialect), shape)
    if best is not None:
        return best, "quote"
    if len(cells) < shape.width:
        best = _best(_with_other_delimiter(line, dialect), shape) or _by_spaces(line, dialect, shape)
        if best is not None:
            return best, "separator"
    return None, ""


def _parsed(line: str, dialect: Dialect) -> list[str]:
    return next(csv.reader([line], **dialect.options()), [])


def _best(candidates: Iterable[list[str]], shape: Shape) -> list[str] | None:
    """The candidate that fits best, if it fits well."""
    ranked = sorted(
        ((shape.fit(cells), position, cells) for position, cells in enumerate(candidates) if len(cells) == shape.width),
        key=lambda ranking: (-ranking[0], -ranking[1]),
    )
    return ranked[0][2] if ranked and ranked[0][0] >= _GOOD_FIT else None


def _without_empty(cells: list[str], width: int) -> Iterator[list[str]]:
    """The record without as many of its empty cells as it has too many."""
    surplus = len(cells) - width
    blank = [position for position, cell in enumerate(cells) if not cell.strip()]
    if surplus > _MOST_SURPLUS or len(blank) > 40:
        blank = blank[-surplus:]
    for left_out in itertools.combinations(blank, surplus):
        yield [cell for position, cell in enumerate(cells) if position not in left_out]


def _with_literal_quote(line: str, dialect: Dialect) -> Iterator[list[str]]:
    """The line with one of its quote characters taken as an ordinary character."""
    if not dialect.quote:
        return
    places = [position for position, char in enumerate(line) if char == dialect.quote]
    if len(places) % 2 == 0 or len(places) > _MOST_QUOTES:
        return
    for place in places:
        cells = _parsed(line[:place] + _STAND_IN + line[place + 1 :], dialect)
        yield [cell.replace(_STAND_IN, dialect.quote) for cell in cells]


def _with_other_delimiter(line: str, dialect: Dialect) -> Iterator[list[str]]:
    for delimiter in DELIMITERS:
        if delimiter != dialect.delimiter and delimiter in line:
            yield _parsed(line, Dialect(delimiter=delimiter, quote=dialect.quote, escape=dialect.escape))


def _by_spaces(line: str, dialect: Dialect, shape: Shape) -> list[str] | None:
    """The cells of a line with spaces between them and inside of some, where one grouping alone fits the table best."""
    tokens = _spaced(line.rstrip("\r\n"), dialect.quote)
    if not shape.width <= len(tokens) <= _MOST_TOKENS or shape.width < 3:
        return None
    best: dict[int, tuple[float, int, list[str]]] = {0: (0.0, 1, [])}
    for column in range(shape.width):
        following: dict[int, tuple[float, int, list[str]]] = {}
        for used, (score, count, cells) in best.items():
            for end, cell in _next_cells(tokens, used, len(tokens) - shape.width + column + 1):
                found = (score + shape.fit_of(column, cell), count, [*cells, cell])
                known = following.get(end)
                if known is None or found[0] > known[0] + 1e-9:
                    following[end] = found
                elif found[0] > known[0] - 1e-9:
                    following[end] = (known[0], known[1] + count, known[2])
        best = following
    score, count, cells = best.get(len(tokens), (0.0, 0, []))
    return cells if count == 1 and score >= _GOOD_FIT * shape.width else None


def _spaced(text: str, quote: str) -> list[tuple[str, bool]]:
    """The parts between single spaces, and whether each was quoted and so is a cell of its own."""
    if not quote:
        return [(part, False) for part in text.split(" ")]
    inside = re.compile(
        rf"{re.escape(quote)}((?:[^{re.escape(quote)}]|{re.escape(quote) * 2})*){re.escape(quote)}(?= |$)|([^ ]*)"
    )
    tokens: list[tuple[str, bool]] = []
    position = 0
    while position <= len(text) and len(tokens) <= _MOST_TOKENS:
        found = inside.match(text, position)
        if found is None:
            break
        quoted = found.group(1) is not None
        tokens.append((found.group(1).replace(quote * 2, quote) if quoted else found.group(2), quoted))
        position = found.end() + 1
    return tokens


def _next_cells(tokens: Sequence[tuple[str, bool]], start: int, last: int) -> Iterator[tuple[int, str]]:
    """Where the next cell may end, and what it then holds."""
    words: list[str] = []
    for end in range(start, min(last, len(tokens))):
        text, quoted = tokens[end]
        if words and (quoted or not text):
            return
        words.append(text)
        yield end + 1, " ".join(words)
        if quoted or not text:
            return
