"""A statement told: in words, in its steps, by what it costs, in another dialect."""

from __future__ import annotations

import click

from cli.place import Place
from cli.plain import plain
from core.question import Caller


async def explain(place: Place, statement: str, *, profile: bool) -> int:
    async with place.open() as workspace:
        found = await workspace.plans.explain(statement, Caller(), profile=profile)
    if place.json:
        from cli.objects import as_json
        from wire import dump

        click.echo(as_json(dump(found)))
        return 0
    for sentence in found.words:
        click.echo(plain(sentence))
    click.echo("\nHow it runs:")
    for number, step in enumerate(found.steps, 1):
        click.echo(f"{number:>3}. {plain(step)}")
    if profile:
        click.echo("\nWhat it spent its time on:" if found.costliest else "\nIt took no time worth telling.")
        for one in found.costliest:
            click.echo(f"{one.share:>4.0%}  {one.seconds:.3g} s, {one.rows:,} rows: {plain(one.told)}")
    return 0


async def translate(place: Place, statement: str, dialect: str) -> int:
    async with place.open() as workspace:
        found = await workspace.plans.translate(statement, dialect, Caller())
    if place.json:
        from cli.objects import as_json
        from wire import dump

        click.echo(as_json(dump(found)))
        return 0
    click.echo("\n".join(map(plain, found.sql.splitlines())))
    for remark in (*found.doubts, f"{found.dialect}. {found.label}"):
        click.echo(f"-- {plain(remark)}", err=True)
    return 0
