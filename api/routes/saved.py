"""Saved queries: created, listed, changed, brought back and run again."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentCaller, CurrentWorkspace
from api.leaving import CLIENT_CLOSED, ClientLeft, while_there
from api.problems import problem_response
from api.routes.saved_objects import answer_object, saved_object, version_object
from api.streams.sse import run_stream, stream_response
from core.answer import Problem
from core.saved import Parameter, ParameterValue, ViewSettings
from wire import load
from workspace import Saving, Workspace

router = APIRouter(prefix="/queries", tags=["queries"])

_STOPPED = Problem(code="busy", message="The query was stopped.", retryable=True)
_OF_RUN = frozenset({"run_id", "question_of", "name", "title", "description", "question", "parameters", "chart"})


class Running(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"parameters": {"region": "north"}}]})

    parameters: dict[str, Any] = Field(default_factory=dict, description="Values; the defaults stand for others.")
    rows: int = Field(default=1000, ge=1, le=10_000, description="The most rows to return.")
    thread_id: str | None = Field(default=None, description="The conversation that the run becomes a turn of.")


class Vouching(BaseModel):
    model_config = ConfigDict(extra="forbid")

    by: str | None = Field(default=None, max_length=100, description="Your name, where the server knows none.")


@router.get("", summary="Saved queries, the one changed last first")
async def list_queries(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    search: Annotated[str | None, Query(description="Words in name, title, question or description.")] = None,
    status: Annotated[str | None, Query(description="saved, verified, edited or broken.")] = None,
) -> dict[str, Any]:
    found = workspace.queries.list(containing=search)
    wanted = [entry for entry in found if status is None or entry.status == status]
    return {"queries": [saved_object(entry, figures=not caller.rules) for entry in wanted]}


@router.post("", status_code=201, summary="Save a query: of a run, or a spec")
async def create_query(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    given: Annotated[dict[str, Any], Body(examples=[{"run_id": "4f1c…", "title": "Revenue by region"}])],
) -> dict[str, Any]:
    """With `run_id`, what that answer was read from, with the values of its question as parameters.

    `question_of` is the run whose question it answers, where its SQL was put in the place of that answer's.

    Otherwise `given` is a spec (see `/api/schemas/query`); its `name` is made of the title where it is left out.
    """
    if "run_id" in given:
        return saved_object(await _save_run(workspace, caller, given))
    return saved_object(await workspace.queries.create(given, caller))


async def _save_run(workspace: Workspace, caller: CurrentCaller, given: dict[str, Any]) -> Any:
    from core.errors import InvalidInput

    unknown = set(given) - _OF_RUN
    if unknown:
        raise InvalidInput(f"{min(unknown)}: there is no such key.", hint=f"Known are: {', '.join(sorted(_OF_RUN))}.")
    parameters, question = given.get("parameters"), given.get("question")
    if question is None and given.get("question_of") is not None:
        question = await workspace.queries.alone.question_of(workspace.runs.record(str(given["question_of"])))
    saving = Saving(
        name=given.get("name"),
        title=given.get("title"),
        description=given.get("description") or "",
        question=question,
        parameters=None if parameters is None else load(tuple[Parameter, ...], parameters),
        chart=load(ViewSettings, given["chart"]) if given.get("chart") is not None else None,
    )
    return await workspace.queries.save_run(workspace.runs.record(str(given["run_id"])), saving, caller)


@router.get("/{name}", summary="A saved query")
async def show_query(workspace: CurrentWorkspace, caller: CurrentCaller, name: str) -> dict[str, Any]:
    return saved_object(workspace.queries.get(name), figures=not caller.rules)


@router.patch("/{name}", summary="Change a saved query")
async def change_query(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    name: str,
    changes: Annotated[dict[str, Any], Body(examples=[{"title": "Revenue by region", "version": 3}])],
) -> dict[str, Any]:
    """Sets the keys that are given; null takes one back to its default. With `version`, only where that is the current one."""
    base = changes.pop("version", None)
    return saved_object(await workspace.queries.update(name, changes, caller, base=base))


@router.delete("/{name}", summary="Delete a saved query; restoring a version brings it back")
async def delete_query(workspace: CurrentWorkspace, caller: CurrentCaller, name: str) -> dict[str, Any]:
    workspace.queries.delete(name)
    return {"name": name, "deleted": True}


@router.get("/{name}/versions", summary="The versions of a saved query, newest first")
async def list_versions(workspace: CurrentWorkspace, name: str) -> dict[str, Any]:
    return {"name": name, "versions": [version_object(one) for one in workspace.queries.versions(name)]}


@router.post("/{name}/versions/{number}/restore", summary="Bring a version back, as a new one")
async def restore_version(workspace: CurrentWorkspace, caller: CurrentCaller, name: str, number: int) -> dict[str, Any]:
    return saved_object(workspace.queries.restore(name, number, caller))


@router.post("/{name}/run", summary="Run a saved query with values for its parameters", response_model=None)
async def run_query(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    request: Request,
    name: str,
    running: Annotated[Running | None, Body()] = None,
    accept: Annotated[str, Header()] = "application/json",
) -> Response:
    """It becomes a run as a question does; with `Accept: text/event-stream` its events are streamed."""
    wanted = running or Running()
    given = load(dict[str, ParameterValue], wanted.parameters)
    run = workspace.queries.run(name, given, caller, preview_rows=wanted.rows, thread_id=wanted.thread_id)
    await run.until_kept()
    if "text/event-stream" in accept:
        headers = {"X-Run-Id": run.id, "X-Thread-Id": run.thread_id or ""}
        return stream_response(run_stream(run.events()), headers)
    try:
        answer = await while_there(request, run.answer())
    except ClientLeft:
        await run.cancel()
        return Response(status_code=CLIENT_CLOSED)
    if answer.status in ("error", "cancelled", "declined"):
        return problem_response(answer.problem or _STOPPED)
    return JSONResponse(answer_object(run.id, answer))


@router.post("/{name}/verify", summary="Vouch for a saved query: it answers its question first")
async def verify(
    workspace: CurrentWorkspace, caller: CurrentCaller, name: str, vouching: Annotated[Vouching | None, Body()] = None
) -> dict[str, Any]:
    return saved_object(workspace.verified.verify(name, caller, by=vouching.by if vouching else None))


@router.delete("/{name}/verify", summary="Take back that a saved query is vouched for")
async def take_back(workspace: CurrentWorkspace, caller: CurrentCaller, name: str) -> dict[str, Any]:
    return saved_object(workspace.verified.take_back(name, caller))
