"""What can be said about a result, computed from its cells."""

from __future__ import annotations

import math
from datetime import date, timedelta

from agents.analyst.derivations import COUNT_GROUPS, COUNT_NULLS, COUNT_ROWS, VALUE, fact
from agents.analyst.grid import Grid, grid_of
from agents.analyst.groups import group_facts
from agents.analyst.periods import as_moment
from agents.analyst.series import series_facts
from agents.analyst.wording import in_lower, plural
from core.answer import Fact
from core.model import Field, SemanticModel
from core.plan import FieldRef, Plan
from core.query import OutputColumn, Query
from core.result import Result

_MOST_VALUES = 12


def find_facts(query: Query, result: Result, until: date | None = None) -> tuple[Fact, ...]:
    """`until` is the last date that the data holds, where it is known: it tells an incomplete last period.

    Ids are unique within one result. Percentages are ratios (0.1 for 10%) with unit "ratio".
    """
    grid = grid_of(result, query)
    facts = [*_count(grid), *_values(grid), *_nulls(grid)]
    for measure in grid.measures:
        if len(grid.rows) < 2:
            continue
        if grid.time is not None and len(grid.dimensions) == 1:
            facts.extend(series_facts(grid, measure, until))
        elif grid.dimensions:
            facts.extend(group_facts(grid, measure))
    return tuple({found.id: found for found in facts}.values())


def last_date(model: SemanticModel, plan: Plan | None) -> date | None:
    """The last day that the data of the plan's time dimension covers, by the usual step between its values."""
    field = _time_field(model, plan)
    if field is None:
        return None
    first, last = as_moment(field.profile.minimum), as_moment(field.profile.maximum)
    if first is None or last is None or field.profile.distinct < 2:
        return None
    step = (last - first).total_seconds() / 86_400 / (field.profile.distinct - 1)
    return (last + timedelta(days=math.ceil(step * 1.1) if step > 1.5 else 0)).date()


def _time_field(model: SemanticModel, plan: Plan | None) -> Field | None:
    of = next((dimension.of for dimension in plan.dimensions if dimension.grain), None) if plan else None
    if not isinstance(of, FieldRef):
        return None
    entity = next((entity for entity in model.entities if entity.name == of.entity), None)
    return next((field for field in entity.fields if field.name == of.name), None) if entity else None


def _count(grid: Grid) -> tuple[Fact, ...]:
    """Not told of a single row of measures, where it says nothing; of a cut result, the rows shown are counted."""
    if grid.truncated:
        return (fact("count", "shown", "rows", len(grid.rows), COUNT_ROWS),)
    if not grid.rows or (not grid.dimensions and grid.measures and len(grid.rows) == 1):
        return ()
    if len(grid.dimensions) == 1:
        named = sum(grid.is_named(row) for row in range(len(grid.rows)))
        label = plural(grid.group_noun)
        return (fact("count", "groups", label, named, COUNT_GROUPS),)
    entity = grid.plan.entity.replace("_", " ") if grid.plan and grid.plan.rows else "row"
    label = in_lower(grid.columns[0].label) if len(grid.columns) == 1 else entity
    return (fact("count", "rows", plural(label), len(grid.rows), COUNT_ROWS),)


def _values(grid: Grid) -> tuple[Fact, ...]:
    if len(grid.rows) != 1:
        return ()
    columns = (*grid.measures, *grid.comparisons)[:_MOST_VALUES]
    return tuple(
        fact(
            "value",
            column.name,
            f"{column.label}, {grid.label(0)}" if grid.dimensions else column.label,
            grid.rows[0][grid.index(column.name)],
            VALUE,
            unit=column.unit,
            cells=(grid.ref(0, column),),
        )
        for column in columns
    )


def _nulls(grid: Grid) -> tuple[Fact, ...]:
    facts = []
    for column in grid.measures:
        empty = [row for row, number in enumerate(grid.numbers(column)) if number is None]
        if empty and not grid.truncated:
            cells = [grid.ref(row, column) for row in empty]
            name = f"{column.name}:nulls"
            facts.append(fact("missing", name, f"Rows without {column.label}", len(empty), COUNT_NULLS, cells=cells))
    for measure in grid.measures if len(grid.dimensions) == 1 else ():
        facts.extend(_nameless(grid, measure))
    return tuple(facts)


def _nameless(grid: Grid, measure: OutputColumn) -> tuple[Fact, ...]:
    """What the rows without a category hold."""
    (dimension,) = grid.dimensions
    for row, value in enumerate(grid.numbers(measure)):
        if not grid.is_named(row) and value is not None and len(grid.rows) > 1:
            label = f"{measure.label} without {dimension.label}"
            name = f"{measure.name}:unnamed"
            cells = (grid.ref(row, measure),)
            return (fact("missing", name, label, value, VALUE, unit=measure.unit, cells=cells),)
    return ()
