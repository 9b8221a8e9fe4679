"""Where a sentence names rows ("Germany", "March 2024") and columns ("revenue")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from agents.analyst.figures import WrittenFigure
from agents.analyst.grid import Grid, moment_of
from agents.analyst.numbers import exact, label_text
from agents.analyst.periods import GRAINS, WrittenPeriod, floor_to, grain_of
from agents.analyst.wording import as_object, plural, singular
from core.query import OutputColumn

_NAMELESS = ("no match", "no value")
_COMMON = frozenset({
    "this", "that", "with", "from", "have", "were", "been", "each", "over", "more", "most", "less", "than", "other",
    "total", "high", "highest", "lowest", "rows", "value", "period", "average", "unknown",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Characters `start` to `end` name `rows` by a value of `column`; `rows` is None where they name the column itself."""

    start: int
    end: int
    column: str
    rows: frozenset[int] | None = None
    coarse: bool = False


class Vocabulary:
    """The phrases that name rows and columns of one result; `names` are of what it is about, and claim nothing."""

    def __init__(self, grid: Grid, names: Sequence[str] = ()) -> None:
        self._grid = grid
        self._names = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE) for name in names if name.strip()]
        self._dated = [column for column in grid.columns if grid.is_dated(column)]
        self._moments = {column.name: _floored(grid, column) for column in self._dated}
        self._values: dict[str, dict[tuple[str, str], set[int]]] = {}
        for column in grid.columns:
            names_rows = column.role in {"dimension", "row"} or column in grid.other_values
            if names_rows and column not in self._dated:
                self._add_values(column)
        self._columns = _column_phrases(grid)
        self._longest = max(map(len, (*self._values, *self._columns)), default=0)

    def _add_values(self, column: OutputColumn) -> None:
        for row, cell in enumerate(self._grid.cells(column)[: self._grid.read_rows(column)]):
            for phrase in _phrases(cell, column):
                named = self._values.setdefault(phrase.casefold(), {})
                exact_case = phrase if _is_common(phrase) else ""
                named.setdefault((column.name, exact_case), set()).add(row)

    def names_in(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the text says what the result is about ("total amount"), as starts and ends."""
        return tuple(match.span() for name in self._names for match in name.finditer(text))

    def mentions(self, text: str, figures: Iterable[WrittenFigure]) -> tuple[Mention, ...]:
        """Longest first, so that "South Korea" is not "Korea"; a name of several columns is given for each."""
        named = sorted(self._named(text), key=lambda mention: mention.start - mention.end)
        taken: list[Mention] = []
        for mention in named:
            if all(_apart(mention, other) or _same_span(mention, other) for other in taken):
                taken.append(mention)
        periods = [
            mention
            for figure in figures
            for mention in self._periods(figure)
            if all(_apart(mention, other) for other in taken)
        ]
        return tuple(sorted([*taken, *periods], key=lambda mention: mention.start))

    def _named(self, text: str) -> Iterator[Mention]:
        for start, end in _word_spans(text, self._longest):
            written = text[start:end]
            folded = written.casefold()
            for (column, exact_case), rows in self._values.get(folded, {}).items():
                opens = start == 0 and written == exact_case[:1].upper() + exact_case[1:]
                if opens or exact_case in {"", written}:
                    yield Mention(start=start, end=end, column=column, rows=frozenset(rows))
            for column in self._columns.get(folded, ()):
                yield Mention(start=start, end=end, column=column)

    def _periods(self, figure: WrittenFigure) -> Iterator[Mention]:
        period = figure.period
        if period is None and figure.is_year:
            first = datetime(int(figure.value), 1, 1)  # noqa: DTZ001
            period = WrittenPeriod(start=figure.start, end=figure.end, first=first, grain="year")
        if period is None:
            return
        for column in self._dated:
            grain, moments = self._moments[column.name]
            if GRAINS.index(period.grain) > GRAINS.index(grain):
                continue
            rows = frozenset(row for row, moment in moments if _within(moment, period))
            if rows:
                yield Mention(
                    start=figure.start, end=figure.end, column=column.name, rows=rows, coarse=period.grain != grain
                )


def _phrases(cell: object, column: OutputColumn) -> Iterator[str]:
    label = column.label.strip()
    if cell is None:
        yield from _NAMELESS
        yield from (f"{word}{as_object(label)}" for word in ("no ", "without ", "without a ", "without an "))
        return
    shown = label_text(cell, column)  # type: ignore[arg-type]
    if isinstance(cell, bool):
        yield f"{label}: {shown}"
    elif exact(cell) is None or not shown.lstrip("−").replace(".", "").isdigit():
        yield shown
    else:
        yield from (
            f"{form}{link}{shown}"
            for form in {label, as_object(label), singular(label)}
            for link in (" ", ": ", " of ")
        )
        if len(shown) >= 4 and column.unit is None:
            yield shown


def _column_phrases(grid: Grid) -> dict[str, set[str]]:
    """Labels, and of "number of orders" the orders; with the columns that they name."""
    phrases: dict[str, set[str]] = {}
    for column in grid.columns:
        label = as_object(column.label.strip())
        if column.role not in {"measure", "comparison", "row"} or not label:
            continue
        counted = [label.removeprefix("number of ")] if label.startswith("number of ") else []
        for form in (label, *counted):
            for phrase in (form, plural(form), singular(form)):
                phrases.setdefault(phrase.casefold(), set()).add(column.name)
    return phrases


def _floored(grid: Grid, column: OutputColumn) -> tuple[str, list[tuple[int, datetime]]]:
    dated = [(row, moment) for row, cell in enumerate(grid.cells(column)) if (moment := moment_of(cell, column))]
    grain = "year" if column.part == "year" else grain_of([moment for _, moment in dated], column.grain)
    grain = grain if grain in GRAINS else "day"
    return grain, [(row, floor_to(moment, grain)) for row, moment in dated]


def _within(moment: datetime, period: WrittenPeriod) -> bool:
    floored = floor_to(moment, period.grain)
    if period.has_year:
        return floored == floor_to(period.first, period.grain)
    return (floored.month, floored.day) == (period.first.month, period.first.day)


def _is_common(phrase: str) -> bool:
    """Short or everyday words name a value only as it is spelled."""
    return len(phrase) <= 3 or phrase.casefold() in _COMMON


def _word_spans(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Stretches of at most `longest` characters that neither begin nor end inside a word."""
    edges = [i for i in range(len(text) + 1) if not (_is_word(text[i - 1 : i]) and _is_word(text[i : i + 1]))]
    for index, start in enumerate(edges):
        for end in edges[index + 1 :]:
            if end - start > longest:
                break
            yield start, end


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _apart(one: Mention, other: Mention) -> bool:
    return one.end <= other.start or other.end <= one.start


def _same_span(one: Mention, other: Mention) -> bool:
    return (one.start, one.end) == (other.start, other.end) and one.column != other.column
