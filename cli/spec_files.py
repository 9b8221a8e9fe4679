"""Saved queries and dashboards as files: written, taken, checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.keeping import local_caller
from cli.place import Place
from cli.plain import plain
from cli.screen import say

if TYPE_CHECKING:
    from core.saved import Figures
    from workspace.kept.exchange import Checked, Imported

_COLOURS = {"broken": "red", "refused": "red", "conflict": "yellow", "moved": "yellow"}


async def export_specs(place: Place, folder: Path) -> int:
    async with place.open() as workspace:
        exported = await workspace.specs.export(folder)
    if place.json:
        _print_object({"written": exported.written, "same": exported.same, "left": exported.left})
        return 0
    for path in exported.written:
        click.echo(plain(f"  {path}"))
    click.echo(f"{len(exported.written)} files written into {plain(str(folder))}, {len(exported.same)} as they were.")
    for path in exported.left:
        say(plain(f"  {path} is of nothing that is saved here; it was left."), dim=True)
    return 0


async def import_specs(place: Place, folder: Path, *, take_files: bool, dry: bool) -> int:
    from wire import dump

    async with place.open() as workspace:
        found = await workspace.specs.import_from(folder, local_caller(), take_files=take_files, dry=dry)
    taken = {"created", "changed"} | ({"conflict", "older"} if take_files else set())
    bad = [one for one in found if one.outcome == "refused" or (one.outcome == "conflict" and not take_files)]
    if place.json:
        _print_object({"files": [dump(one) for one in found], "dry_run": dry})
        return 1 if bad else 0
    for one in found:
        if one.outcome != "same":
            _print_imported(one)
    count = sum(one.outcome in taken for one in found)
    click.echo(f"{count} of {len(found)} files {'would be ' if dry else ''}taken.")
    if any(one.outcome == "conflict" for one in bad):
        say("Where both sides changed, nothing was taken: --take-files takes the files.", dim=True)
    return 1 if bad else 0


def _print_imported(one: Imported) -> None:
    say(plain(f"  {one.outcome:9}{one.path}"), colour=_COLOURS.get(one.outcome))
    for line in (*one.words, *((one.problem,) if one.problem else ())):
        say(plain(f"             {line}"), dim=True)


async def check(place: Place, folder: Path, *, record: bool) -> int:
    from wire import dump

    async with place.open() as workspace:
        found = await workspace.specs.check(folder, record=record)
    broken = [one for one in found if one.verdict == "broken"]
    if place.json:
        counts = {verdict: sum(one.verdict == verdict for one in found) for verdict in ("ok", "moved", "new", "broken")}
        _print_object({"files": [dump(one) for one in found], "counts": counts})
        return 1 if broken else 0
    for one in found:
        say(plain(f"  {one.verdict:8}{one.path}{_told(one)}"), colour=_COLOURS.get(one.verdict))
    moved = sum(one.verdict == "moved" for one in found)
    click.echo(f"{len(found)} files: {len(broken)} broken, {moved} moved.")
    return 1 if broken else 0


def _told(one: Checked) -> str:
    if one.problem is not None:
        return f": {one.problem}"
    if one.verdict == "moved" and one.before and one.after:
        return f": {_figures(one.before)} → {_figures(one.after)}"
    return f": {_figures(one.after)}" if one.after else ""


def _figures(figures: Figures) -> str:
    return figures.value if figures.value is not None else f"{figures.rows:,} rows [{figures.checksum[:8]}]"


def _print_object(told: dict[str, object]) -> None:
    from cli.objects import as_json

    click.echo(as_json(told))
