"""Readings that come to the same rows: nothing needs to be asked back, and the answer says so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from agents.desk import Desk
from agents.option_previews import stated_by
from agents.sql_expert import Understanding
from agents.sql_expert.rules import ByRules
from core.answer import Option
from core.errors import UserError
from core.plan import Alternative, Assumption
from core.query import Query
from core.result import Result
from core.table import Cell
from core.ways import Decided, Unclear, first_sound
from semantic_layer import compile_plan

_SECONDS = 1.5
_MOST_ROWS = 2_000
_DIGITS = 9


async def first_sound_query(desk: Desk, task: Understanding) -> Decided[Query]:
    """What the planners decide for; of close readings the likeliest, where all of them come to the same. Raises as they do."""
    try:
        return await first_sound(desk.planners, task, desk.check_query)
    except Unclear as unclear:
        query = await _agreed(unclear, desk)
        if query is None:
            raise
        return Decided(value=query, way=ByRules.name)


async def _agreed(unclear: Unclear, desk: Desk) -> Query | None:
    """The first of the readings with what is said of the others; None where they differ, or could not be run in time."""
    options = unclear.clarification.options
    if not unclear.likely or len(options) < 2 or any(one.plan is None for one in options):
        return None
    try:
        async with asyncio.timeout(_SECONDS):
            known = await _rows_of(options[0], desk)
            if not known or _says_nothing(known):
                return None
            for option in options[1:]:
                if await _rows_of(option, desk) != known:
                    return None
            return await _told(options, desk)
    except (TimeoutError, UserError):
        return None


async def _rows_of(option: Option, desk: Desk) -> Counter[tuple[Cell, ...]] | None:
    stated = stated_by(option, desk.model)
    if stated is None:
        return None
    return _counted(await desk.execute(await desk.check_query(stated), _MOST_ROWS))


def _counted(result: Result) -> Counter[tuple[Cell, ...]] | None:
    """Rows in any order; None where there are more than were read."""
    if result.truncated:
        return None
    return Counter(tuple(map(_rounded, row)) for row in result.rows)


def _rounded(cell: Cell) -> Cell:
    """Sums taken in another order differ in their last digits."""
    return float(f"{cell:.{_DIGITS}g}") if isinstance(cell, float | Decimal) else cell


def _says_nothing(rows: Counter[tuple[Cell, ...]]) -> bool:
    """Different questions may well come to no rows, or to none of something."""
    return all(cell is None or cell == 0 for row in rows for cell in row)


async def _told(options: Sequence[Option], desk: Desk) -> Query:
    first = options[0]
    assert first.plan is not None
    others = tuple(Alternative(label=one.label, plan=one.plan) for one in options[1:] if one.plan is not None)
    every = "Both readings come" if len(options) == 2 else "All of these readings come"
    said = Assumption(topic="reading", chosen=first.label, why=f"{every} to the same rows.", alternatives=others)
    plan = replace(first.plan, assumptions=(*first.plan.assumptions, said))
    return await desk.check_query(compile_plan(plan, desk.model))
