"""Schedules in the terminal: made, shown, run by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import click

from cli.exporting import LAST, last_answered
from cli.place import Place
from cli.plain import plain
from core.errors import InvalidInput
from core.schedule import Cron, Every, FolderTarget, MailTarget, ScheduleFormat, Target, WebhookTarget, When

if TYPE_CHECKING:
    from workspace import ScheduleRecord, ScheduleRunRecord, Workspace

_EVERY = re.compile(r"(?:(\d{1,5})\s+)?(minute|hour|day|week)s?", re.IGNORECASE)
_RUNS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options of `schedule add`, as they were typed."""

    run_id: str | None
    query: str | None
    dashboard: str | None
    given: tuple[str, ...]
    every: str | None
    at: str | None
    on: str | None
    cron: str | None
    timezone: str
    targets: tuple[str, ...]
    export_format: str
    paper: str
    title: str | None


async def list_schedules(place: Place) -> int:
    async with place.open() as workspace:
        records = workspace.schedules.list()
        if place.json:
            click.echo(json.dumps({"schedules": [_object(one) for one in records]}))
            return 0
        for record in records:
            click.echo(plain(_line(record)))
        if not records:
            click.echo("There are no schedules. Make one with: tablespeak schedule add")
    return 0


async def add_schedule(place: Place, given: Given) -> int:
    from core.question import Caller
    from workspace.schedules.wanted import Wanted

    async with place.open() as workspace:
        run_id = last_answered(workspace) if given.run_id == LAST else given.run_id
        wanted = Wanted(
            run_id=run_id,
            query=given.query,
            dashboard=given.dashboard,
            given=dict(_pair(one) for one in given.given),
            title=given.title,
            when=when_said(given.every, given.at, given.on, given.cron),
            timezone=given.timezone,
            targets=tuple(target_said(one) for one in given.targets),
            format=cast(ScheduleFormat, given.export_format),
            paper=given.paper,
        )
        record = await workspace.schedules.create(wanted, Caller())
        _print(place, workspace, record)
    return 0


async def show_schedule(place: Place, schedule_id: str) -> int:
    async with place.open() as workspace:
        record = workspace.schedules.get(schedule_id)
        _print(place, workspace, record, workspace.schedules.runs(schedule_id, _RUNS_SHOWN))
    return 0


async def run_schedule(place: Place, schedule_id: str) -> int:
    """The exit code: 1 where not everything was delivered."""
    async with place.open() as workspace:
        _, going = workspace.schedules.run_now(schedule_id)
        run = await going
        if place.json:
            click.echo(json.dumps(_run_object(run)))
        else:
            for line in _run_lines(run):
                click.echo(plain(line))
    return 0 if run.status == "sent" else 1


async def pause_schedule(place: Place, schedule_id: str) -> int:
    async with place.open() as workspace:
        _print(place, workspace, workspace.schedules.pause(schedule_id))
    return 0


async def resume_schedule(place: Place, schedule_id: str) -> int:
    async with place.open() as workspace:
        _print(place, workspace, await workspace.schedules.resume(schedule_id))
    return 0


async def delete_schedule(place: Place, schedule_id: str) -> int:
    async with place.open() as workspace:
        workspace.schedules.delete(schedule_id)
    if place.json:
        click.echo(json.dumps({"deleted": schedule_id}))
    return 0


def when_said(every: str | None, at: str | None, on: str | None, cron: str | None) -> When:
    """Raises InvalidInput."""
    if (every is None) == (cron is None):
        raise InvalidInput("Say when with either --every or --cron.", hint="As in --every day --at 08:00.")
    if cron is not None:
        if at or on:
            raise InvalidInput("--at and --on go with --every.", hint="A cron expression says the time itself.")
        return Cron(expression=cron)
    found = _EVERY.fullmatch((every or "").strip())
    if found is None:
        raise InvalidInput(f"“{every}” is no span of time.", hint="Write it as “15 minutes”, “day” or “2 weeks”.")
    return Every(
        unit=cast(Any, f"{found[2].lower()}s"),
        count=int(found[1] or 1),
        at=at,
        on=cast(Any, _weekday(on)),
    )


