"""What is wrong with SQL before it runs: refusals of the guard, what the database cannot bind, joins that inflate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.errors import UserError
from semantic_layer import inflation
from warehouse.explained import as_drawing
from warehouse.guarding.places import Place, place_of
from workspace.opened import Opened

_INFLATED = "Add up the rows of one table before joining it with the other."


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlProblem:
    """About characters `start` to `end` (code points, from 0); None where the place is not known. Lines and columns from 1."""

    severity: Literal["error", "warning"]
    code: str
    message: str
    hint: str | None = None
    start: int | None = None
    end: int | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


async def sql_problems(sql: str, opened: Opened) -> tuple[SqlProblem, ...]:
    """Empty where the SQL may run. What only some value of some row brings about is not found."""
    try:
        guarded = opened.guard(sql)
        if not opened.caller.rules:
            await opened.run(as_drawing(guarded), rows=1)
    except UserError as error:
        return (_problem(error, sql),)
    inflated = inflation(sql, opened.model)
    if inflated is None:
        return ()
    return (SqlProblem(severity="warning", code="inflated", message=inflated, hint=_INFLATED),)


def _problem(error: UserError, sql: str) -> SqlProblem:
    place = place_of(error, sql)
    plain = SqlProblem(severity="error", code=error.code, message=error.message, hint=error.hint)
    return plain if place is None else _placed(plain, place, sql)


def _placed(problem: SqlProblem, place: Place, sql: str) -> SqlProblem:
    (line, column), (end_line, end_column) = _position(place.start, sql), _position(place.end, sql)
    return SqlProblem(
        severity=problem.severity,
        code=problem.code,
        message=problem.message,
        hint=problem.hint,
        start=place.start,
        end=place.end,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
    )


def _position(offset: int, sql: str) -> tuple[int, int]:
    before = sql[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
