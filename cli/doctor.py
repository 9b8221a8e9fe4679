"""Whether everything is there, and what the language model can do, in the terminal."""

from __future__ import annotations

from typing import Any

import click

from cli.place import Place
from cli.plain import plain
from core.question import Caller

_MARKS = {"ok": "ok    ", "weak": "weak  ", "failed": "FAILED"}


async def doctor(place: Place) -> int:
    """1 where something failed."""
    from workspace.health import findings

    seen: list[dict[str, Any]] = []
    async with place.open() as workspace:
        async for one in findings(workspace, place.data_dir, Caller()):
            seen.append({"name": one.name, "status": one.status, "told": one.told})
            if not place.json:
                click.echo(f"{_MARKS[one.status]}  {one.name}: {plain(one.told)}")
    if place.json:
        from cli.objects import as_json

        click.echo(as_json({"findings": seen}))
    return 1 if any(one["status"] == "failed" for one in seen) else 0
