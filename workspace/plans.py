"""Plans and SQL as two views of one query: each made from the other, checked, explained and tried, before anything is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.answer import Option, Problem, Suggestion, problem_of
from core.errors import UnknownName, UserError
from core.model import SemanticModel
from core.plan import Plan
from core.plan_words import PlanWords
from core.query import JoinReceipt, OutputColumn, Query
from core.question import Caller
from core.result import Result
from core.ways import Unclear
from warehouse.profiled import CostlyStep

if TYPE_CHECKING:
    from agents.sql_expert.translating import Translation
    from semantic_layer.plan_steps import StepName
    from workspace.checking import SqlProblem
    from workspace.named_values import NamedValue
    from workspace.opened import Opened, Shared

PREVIEW_ROWS = 10
SUGGESTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPlan:
    """`sql` is None where there is a `problem`; then `options` are Plans that say what this one leaves open."""

    sentence: str
    chips: PlanWords
    sql: str | None = None
    tables: tuple[str, ...] = ()
    columns: tuple[OutputColumn, ...] = ()
    joins: tuple[JoinReceipt, ...] = ()
    problem: Problem | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedSql:
    """Either the Plan, told as `compiled` is, or `why_not` there is none."""

    plan: Plan | None = None
    compiled: CompiledPlan | None = None
    why_not: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedSql:
    """`words` tell what it does, `steps` how, in the order in which they run; `raw` is DuckDB's own drawing.

    `costliest` are steps of a run of it, where it was run.
    """

    steps: tuple[str, ...]
    raw: str
    sql: str
    words: tuple[str, ...] = ()
    costliest: tuple[CostlyStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRows:
    """At most ten rows as they are after a part of a Plan; `rows` counts all of them.

    `left_out` counts columns of the table that are not shown. Where the part cannot be tried, `problem` says why.
    """

    name: str
    result: Result | None = None
    rows: int | None = None
    left_out: int = 0
    problem: Problem | None = None


class Plans:
    """What `caller` may not see is in nothing that is told to it."""

    def __init__(self, shared: Callable[[], Shared]) -> None:
        self._shared = shared

    async def model(self, caller: Caller) -> SemanticModel:
        async with self._seen(caller) as opened:
            return opened.model

    async def compile(self, plan: Plan, caller: Caller) -> CompiledPlan:
        async with self._seen(caller) as opened:
            return _compiled(plan, opened)

    async def lift(self, sql: str, caller: Caller) -> LiftedSql:
        """Raises GuardRefusal and UnknownName for SQL that may not run: there is nothing to show of it."""
        from semantic_layer import lift_or_reason

        async with self._seen(caller) as opened:
            opened.guard(sql)
            found = lift_or_reason(sql, opened.model)
            if isinstance(found, str):
                return LiftedSql(why_not=found)
            return LiftedSql(plan=found, compiled=_compiled(found, opened))

    async def check(self, sql: str, caller: Caller) -> tuple[SqlProblem, ...]:
        from workspace.checking import sql_problems

        async with self._seen(caller) as opened:
            return await sql_problems(sql, opened)

    async def explain(self, sql: str, caller: Caller, *, profile: bool = False) -> ExplainedSql:
        """With a `profile`, the statement is run. Raises GuardRefusal, UnknownName and QueryFailed."""
        from agents.sql_expert.explaining import explain
        from warehouse.explained import EXPLAIN, as_drawing, as_tree, told_steps, without_own_names

        async with self._seen(caller) as opened:
            guarded = opened.guard(f"EXPLAIN {sql}") if caller.rules else opened.guard(sql)
            drawing = await opened.run(as_drawing(guarded), rows=1)
            tree = await opened.run(as_tree(guarded), rows=1)
            return ExplainedSql(
                steps=told_steps(str(tree.rows[0][1])),
                raw=without_own_names(str(drawing.rows[0][1])),
                sql=guarded.sql,
                words=explain(EXPLAIN.sub("", guarded.sql), opened.model),
                costliest=await opened.profile(sql) if profile else (),
            )

    async def translate(self, sql: str, dialect: str, caller: Caller) -> Translation:
        """Raises GuardRefusal and UnknownName, of the SQL and of the dialect, and InvalidInput."""
        from agents.sql_expert.translating import translate

        async with self._seen(caller) as opened:
            opened.guard(sql)
            return translate(sql, dialect)

    async def preview(self, plan: Plan, caller: Caller, name: StepName | None = None) -> tuple[StepRows, ...]:
        """Of the part of that name alone, where one is given. Raises UnknownName for a table that is not there."""
        from semantic_layer import plan_steps

        async with self._seen(caller) as opened:
            try:
                steps = plan_steps(plan, opened.model)
            except KeyError as missing:
                known = (entity.name for entity in opened.model.entities)
                raise UnknownName("table", str(missing.args[0]), known) from None
            wanted = [step for step in steps if name in (None, step.name)]
            return tuple([await _tried(step.name, step.plan, step.left_out, opened) for step in wanted])

    async def values(self, table: str, column: str, typed: str, most: int, caller: Caller) -> tuple[NamedValue, ...]:
        from workspace.named_values import values_of

        async with self._seen(caller) as opened:
            return await values_of(opened, table, column, typed, most)

    async def suggestions(self, table: str, caller: Caller, most: int = SUGGESTED) -> tuple[Suggestion, ...]:
        """Queries about one table by rules; each was executed and returned rows. Raises UnknownName."""
        from agents.advisor import questions_about
        from agents.nodes import executed_suggestions
        from workspace.desk import lay_desk

        async with self._seen(caller) as opened:
            known = [entity.name for entity in opened.model.entities]
            if table not in known:
                raise UnknownName("table", table, known)
            candidates = questions_about(table, opened.model)
            return await executed_suggestions(candidates, lay_desk(opened, 1), most)

    @asynccontextmanager
    async def _seen(self, caller: Caller) -> AsyncIterator[Opened]:
        from workspace.visible import seen_by

        async with self._shared().lend() as opened:
            yield await seen_by(opened, caller)


def _compiled(plan: Plan, opened: Opened) -> CompiledPlan:
    from semantic_layer import compile_plan, describe_parts, describe_plan

    sentence, chips = describe_plan(plan, opened.model), describe_parts(plan, opened.model)
    try:
        query = compile_plan(plan, opened.model)
        opened.guard(query.sql)
    except Unclear as unclear:
        asked = unclear.clarification
        return CompiledPlan(sentence=sentence, chips=chips, problem=problem_of(unclear), options=asked.options)
    except UserError as refused:
        return CompiledPlan(sentence=sentence, chips=chips, problem=problem_of(refused))
    return CompiledPlan(
        sentence=sentence, chips=chips, sql=query.sql, tables=query.tables, columns=query.columns, joins=query.joins
    )


async def _tried(name: str, plan: Plan, left_out: int, opened: Opened) -> StepRows:
    from semantic_layer import compile_plan

    try:
        query = compile_plan(plan, opened.model)
        result = await opened.execute(query, PREVIEW_ROWS)
        rows = await _count(query, result, opened)
    except UserError as refused:
        return StepRows(name=name, problem=problem_of(refused))
    return StepRows(name=name, result=result, rows=rows, left_out=left_out)


async def _count(query: Query, result: Result, opened: Opened) -> int | None:
    if not result.truncated:
        return result.row_count
    counted = Query(sql=f"SELECT count(*) FROM ({query.sql}) AS counted", parameters=query.parameters, plan=query.plan)
    (row,) = (await opened.execute(counted, 1)).rows
    return int(str(row[0]))
