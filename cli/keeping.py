"""Saved queries in the terminal: saved, listed, run, vouched for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from getpass import getuser
from typing import TYPE_CHECKING

import click

from cli.place import Place
from cli.plain import plain
from cli.screen import output, say
from core.errors import InvalidInput
from core.question import Caller
from core.saved import ParameterValue

if TYPE_CHECKING:
    from workspace import ChangeRecord, SavedEntry, Workspace

_RECENT = 50


def local_caller() -> Caller:
    """Who is logged in on this machine."""
    try:
        return Caller(name=getuser())
    except (OSError, KeyError):
        return Caller()


async def save(
    place: Place, run: str | None, *, name: str | None, title: str | None, description: str, sql: str | None
) -> int:
    from workspace import Saving

    async with place.open() as workspace:
        if sql is not None:
            named = {"name": name} if name else {}
            spec = {"title": title or sql[:80], "description": description, "sql": sql, **named}
            entry = await workspace.queries.create(spec, local_caller())
        else:
            record = workspace.runs.record(run or _last_run(workspace))
            saving = Saving(name=name, title=title, description=description)
            entry = await workspace.queries.save_run(record, saving, local_caller())
    if place.json:
        _print_object(_entry_object(entry))
        return 0
    click.echo(f"Saved as {entry.name}.")
    for one in entry.query.parameters:
        say(plain(f"  {one.name} ({one.type}) is {_spoken(one.default)} unless given"), dim=True)
    say(plain(f"Run it again: tablespeak run {entry.name}{_example(entry)}"), dim=True)
    return 0


def _last_run(workspace: Workspace) -> str:
    runs = workspace.recent_runs(_RECENT)
    found = next((one for one in runs if one.status == "answered" and one.sql), None)
    if found is None:
        raise InvalidInput("There is no answer to save.", hint="Ask something first, or use --sql.")
    return found.id


async def run(place: Place, name: str, values: Sequence[str], rows: int | None) -> int:
    from cli.asking import run_saved

    return await run_saved(place, name, given_values(values), local_caller(), rows)


def given_values(values: Sequence[str]) -> dict[str, ParameterValue]:
    """`name=value`; a name that is given again has several values. Raises InvalidInput."""
    found: dict[str, list[str]] = {}
    for each in values:
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            raise InvalidInput(f"“{each}” gives no value.", hint="Write it as NAME=VALUE, for example region=north.")
        found.setdefault(name.strip(), []).append(value)
    return {name: given[0] if len(given) == 1 else tuple(given) for name, given in found.items()}


async def queries(
    place: Place, name: str | None, *, search: str | None, versions: bool, restore: int | None, delete: bool
) -> int:
    async with place.open() as workspace:
        if name is not None:
            return _about_one(place, workspace, name, versions=versions, restore=restore, delete=delete)
        entries = workspace.queries.list(containing=search)
    if place.json:
        _print_object({"queries": [_entry_object(entry) for entry in entries]})
    elif not entries:
        click.echo("No saved query fits." if search else "Nothing is saved yet: ask something, then “tablespeak save”.")
    else:
        _print_entries(entries)
    return 0


def _about_one(
    place: Place, workspace: Workspace, name: str, *, versions: bool, restore: int | None, delete: bool
) -> int:
    from wire import spec_object

    if delete:
        workspace.queries.delete(name)
        _tell(
            place, {"name": name, "deleted": True}, f"{name} was deleted; “queries {name} --restore N” brings it back."
        )
    elif restore is not None:
        entry = workspace.queries.restore(name, restore, local_caller())
        _tell(place, _entry_object(entry), f"Version {restore} of {name} is back, as version {entry.record.number}.")
    elif versions:
        found = workspace.queries.versions(name)
        told = [f"{one.number}  {moment(one.made_at)}  {one.made_by}  {' '.join(one.words)}" for one in found]
        told_object = [{**spec_object(one.spec), "version": one.number, "words": list(one.words)} for one in found]
        _tell(place, {"name": name, "versions": told_object}, "\n".join(plain(line) for line in told))
    else:
        from workspace.kept.documents import yaml_of

        entry = workspace.queries.get(name)
        shown = "\n".join(plain(line) for line in yaml_of(entry.query).splitlines())
        _tell(place, _entry_object(entry), shown)
    return 0


async def verify(place: Place, name: str | None, *, by: str | None, undo: bool, changes: bool) -> int:
    async with place.open() as workspace:
        if changes:
            return _print_changes(place, await workspace.regressions.changes())
        if name is None:
            entries = workspace.verified.list()
            if place.json:
                _print_object({"verified": [_entry_object(entry) for entry in entries]})
            elif entries:
                _print_entries(entries)
            else:
                click.echo("Nothing is verified yet.")
            return 0
        entry = (
            workspace.verified.take_back(name, local_caller())
            if undo
            else workspace.verified.verify(name, local_caller(), by=by)
        )
    told = f"{name} is a saved query like others." if undo else f"{name} is verified: it answers its question first."
    _tell(place, _entry_object(entry), told)
    return 0


def _print_changes(place: Place, records: Sequence[ChangeRecord]) -> int:
    from wire import dump

    if place.json:
        _print_object({"changes": [{**dump(one.change), "made_at": one.made_at.isoformat()} for one in records]})
    elif not records:
        click.echo("Every verified query gives what it gave.")
    for one in () if place.json else records:
        change = one.change
        before, after = (
            change.before.value or f"{change.before.rows:,} rows",
            change.after.value or f"{change.after.rows:,} rows",
        )
        told = change.after.problem if change.change == "broken" else f"{before} → {after}"
        colour = "red" if change.change == "broken" else None
        say(plain(f"{moment(one.made_at)}  {change.name}: {change.change} ({change.cause})  {told}"), colour=colour)
    newest = {one.change.name: one.change.change for one in reversed(records)}
    return 1 if "broken" in newest.values() else 0


def _print_entries(entries: Sequence[SavedEntry]) -> None:
    from cli.grid import GridColumn, grid

    console = output()
    columns = (
        GridColumn(heading="Name", cells=tuple(entry.name for entry in entries)),
        GridColumn(heading="Title", cells=tuple(plain(entry.query.title) for entry in entries)),
        GridColumn(heading="Status", cells=tuple(_status(entry) for entry in entries)),
        GridColumn(heading="Parameters", cells=tuple(_parameters(entry) for entry in entries)),
        GridColumn(heading="Changed", cells=tuple(moment(entry.record.made_at) for entry in entries)),
    )
    console.print(grid(columns, console))


def _status(entry: SavedEntry) -> str:
    verification = entry.verification
    return plain(f"verified by {verification.by}") if verification and entry.status == "verified" else entry.status


def _parameters(entry: SavedEntry) -> str:
    return plain(", ".join(f"{one.name}={_spoken(one.default)}" for one in entry.query.parameters))


def _example(entry: SavedEntry) -> str:
    return "".join(f" {one.name}=…" for one in entry.query.parameters[:2])


def _spoken(value: ParameterValue) -> str:
    return ",".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def _entry_object(entry: SavedEntry) -> dict[str, object]:
    from wire import dump, spec_object

    return {
        **spec_object(entry.query),
        "version": entry.record.number,
        "status": entry.status,
        "verified": dump(entry.verification) if entry.verification else None,
    }


def _tell(place: Place, told: dict[str, object], words: str) -> None:
    if place.json:
        _print_object(told)
    else:
        click.echo(words)


def _print_object(told: dict[str, object]) -> None:
    from cli.objects import as_json

    click.echo(as_json(told))


def moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
