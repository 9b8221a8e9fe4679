"""Where a sentence names rows ("Germany", "March 2024") and columns ("revenue")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from agents.analyst.figures import WrittenFigure
from agents.analyst.grid import Grid, moment_of
from agents.analyst.numbers import exact, label_text
from agents.analyst.periods import GRAINS, WrittenPeriod, floor_to, grain_of
from agents.analyst.wording import as_object, plural, singular
from core.query import OutputColumn

_NAMELESS = ("no match", "no value")
_MOST_ROWS = 20_000
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
    """The phrases that name rows and columns of one result."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._dated = [column for column in grid.columns if grid.is_dated(column)]
        self._moments = {column.name: _floored(grid, column) for column in self._dated}
        self._rows: dict[str, tuple[str, str, set[int]]] = {}
        for column in grid.columns:
            names_rows = column.role in {"dimension", "row"} or column in grid.other_values
            if names_rows and column not in self._dated:
                self._add_values(column)
        self._columns = dict(_column_phrases(grid))

    def _add_values(self, column: OutputColumn) -> None:
        for row, cell in enumerate(self._grid.cells(column)[:_MOST_ROWS]):
            for phrase in _phrases(cell, column):
                shown, _, rows = self._rows.setdefault(
                    f"{column.name}\0{phrase.casefold()}", (phrase, column.name, set())
                )
                if shown == phrase or not _is_common(phrase):
                    rows.add(row)

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
        folded = text.casefold()
        if len(folded) != len(text):
            folded = text.lower() if len(text.lower()) == len(text) else text
        for phrase, column, rows in self._rows.values():
            searched, wanted = (text, phrase) if _is_common(phrase) else (folded, phrase.casefold())
            for start in _occurrences(searched, wanted):
                yield Mention(start=start, end=start + len(phrase), column=column, rows=frozenset(rows))
        for phrase, name in self._columns.items():
            for start in _occurrences(folded, phrase):
                yield Mention(start=start, end=start + len(phrase), column=name)

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
            f"{form}{link}{shown}" for form in {label, as_object(label), singular(label)} for link in (" ", ": ")
        )
        if len(shown) >= 4 and column.unit is None:
            yield shown


def _column_phrases(grid: Grid) -> Iterator[tuple[str, str]]:
    for column in grid.columns:
        if column.role in {"measure", "comparison", "row"} and column.label.strip():
            label = column.label.strip()
            yield from ((form.casefold(), column.name) for form in (label, plural(label), singular(label)))


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


def _occurrences(text: str, phrase: str) -> Iterator[int]:
    if not phrase:
        return
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        if not (_joins(before, phrase[0]) or _joins(after, phrase[-1])):
            yield start
        start = text.find(phrase, start + 1)


def _joins(neighbour: str, edge: str) -> bool:
    return bool(neighbour) and bool(re.match(r"\w", neighbour)) and bool(re.match(r"\w", edge))


def _apart(one: Mention, other: Mention) -> bool:
    return one.end <= other.start or other.end <= one.start


def _same_span(one: Mention, other: Mention) -> bool:
    return (one.start, one.end) == (other.start, other.end) and one.column != other.column
