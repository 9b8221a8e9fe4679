"""Which rows are first or last by a measure, as far as the result can tell."""

from __future__ import annotations

from decimal import Decimal

from agents.analyst.grid import Grid
from core.query import OutputColumn


def extremes(grid: Grid, column: OutputColumn, extreme: str) -> set[int]:
    """All rows that share the "highest" or "lowest" value; none where rows that are not shown could be beyond it."""
    if not grid.knows(extreme, column):
        return set()
    numbers = grid.numbers(column)
    named = [row for row, number in enumerate(numbers) if number is not None and grid.is_named(row)]
    pick = max if extreme == "highest" else min
    best = pick((Decimal(numbers[row] or 0) for row in named), default=None)
    return {row for row in named if Decimal(numbers[row] or 0) == best}


def ranks(grid: Grid, column: OutputColumn, row: int, from_low: bool) -> set[int]:
    """The row's place, 1 for the highest (or the lowest); ties share one."""
    numbers = grid.numbers(column)
    value = numbers[row]
    if value is None or not grid.knows("lowest" if from_low else "highest", column):
        return set()
    named = [number for index, number in enumerate(numbers) if number is not None and grid.is_named(index)]
    return {1 + sum((number < value) if from_low else (number > value) for number in named)}
