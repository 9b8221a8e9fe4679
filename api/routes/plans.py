"""Plans and SQL as two views of one query: made from each other, checked, explained, tried, completed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentCaller, CurrentWorkspace, Root
from api.routes.catalogue_objects import catalogue_object
from core.plan import Plan
from wire import dump, load

router = APIRouter(tags=["queries"])

_TITLE = 80
Step = Literal["from", "join", "filter", "group", "measure", "sort", "limit"]


class GivenPlan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    plan: dict[str, Any] = Field(description="A Plan, in the names of the model.")


class TriedPlan(GivenPlan):
    step: Step | None = Field(default=None, description="One part of the plan; all of them by default.")


class GivenSql(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sql: str = Field(examples=["SELECT count(*) FROM orders"], max_length=400_000)


class ExplainSql(GivenSql):
    profile: bool = Field(default=False, description="Run it too, and tell its costliest steps.")


class TranslateSql(GivenSql):
    dialect: str = Field(examples=["postgres"], max_length=40)


class RunSql(GivenSql):
    thread_id: str | None = Field(default=None, description="The conversation it belongs to; a new one by default.")
    title: str = Field(default="", max_length=200, description="Of the new conversation.")


@router.post("/plans/compile", summary="A plan as SQL, as a sentence and as chips")
async def compile_plan(workspace: CurrentWorkspace, caller: CurrentCaller, given: GivenPlan) -> dict[str, Any]:
    """A plan that cannot run has `sql` null and a `problem`; `options` are plans that say what it leaves open."""
    compiled = await workspace.plans.compile(load(Plan, given.plan), caller)
    return dump(compiled)  # type: ignore[no-any-return]


@router.post("/plans/lift", summary="SQL as a plan, where it says no more than a plan can")
async def lift(workspace: CurrentWorkspace, caller: CurrentCaller, given: GivenSql) -> dict[str, Any]:
    """`plan` with what it is `compiled` to, or `why_not` in a sentence."""
    return dump(await workspace.plans.lift(given.sql, caller))  # type: ignore[no-any-return]


@router.post("/plans/preview", summary="Ten rows as they are after each part of a plan")
async def preview(workspace: CurrentWorkspace, caller: CurrentCaller, given: TriedPlan) -> dict[str, Any]:
    steps = await workspace.plans.preview(load(Plan, given.plan), caller, given.step)
    return {"steps": [dump(step) for step in steps]}


@router.post("/queries/check", summary="What is wrong with SQL, and where")
async def check(workspace: CurrentWorkspace, caller: CurrentCaller, given: GivenSql) -> dict[str, Any]:
    """Refusals, unknown names and errors of the statement; `start` and `end` count characters of the SQL."""
    return {"problems": [dump(problem) for problem in await workspace.plans.check(given.sql, caller)]}


@router.post("/queries/explain", summary="What SQL does in words, and how the database will run it")
async def explain(workspace: CurrentWorkspace, caller: CurrentCaller, given: ExplainSql) -> dict[str, Any]:
    """`words` tell what it shows, `steps` how it runs, `raw` is the database's drawing; `costliest` steps with `profile`."""
    return dump(await workspace.plans.explain(given.sql, caller, profile=given.profile))  # type: ignore[no-any-return]


@router.post("/queries/translate", summary="SQL in another dialect, as well as can be")
async def translate(workspace: CurrentWorkspace, caller: CurrentCaller, given: TranslateSql) -> dict[str, Any]:
    """`doubts` are what the other dialect may not have; `label` says that it was not run there."""
    return dump(await workspace.plans.translate(given.sql, given.dialect, caller))  # type: ignore[no-any-return]


@router.post("/queries/run", status_code=202, summary="Run SQL as a run: rows, chart, words and receipt")
async def run(workspace: CurrentWorkspace, caller: CurrentCaller, root: Root, given: RunSql) -> JSONResponse:
    """202 with the run's id; its events are followed as those of a question are, and it can be asked about."""
    thread_id = given.thread_id or workspace.start_thread(given.title or " ".join(given.sql.split())[:_TITLE])
    started = workspace.run_sql(given.sql, caller=caller, thread_id=thread_id)
    await started.until_kept()
    location = f"{root}/runs/{started.id}/events"
    body = {"run_id": started.id, "thread_id": started.thread_id, "events": location}
    return JSONResponse(body, status_code=202, headers={"Location": location})


@router.get("/catalogue", summary="What a query can name: tables, columns, relationships, metrics, functions")
async def catalogue(workspace: CurrentWorkspace, caller: CurrentCaller) -> dict[str, Any]:
    """Columns that are hidden are left out."""
    return catalogue_object(await workspace.plans.model(caller))


@router.get("/catalogue/values", summary="Values of a column, by what was typed of them")
async def values(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    table: str,
    column: str,
    typed: Annotated[str, Query(max_length=200)] = "",
    most: Annotated[int, Query(ge=1, le=200)] = 20,
) -> dict[str, Any]:
    """Most frequent first where nothing is typed; `close` ones are spelt nearly as typed."""
    found = await workspace.plans.values(table, column, typed, most, caller)
    return {"values": [dump(value) for value in found]}


@router.get("/catalogue/suggestions", summary="Queries about one table; each was executed and returned rows")
async def suggestions(workspace: CurrentWorkspace, caller: CurrentCaller, table: str) -> dict[str, Any]:
    found = await workspace.plans.suggestions(table, caller)
    return {"suggestions": [dump(suggestion) for suggestion in found]}
