"""Which rows are first or last by a measure, or follow each other, as far as the result can tell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from agents.analyst.grid import Grid
from agents.analyst.series import periods_in_order
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


def is_next(grid: Grid, column: OutputColumn, rows: Sequence[int]) -> bool:
    """Whether two rows are periods that follow each other."""
    order = periods_in_order(grid, column) if grid.time else []
    places = [order.index(row) for row in rows if row in order]
    return len(places) == 2 and places[1] - places[0] == 1


def moved(grid: Grid, column: OutputColumn, row: int, named: set[int], direction: int) -> bool:
    """Whether the value went up (1) or down (-1) between `row` and the one other period named, else from the period before."""
    order = periods_in_order(grid, column) if grid.time else []
    if row not in order or len(named) > 1 or not named <= set(order):
        return False
    place = order.index(row)
    if not named and place == 0:
        return False
    other = min(named) if named else order[place - 1]
    numbers = grid.numbers(column)
    forward = 1 if order.index(other) < place else -1
    return (Decimal(numbers[row] or 0) - Decimal(numbers[other] or 0)) * forward * direction > 0
