"""What is right for a question: the rows of a query, a list of values, or no answer at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Protocol

from core.table import Cell
from evals.execution_accuracy import Expected, is_same_result

Rows = Sequence[Sequence[Cell]]


class Expectation(Protocol):
    """`accepts` says whether rows are the answer; `shown` is the right answer for people."""

    def accepts(self, rows: Rows) -> bool: ...

    def shown(self) -> Rows | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SameRows:
    """The rows of any one of several queries."""

    alternatives: tuple[Expected, ...]

    def accepts(self, rows: Rows) -> bool:
        return any(is_same_result(rows, one) for one in self.alternatives)

    def shown(self) -> Rows | None:
        return self.alternatives[0].rows  # type: ignore[return-value]


@dataclass(frozen=True, slots=True, kw_only=True)
class SameValues:
    """The cells of one column, in any order, each once: how WikiTableQuestions is scored (Pasupat and Liang, 2015).

    With several columns, one of them alone must hold the values: an answer may show what it ranks by.
    """

    values: tuple[str, ...]

    def accepts(self, rows: Rows) -> bool:
        if not rows:
            return False
        return any(_same_values([row[place] for row in rows], self.values) for place in range(len(rows[0])))

    def shown(self) -> Rows | None:
        return [(value,) for value in self.values]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    def accepts(self, _rows: Rows) -> bool:
        return False

    def shown(self) -> Rows | None:
        return None


def _same_values(found: Sequence[Cell], wanted: Sequence[str]) -> bool:
    cells = _distinct([_comparable(cell) for cell in found])
    goals = _distinct([_comparable(value) for value in wanted])
    if len(cells) != len(goals):
        return False
    return all(any(_equal(cell, goal) for goal in goals) for cell in cells)


def _distinct(cells: Sequence[object]) -> list[object]:
    kept: list[object] = []
    for cell in cells:
        if not any(_equal(cell, other) for other in kept):
            kept.append(cell)
    return kept


def _equal(left: object, right: object) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return abs(left - right) <= 1e-6 * max(1.0, abs(left), abs(right))
    return left == right


def _comparable(cell: object) -> object:
    """Numbers as floats, dates in ISO, other text without accents, notes in brackets, quotes and case."""
    if isinstance(cell, bool) or cell is None:
        return str(cell).lower()
    if isinstance(cell, int | float | Decimal):
        return float(cell)
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = _plain_text(str(cell))
    try:
        return float(Decimal(text.replace(",", "").rstrip("%")))
    except InvalidOperation:
        return _iso_of(text) or text


_WRITTEN_DATES = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y")


def _iso_of(text: str) -> str | None:
    """A date that is written out is the same as the date in ISO."""
    if not text[-4:].isdigit() or len(text) > len("30 september, 2000"):
        return None
    for form in _WRITTEN_DATES:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return None


_NOTES = re.compile(r"(?:(?<!^)\[[^\]]*\]|\[\d+\]|[•♦†‡*#+])*$")
_BRACKETS = re.compile(r"(?<!^)(?: \([^)]*\))*$")
_QUOTED = re.compile(r'^"([^"]*)"$')


def _plain_text(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    plain = re.sub("[‘’´`]", "'", re.sub("[“”]", '"', re.sub("[‐‑‒–—−]", "-", plain)))
    for _ in count():
        before = plain
        plain = _QUOTED.sub(r"\1", _BRACKETS.sub("", _NOTES.sub("", plain.strip())).strip())
        if plain == before:
            break
    return re.sub(r"\s+", " ", plain.removesuffix(".")).lower().strip()
