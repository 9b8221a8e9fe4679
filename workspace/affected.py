"""Which answers would be others under another model: recent questions, asked of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from agents.sql_expert import ByRules, Understanding
from catalog import RunRecord
from core.errors import UserError
from core.model import SemanticModel
from core.plan import Plan
from core.query import Query
from core.question import Question
from core.result import Result
from semantic_layer import compile_plan
from semantic_layer.compiler.paths import SeveralPaths
from workspace.opened import Opened

MOST_RUNS = 30
_ROWS = 1_000
_SHOWN_CELLS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """`before` and `after` are values where there is one, else how many rows there are and which come first.

    `change` is "value" where the numbers differ, "refused" where there would be no answer, "read_otherwise" where the
    question would mean something else.
    """

    kind: Literal["run"] = "run"
    id: str
    question: str
    change: Literal["value", "refused", "read_otherwise"]
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`asked` counts the questions that were put to both models."""

    asked: int
    affected: tuple[Affected, ...]


async def compare_answers(opened: Opened, model: SemanticModel, runs: Sequence[RunRecord], today: date) -> Comparison:
    """Of answered runs that have a Plan, each question once, the newest first."""
    seen: dict[str, RunRecord] = {}
    for run in runs:
        if run.status == "answered" and run.plan is not None:
            seen.setdefault(" ".join(run.question.split()).casefold(), run)
    found = [await _compared(opened, model, run, today) for run in list(seen.values())[:MOST_RUNS]]
    asked = [one for one in found if one is not None]
    return Comparison(asked=len(asked), affected=tuple(one for one in asked if isinstance(one, Affected)))


async def _compared(opened: Opened, model: SemanticModel, run: RunRecord, today: date) -> Affected | bool | None:
    """True where nothing changes; None for a question that has no answer as it is."""
    assert run.plan is not None
    before = _compiled(run.plan, opened.model)
    if isinstance(before, str):
        return None
    after, otherwise = await _after(run, before, opened, model, today)
    if not isinstance(after, str) and (after.sql, after.parameters) == (before.sql, before.parameters):
        return True
    was = await _result(before, opened)
    if isinstance(was, str):
        return None
    now = after if isinstance(after, str) else await _result(after, opened)
    if not isinstance(now, str) and now.rows == was.rows and not otherwise:
        return True
    if isinstance(now, str):
        return Affected(id=run.id, question=run.question, change="refused", before=_told(was), after=now)
    change: Literal["value", "read_otherwise"] = "value" if now.rows != was.rows else "read_otherwise"
    return Affected(id=run.id, question=run.question, change=change, before=_told(was), after=_told(now))


async def _after(
    run: RunRecord, before: Query, opened: Opened, model: SemanticModel, today: date
) -> tuple[Query | str, bool]:
    """A question that the rules read as it was answered is read anew; of another, its Plan is kept."""
    assert run.plan is not None
    read_now = await _read(run.question, opened.model, opened, today)
    if isinstance(read_now, Query) and read_now.sql == before.sql:
        after = await _read(run.question, model, opened, today)
        return after, isinstance(after, Query) and after.sql != before.sql
    return _compiled(run.plan, model), False


async def _read(text: str, model: SemanticModel, opened: Opened, today: date) -> Query | str:
    question = Question(text=text, today=today)
    try:
        return await ByRules()(Understanding(question=question, model=model, values=opened.values))
    except UserError as refused:
        return refused.message


def _compiled(plan: Plan, model: SemanticModel) -> Query | str:
    try:
        return compile_plan(plan, model)
    except (UserError, SeveralPaths) as refused:
        return str(refused)


async def _result(query: Query, opened: Opened) -> Result | str:
    try:
        return await opened.execute(query, _ROWS)
    except UserError as refused:
        return refused.message


def _told(result: Result) -> str:
    if len(result.rows) == 1 and len(result.columns) == 1:
        return str(result.rows[0][0])
    rows = ["(" + ", ".join(str(cell) for cell in row[:_SHOWN_CELLS]) + ")" for row in result.rows[:2]]
    more = ", …" if result.row_count > len(rows) else ""
    return f"{result.row_count:,} rows: {', '.join(rows)}{more}" if rows else "no rows"
