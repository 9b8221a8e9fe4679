"""Schedules: what is sent again and again, when and where to, and what became of each time."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import CurrentCaller, CurrentWorkspace
from api.routes.schedule_objects import run_object, schedule_object, targets_of, when_of
from workspace.schedules.wanted import Change, Wanted

router = APIRouter(prefix="/schedules", tags=["schedules"])

Format = Literal["pdf", "xlsx", "pptx", "html", "png", "svg"]
Paper = Literal["a4", "letter"]
_WHEN = "`{kind: cron, expression}`, or `{kind: every, unit, count, at, on}` with unit minutes, hours, days or weeks."
_TARGETS = "`{kind: folder, path}`, `{kind: webhook, url}` or `{kind: mail, to: [...], subject}`."
_EXAMPLE: dict[str, Any] = {
    "run_id": "4f1c…",
    "when": {"kind": "every", "unit": "weeks", "at": "08:00", "on": "monday"},
    "timezone": "Europe/Berlin",
    "targets": [{"kind": "mail", "to": ["ana@example.org"]}],
    "format": "pdf",
}


class Creating(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    run_id: str | None = Field(default=None, description="The answer to send.")
    query: str | None = Field(default=None, description="The saved query to send, as it is now.")
    dashboard: str | None = Field(default=None, description="The dashboard to send, as it is now.")
    parameters: dict[str, Any] = Field(default_factory=dict, description="Of the query, or filters of the dashboard.")
    title: str | None = Field(default=None, max_length=200)
    when: dict[str, Any] = Field(description=_WHEN)
    timezone: str = Field(default="UTC", description="An IANA name, as in Europe/Berlin.")
    targets: list[dict[str, Any]] = Field(description=_TARGETS)
    format: Format = "pdf"
    paper: Paper = "a4"


class Changing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(default=None, max_length=200)
    when: dict[str, Any] | None = Field(default=None, description=_WHEN)
    timezone: str | None = None
    targets: list[dict[str, Any]] | None = Field(default=None, description=_TARGETS)
    format: Format | None = None
    paper: Paper | None = None


@router.get("", summary="Schedules, the newest first")
async def list_schedules(workspace: CurrentWorkspace) -> dict[str, Any]:
    return {"schedules": [schedule_object(workspace, one) for one in workspace.schedules.list()]}


@router.post("", status_code=201, summary="Send an answer, a saved query or a dashboard again and again")
async def create_schedule(workspace: CurrentWorkspace, caller: CurrentCaller, given: Creating) -> dict[str, Any]:
    """It is frozen as it is now, and read once to see that it can be. `next_times` say when it will be sent."""
    wanted = Wanted(
        run_id=given.run_id,
        query=given.query,
        dashboard=given.dashboard,
        given=given.parameters,
        title=given.title,
        when=when_of(given.when),
        timezone=given.timezone,
        targets=targets_of(given.targets),
        format=given.format,
        paper=given.paper,
    )
    return schedule_object(workspace, await workspace.schedules.create(wanted, caller))


@router.get("/{schedule_id}", summary="One schedule, with when it is due next")
async def get_schedule(workspace: CurrentWorkspace, schedule_id: str) -> dict[str, Any]:
    return schedule_object(workspace, workspace.schedules.get(schedule_id))


@router.patch("/{schedule_id}", summary="Change when, where to or as what it is sent")
async def update_schedule(workspace: CurrentWorkspace, schedule_id: str, given: Changing) -> dict[str, Any]:
    """What is sent stays frozen: make another schedule for something else."""
    change = Change(
        title=given.title,
        when=None if given.when is None else when_of(given.when),
        timezone=given.timezone,
        targets=None if given.targets is None else targets_of(given.targets),
        format=given.format,
        paper=given.paper,
    )
    return schedule_object(workspace, workspace.schedules.update(schedule_id, change))


@router.delete("/{schedule_id}", status_code=204, summary="Delete a schedule, with what is kept of its runs")
async def delete_schedule(workspace: CurrentWorkspace, schedule_id: str) -> None:
    workspace.schedules.delete(schedule_id)


@router.post("/{schedule_id}/pause", summary="Send nothing until it is resumed")
async def pause_schedule(workspace: CurrentWorkspace, schedule_id: str) -> dict[str, Any]:
    return schedule_object(workspace, workspace.schedules.pause(schedule_id))


@router.post("/{schedule_id}/resume", summary="Go on with one that was paused or stopped")
async def resume_schedule(workspace: CurrentWorkspace, schedule_id: str) -> dict[str, Any]:
    """Of one that was stopped because the schema drifted, the schema as it is now is the frozen one from here on."""
    return schedule_object(workspace, await workspace.schedules.resume(schedule_id))


@router.post("/{schedule_id}/run", status_code=202, summary="Send it now")
async def run_schedule(workspace: CurrentWorkspace, schedule_id: str) -> dict[str, Any]:
    """The run as it begins; `/runs` tells how it ends."""
    run, _ = workspace.schedules.run_now(schedule_id)
    return run_object(run)


@router.get("/{schedule_id}/runs", summary="What became of each time, the newest first")
async def list_schedule_runs(
    workspace: CurrentWorkspace, schedule_id: str, most: Annotated[int, Query(ge=1, le=200)] = 50
) -> dict[str, Any]:
    return {"runs": [run_object(run) for run in workspace.schedules.runs(schedule_id, most)]}
