"""What each reading of a question would come to, so that people choose by the rows and not by the words alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from agents.analyst.numbers import cell_text
from agents.desk import Desk
from core.answer import Clarification, Option
from core.errors import UserError
from core.model import SemanticModel
from core.query import Query
from core.result import Result
from semantic_layer import compile_plan, lift_query

_SECONDS = 1.5
_ROWS, _CELLS = 3, 3
_ROWS_READ = 200


async def with_previews(asked: Clarification, desk: Desk) -> Clarification:
    """Readings that could not be run within a bounded time stay as they are."""
    options = list(asked.options)
    try:
        async with asyncio.timeout(_SECONDS):
            for place, option in enumerate(options):
                options[place] = replace(option, preview=option.preview or await _preview(option, desk))
    except TimeoutError:
        pass
    return replace(asked, options=tuple(options))


def stated_by(option: Option, model: SemanticModel) -> Query | None:
    """What a reading would run; None where it is words alone. Raises UserError where its tables are others by now."""
    if option.plan is not None:
        return compile_plan(option.plan, model)
    return None if option.sql is None else lift_query(option.sql, model)


async def _preview(option: Option, desk: Desk) -> str | None:
    try:
        stated = stated_by(option, desk.model)
        if stated is None:
            return None
        query = await desk.check_query(stated)
        result = await desk.execute(query, _ROWS_READ)
    except UserError:
        return None
    return in_words(query, result)


def in_words(query: Query, result: Result) -> str | None:
    """As in "Berlin 12, Oslo 7, Rome 3 and 4 more"; one value as it is; rows of a list by the first of them."""
    if not result.rows:
        return "no rows"
    if len(query.columns) != len(result.columns):
        return _counted(result)
    if len(result.rows) == 1 and len(result.columns) == 1:
        return cell_text(result.rows[0][0], query.columns[0])
    lists = all(column.role == "row" for column in query.columns)
    between = ", " if lists else " "
    rows = [
        between.join(cell_text(cell, column) for cell, column in list(zip(row, query.columns, strict=True))[:_CELLS])
        for row in result.rows[: 1 if lists else _ROWS]
    ]
    if lists:
        return f"{_counted(result)}, the first: {rows[0]}"
    more = result.row_count - len(rows)
    return ", ".join(rows) + (f" and {more:,}{'+' if result.truncated else ''} more" if more > 0 else "")


def _counted(result: Result) -> str:
    return f"{result.row_count:,}{'+' if result.truncated else ''} {'row' if result.row_count == 1 else 'rows'}"