def target_said(text: str) -> Target:
    """Raises InvalidInput."""
    kind, _, rest = text.partition(":")
    if kind == "folder":
        return FolderTarget(path=rest or ".")
    if kind == "mail":
        return MailTarget(to=tuple(one.strip() for one in rest.split(",") if one.strip()))
    if kind in ("http", "https"):
        return WebhookTarget(url=text)
    raise InvalidInput(f"“{text[:80]}” is no target.", hint="Write folder:PATH, https://… or mail:ADDRESS.")


def _weekday(said: str | None) -> str | None:
    from workspace.schedules.times import WEEKDAYS

    if said is None:
        return None
    found = [day for day in WEEKDAYS if len(said) >= 2 and day.startswith(said.casefold())]
    if len(found) != 1:
        raise InvalidInput(f"“{said[:40]}” is no day of the week.", hint=f"Use one of: {', '.join(WEEKDAYS)}.")
    return found[0]


def _pair(text: str) -> tuple[str, Any]:
    """A value is read as JSON where it is JSON, else as text."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise InvalidInput(f"“{text[:80]}” is no parameter.", hint="Write NAME=VALUE.")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _print(
    place: Place, workspace: Workspace, record: ScheduleRecord, runs: tuple[ScheduleRunRecord, ...] = ()
) -> None:
    if place.json:
        click.echo(json.dumps({**_object(record), "runs": [_run_object(run) for run in runs]}))
        return
    click.echo(plain(_line(record)))
    for moment in workspace.schedules.due_next(record):
        click.echo(f"  due {moment:%Y-%m-%d %H:%M %Z}")
    if record.problem is not None:
        click.echo(plain(f"  {record.problem.message} {record.problem.hint or ''}".rstrip()))
    for run in runs:
        for line in _run_lines(run):
            click.echo(plain(f"  {line}"))


def _line(record: ScheduleRecord) -> str:
    from workspace.schedules.delivering import name_of

    schedule = record.schedule
    where = ", ".join(name_of(target) for target in schedule.targets)
    return f"{record.id}  {schedule.title}  {record.status}  {_when(schedule.when)} {schedule.timezone}  {schedule.format} to {where}"


def _when(when: When) -> str:
    if isinstance(when, Cron):
        return when.expression
    count = "" if when.count == 1 else f"{when.count} "
    span = f"every {count}{when.unit if when.count > 1 else when.unit[:-1]}"
    return span + (f" on {when.on}" if when.on else "") + (f" at {when.at}" if when.at else "")


def _run_lines(run: ScheduleRunRecord) -> Iterator[str]:
    from workspace.schedules.running import news_of

    yield f"{run.due_at:%Y-%m-%d %H:%M:%S} UTC  {run.status}"
    for delivery in run.outcome.deliveries:
        twice = " (perhaps a second time)" if delivery.maybe_twice else ""
        yield f"  {delivery.target}: {delivery.status}{twice} {delivery.told}".rstrip()
    for line in news_of(run.outcome):
        yield f"  {line}"
    if run.outcome.problem is not None:
        yield f"  {run.outcome.problem.message} {run.outcome.problem.hint or ''}".rstrip()


def _object(record: ScheduleRecord) -> dict[str, Any]:
    from wire import dump

    schedule = record.schedule
    return {
        "id": record.id,
        "title": schedule.title,
        "status": record.status,
        "when": dump(schedule.when, When),
        "timezone": schedule.timezone,
        "targets": [dump(target, Target) for target in schedule.targets],
        "format": schedule.format,
        "next_at": record.next_at.isoformat() if record.next_at else None,
        "problem": dump(record.problem) if record.problem else None,
    }


def _run_object(run: ScheduleRunRecord) -> dict[str, Any]:
    from wire import dump
    from workspace.schedules.running import news_of

    return {
        "due_at": run.due_at.isoformat(),
        "status": run.status,
        "changes": list(news_of(run.outcome)),
        "deliveries": [dump(one) for one in run.outcome.deliveries],
        "problem": dump(run.outcome.problem) if run.outcome.problem else None,
    }
