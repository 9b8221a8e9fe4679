"""A second opinion on figures: digits of a text against numbers that may stand behind them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.answer import Fact
from core.result import Result

_FIGURE = re.compile(r"(?<![\w.])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12}
_AFTER = re.compile(r"^\s?(thousand|million|billion|trillion|k|mn|m|bn)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A figure of a text; `size` is without sign, `step` the value of its last digit."""

    text: str
    size: Decimal
    step: Decimal


def figures_in(text: str, units: Collection[str] = ()) -> Iterator[Said]:
    """`units` are what the figures are measured in: where one is metres, “93 m” is no 93 million."""
    for match in _FIGURE.finditer(text):
        digits = match[0].lstrip("-−").replace(",", "")
        after = _AFTER.match(text[match.end() :])
        scale = Decimal(10) ** (_SCALES[after[1].casefold()] if after and after[1] not in units else 0)
        places = len(digits.partition(".")[2])
        step = Decimal(1).scaleb(-places) * scale
        yield Said(text=match[0], size=Decimal(digits) * scale, step=step)


def unsupported(text: str, result: Result, facts: Iterable[Fact], said: str) -> tuple[str, ...]:
    """Figures of `text` that round no cell, no fact, no percentage of one, and stand neither in names nor in `said`."""
    facts = tuple(facts)
    units = {fact.unit for fact in facts if fact.unit is not None}
    names = [said, *(str(cell) for row in result.rows for cell in row if isinstance(cell, str))]
    known = {figure.size for name in names for figure in figures_in(name)}
    sizes = sorted({*known, *_sizes(result, facts)})
    return tuple(figure.text for figure in figures_in(text, units) if not any(_rounds(figure, size) for size in sizes))


def _sizes(result: Result, facts: Iterable[Fact]) -> Iterator[Decimal]:
    yield from (Decimal(len(result.rows)), Decimal(result.row_count))
    for cell in (*(cell for row in result.rows for cell in row), *(fact.value for fact in facts)):
        if isinstance(cell, bool):
            continue
        if isinstance(cell, int | float | Decimal):
            number = abs(Decimal(str(cell)))
            if number.is_finite():
                yield from (number, number * 100)
        elif isinstance(cell, date | datetime):
            yield from map(Decimal, (cell.year, cell.month, cell.day, (cell.month + 2) // 3, *_clock(cell)))


def _clock(cell: date | datetime) -> tuple[int, ...]:
    return (cell.hour, cell.minute, cell.second) if isinstance(cell, datetime) else ()


def _rounds(figure: Said, size: Decimal) -> bool:
    return abs(figure.size - size) <= figure.step / 2 + size * Decimal("1e-9")
