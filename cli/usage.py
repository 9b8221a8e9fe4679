"""What language models were asked for, in the terminal."""

from __future__ import annotations

from typing import Any

import click

from cli.place import Place
from cli.plain import plain


async def usage(place: Place, days: int) -> int:
    async with place.open() as workspace:
        found = workspace.spending.described(days)
    if place.json:
        from cli.objects import as_json

        click.echo(as_json({"workspace": place.workspace, **found}))
        return 0
    if not found["days"]:
        click.echo("No language model was asked.")
    for day in found["days"]:
        click.echo(f"{day['day']}  {plain(day['caller'])}  {plain(day['model'])}: {_in_words(day['spent'])}")
    if found["budgets"] is not None:
        click.echo(f"Today, everybody: {_in_words(found['today'])}")
        for of, budget in found["budgets"].items():
            limits = [f"{amount:,} {name}" for name, amount in budget.items() if amount is not None]
            click.echo(f"Budget, {_OF[of]}: {', '.join(limits) or 'none'}")
    return 0


_OF = {"question": "a question", "caller_day": "a caller and day", "day": "a day"}


def _in_words(spent: dict[str, Any]) -> str:
    cost = f", {spent['cost']:.4f}" if spent["cost"] else ""
    calls = "1 call" if spent["calls"] == 1 else f"{spent['calls']:,} calls"
    return f"{calls}, {spent['tokens']:,} tokens{cost}"
