"""Which answers would be others under another model: recent questions and metrics, asked of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from agents.sql_expert import ByRules, Understanding
from catalog import RunRecord
from core.errors import UserError
from core.model import Metric, SemanticModel
from core.plan import MetricRef, Plan, PlanMeasure
from core.query import Query
from core.question import Question
from core.result import Result
from semantic_layer import compile_plan
from semantic_layer.compiler.paths import SeveralPaths
from workspace.opened import Opened

MOST_RUNS = 30
MOST_METRICS = 60
_ROWS = 1_000
_SHOWN_CELLS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """`before` and `after` are values where there is one, else how many rows there are and which come first.

    `change` is "value" where the numbers differ, "refused" where there would be no answer, "read_otherwise" where the
    question would mean something else. Of a metric, accepted or suggested, `id` is the name and `question` the label; of
    a saved query, verified or not, `id` is its name.
    """

    kind: Literal["run", "metric", "saved", "verified"] = "run"
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


async def compare_metrics(opened: Opened, model: SemanticModel) -> tuple[Affected, ...]:
    """Of the metrics that both models have, each as one figure over all rows."""
    after = {one.name: one for one in (*model.suggested_metrics, *model.metrics)}
    before = {one.name: one for one in (*opened.model.suggested_metrics, *opened.model.metrics)}
    both = [(before[name], after[name]) for name in before if name in after][:MOST_METRICS]
    found = [await _compared_metric(old, new, opened, model) for old, new in both]
    return tuple(one for one in found if one is not None)


async def _compared_metric(old: Metric, new: Metric, opened: Opened, model: SemanticModel) -> Affected | None:
    before, after = _figure(old, opened.model), _figure(new, model)
    if isinstance(before, str) or (not isinstance(after, str) and after.sql == before.sql):
        return None
    was = await _result(before, opened)
    now = after if isinstance(after, str) else await _result(after, opened)
    if isinstance(was, str) or (not isinstance(now, str) and now.rows == was.rows):
        return None
    after_told = now if isinstance(now, str) else told(now)
    change: Literal["value", "refused"] = "refused" if isinstance(now, str) else "value"
    return Affected(kind="metric", id=new.name, question=new.label, change=change, before=told(was), after=after_told)


def _figure(metric: Metric, model: SemanticModel) -> Query | str:
    known = replace(
        model, metrics=tuple({one.name: one for one in (*model.suggested_metrics, *model.metrics)}.values())
    )
    measure = PlanMeasure(name="value", label=metric.label, value=MetricRef(name=metric.name))
    return _compiled(Plan(entity=metric.entity, measures=(measure,)), known)


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
        return Affected(id=run.id, question=run.question, change="refused", before=told(was), after=now)
    change: Literal["value", "read_otherwise"] = "value" if now.rows != was.rows else "read_otherwise"
    return Affected(id=run.id, question=run.question, change=change, before=told(was), after=told(now))


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


def told(result: Result) -> str:
    if len(result.rows) == 1 and len(result.columns) == 1:
        return str(result.rows[0][0])
    rows = ["(" + ", ".join(str(cell) for cell in row[:_SHOWN_CELLS]) + ")" for row in result.rows[:2]]
    more = ", …" if result.row_count > len(rows) else ""
    return f"{result.row_count:,} rows: {', '.join(rows)}{more}" if rows else "no rows"
