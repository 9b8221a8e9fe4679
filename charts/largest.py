"""The largest categories of a result, the others added up where they add up, and categories in the order asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from charts.cells import as_json, number
from charts.spec.table import category_name
from core.chart import CategoryOrder, Encoding
from core.query import OutputColumn
from core.result import Result
from core.table import NUMERIC_TYPES, Cell

_NAMES = ("Other", "All others", "(all others)")


def values_of(result: Result, field: str) -> list[Cell]:
    place = _place(result, field)
    return [row[place] for row in result.rows]


def largest_and_other(
    result: Result, columns: Sequence[OutputColumn], category: Encoding, measure: str, top: int
) -> tuple[Result, str | None]:
    """The `top` categories by the size of `measure`, and the name of the one that the others were added up into.

    Of a measure that does not add up there is no other one: the name is None.
    """
    totals = _totals(result, category, measure)
    kept = set(sorted(totals, key=lambda name: abs(totals[name]), reverse=True)[:top])
    at = _place(result, category.field)
    named = [(_name(row[at], category), row) for row in result.rows]
    rows = [row for name, row in named if name in kept]
    left = [row for name, row in named if name not in kept]
    additive = {column.name for column in columns if column.additive}
    if not left or measure not in additive:
        return _of_rows(result, rows), None
    other = next((name for name in _NAMES if name not in totals), _NAMES[-1])
    sums = tuple(
        other
        if place == at
        else _sum(left, place)
        if column.name in additive and column.type in NUMERIC_TYPES
        else None
        for place, column in enumerate(result.columns)
    )
    return _of_rows(result, [*rows, sums]), other


def ordered_names(
    result: Result,
    category: Encoding,
    measure: str,
    sort: CategoryOrder,
    last: str | None,
) -> tuple[str, ...]:
    """The names of a category, `last` at the end of them."""
    totals = _totals(result, category, measure)
    names = list(totals)
    if sort == "name":
        names.sort(key=str.casefold)
    elif sort != "given":
        names.sort(key=lambda name: totals[name], reverse=sort == "largest")
    return (*(name for name in names if name != last), *(name for name in names if name == last))


def _totals(result: Result, category: Encoding, measure: str) -> dict[str, float]:
    totals: defaultdict[str, float] = defaultdict(float)
    for name, value in zip(values_of(result, category.field), values_of(result, measure), strict=True):
        totals[_name(name, category)] += number(value) or 0.0
    return dict(totals)


def _name(cell: Cell, category: Encoding) -> str:
    return category_name(as_json(cell), category)


def _place(result: Result, field: str) -> int:
    return [column.name for column in result.columns].index(field)


def _sum(rows: Sequence[tuple[Cell, ...]], place: int) -> float:
    return sum(number(row[place]) or 0.0 for row in rows)


def _of_rows(result: Result, rows: Sequence[tuple[Cell, ...]]) -> Result:
    return replace(result, rows=tuple(rows), row_count=len(rows))
