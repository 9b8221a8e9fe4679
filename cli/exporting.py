"""Answers that were given before, saved as documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.asking import saved_what
from cli.place import Place
from cli.plain import plain
from cli.screen import say
from core.errors import InvalidInput

if TYPE_CHECKING:
    from workspace import Workspace
    from workspace.exporting import Paper

LAST = "last"
_LOOKED_BACK = 100


async def export(place: Place, run_id: str, file: Path, paper: str, *, dashboard: bool = False) -> int:
    """The exit code. Raises UnknownName, InvalidInput and LimitReached."""
    from workspace.exporting import saved_format_of

    saved_format_of(file)
    async with place.open() as workspace:
        on: Paper = "letter" if paper == "letter" else "a4"
        if dashboard:
            await workspace.exports.save_dashboard(run_id, file, {}, paper=on)
        else:
            run_id = last_answered(workspace) if run_id == LAST else run_id
            await workspace.exports.save(run_id, file, paper=on)
    if place.json:
        click.echo(json.dumps({"dashboard" if dashboard else "run_id": run_id, "file": str(file)}))
    else:
        say(f"{saved_what(file)} {plain(str(file))}.", dim=True, err=True)
    return 0


def last_answered(workspace: Workspace) -> str:
    """Raises InvalidInput where nothing was answered yet."""
    for run in workspace.recent_runs(_LOOKED_BACK):
        if run.status == "answered":
            return run.id
    raise InvalidInput("Nothing was answered yet.", hint="Ask a question first.")
