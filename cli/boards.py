"""Dashboards in the terminal: listed, proposed, changed, and their tiles run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from cli.keeping import given_values, local_caller, moment
from cli.place import Place
from cli.plain import plain, plain_result
from cli.screen import output, say

if TYPE_CHECKING:
    from core.saved import Dashboard
    from workspace import SpecRecord, TileResult, Workspace

_ROWS_ON_SCREEN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of a dashboard; without a name, of all of them."""

    name: str | None
    values: tuple[str, ...] = ()
    search: str | None = None
    create: str | None = None
    change: str | None = None
    delete: bool = False
    restore: int | None = None


async def dashboard(place: Place, wanted: Wanted) -> int:
    async with place.open() as workspace:
        if wanted.create is not None:
            return await _create(place, workspace, wanted.create)
        if wanted.name is None:
            return _list(place, workspace, wanted.search)
        if wanted.change is not None:
            return await _change(place, workspace, wanted.name, wanted.change)
        if wanted.delete:
            workspace.dashboards.delete(wanted.name)
            told = f"{wanted.name} was deleted; “dashboard {wanted.name} --restore N” brings it back."
            return _tell(place, {"name": wanted.name, "deleted": True}, told)
        if wanted.restore is not None:
            record = workspace.dashboards.restore(wanted.name, wanted.restore, local_caller())
            return _tell(place, _object(record), f"Version {wanted.restore} is back, as version {record.number}.")
        return await _run(place, workspace, wanted)


async def _create(place: Place, workspace: Workspace, topic: str) -> int:
    tables = {version.table.name for version in workspace.tables()}
    table = topic if topic in tables else None
    draft = await workspace.design_dashboard("" if table else topic, table=table, caller=local_caller())
    record = await workspace.dashboards.keep_draft(draft, local_caller())
    told = f"Saved as {record.name}, with {len(record.spec.tiles)} tiles. See it: tablespeak dashboard {record.name}"
    return _tell(place, {**_object(record), "told": list(draft.told)}, "\n".join((told, *draft.told)))


async def _change(place: Place, workspace: Workspace, name: str, words: str) -> int:
    draft = workspace.dashboards.draft_of(name)
    changed = await workspace.change_dashboard(draft, words, saved=workspace.queries.names(), caller=local_caller())
    record = await workspace.dashboards.keep_changed(changed, local_caller(), base=None)
    told = "\n".join(plain(one) for one in changed.told) or f"{name} is as it was."
    return _tell(place, {**_object(record), "told": list(changed.told)}, told)


def _list(place: Place, workspace: Workspace, search: str | None) -> int:
    from cli.grid import GridColumn, grid

    records = workspace.dashboards.list(containing=search)
    if place.json:
        return _tell(place, {"dashboards": [_object(record) for record in records]}, "")
    if not records:
        return _tell(place, {}, "There is no dashboard yet: “tablespeak dashboard --create TOPIC” proposes one.")
    console = output()
    columns = (
        GridColumn(heading="Name", cells=tuple(record.name for record in records)),
        GridColumn(heading="Title", cells=tuple(plain(record.spec.title) for record in records)),
        GridColumn(heading="Tiles", cells=tuple(str(len(record.spec.tiles)) for record in records), right=True),
        GridColumn(heading="Changed", cells=tuple(moment(record.made_at) for record in records)),
    )
    console.print(grid(columns, console))
    return 0


async def _run(place: Place, workspace: Workspace, wanted: Wanted) -> int:
    board = workspace.dashboards.record(wanted.name or "").spec
    given = given_values(wanted.values)
    found = {one.id: one async for one in workspace.dashboards.run(board, given, local_caller())}
    tiles = [found[tile.id] for tile in board.tiles]
    if place.json:
        _tell(place, {"name": board.name, "tiles": [_tile_object(tile) for tile in tiles]}, "")
    else:
        say(plain(board.title))
        for tile in tiles:
            _print_tile(tile)
    return 1 if any(tile.problem is not None for tile in tiles) else 0


def _print_tile(tile: TileResult) -> None:
    from cli.grid import result_grid

    click.echo()
    if tile.text is not None:
        for line in tile.text.splitlines():
            click.echo(plain(line))
        return
    say(plain(tile.title), colour="cyan")
    if tile.problem is not None:
        say(plain(f"{tile.problem.message} {tile.problem.hint or ''}".strip()), colour="red")
    elif tile.result is not None:
        console = output()
        console.print(result_grid(plain_result(tile.result), None, console, _ROWS_ON_SCREEN))
    if tile.unfiltered:
        say(plain(f" not filtered by {', '.join(tile.unfiltered)}"), dim=True)


def _tile_object(tile: TileResult) -> dict[str, Any]:
    from cli.objects import table_object
    from wire import dump

    return {
        "id": tile.id,
        "title": tile.title,
        "text": tile.text,
        "query": tile.query,
        "sql": tile.sql,
        "table": table_object(tile.result) if tile.result else None,
        "unfiltered": list(tile.unfiltered),
        "error": dump(tile.problem) if tile.problem else None,
    }


def _object(record: SpecRecord[Dashboard]) -> dict[str, Any]:
    from wire import spec_object

    return {**spec_object(record.spec), "version": record.number}


def _tell(place: Place, told: dict[str, Any], words: str) -> int:
    from cli.objects import as_json

    click.echo(as_json(told) if place.json else words)
    return 0
