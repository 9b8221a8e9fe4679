"""A tile that a dashboard could have, and whether it says something that the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from core.plan import Plan
from core.result import Result
from core.saved import ViewSettings
from core.table import Cell

Kind = Literal["figure", "trend", "breakdown", "map", "spread", "ranking", "rows"]
_LEAST_TOLD = 3
_ALL_BUT_ALL = 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    kind: Kind
    title: str
    plan: Plan
    view: ViewSettings = field(default_factory=ViewSettings)
    question: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed:
    idea: Idea
    result: Result


def says_new(found: Executed, told: Sequence[Executed]) -> bool:
    """Whether its rows say anything, and something else than those of the tiles before it.

    Two breakdowns by names of one and the same thing (a shop and its town) have the same numbers under other names.
    """
    if not _says_something(found):
        return False
    mine = _measured(found)
    alike = [other for other in told if (other.idea.kind == "figure") == (found.idea.kind == "figure")]
    for other in alike:
        if _essence(other.idea) == _essence(found.idea):
            return False
        theirs = _measured(other)
        if mine and mine == theirs and (len(mine) >= _LEAST_TOLD or found.idea.kind == "figure"):
            return False
    return True


def _says_something(found: Executed) -> bool:
    rows = found.result.rows
    if not rows or all(cell is None for row in rows for cell in row):
        return False
    if found.idea.kind in ("figure", "rows"):
        return True
    return len(rows) > 1 and not (found.idea.kind == "breakdown" and _is_one_value(found))


def _is_one_value(found: Executed) -> bool:
    """Whether one group holds all but everything."""
    numbers = [abs(float(cell)) for cell in _column(found) if isinstance(cell, int | float | Decimal)]
    return not sum(numbers) or max(numbers) / sum(numbers) > _ALL_BUT_ALL


def _column(found: Executed) -> list[Cell]:
    names = [column.name for column in found.result.columns]
    measure = next((one.name for one in found.idea.plan.measures if one.name in names), None)
    return [] if measure is None else [row[names.index(measure)] for row in found.result.rows]


def _measured(found: Executed) -> tuple[str, ...]:
    plan, column = found.idea.plan, _column(found)
    is_timed = any(one.grain is not None for one in plan.dimensions)
    return tuple(sorted(str(cell) for cell in column)) if not is_timed else (f"{plan.dimensions}", *map(str, column))


def _essence(idea: Idea) -> object:
    """A figure is the end of a series, which may well be shown beside it."""
    plan = idea.plan
    measures = tuple(one.value for one in plan.measures[:1])
    grouped = tuple((one.of, one.grain, one.part) for one in plan.dimensions)
    return idea.kind == "figure", plan.entity, measures, grouped, plan.where, plan.rows
