"""What left the machine for a language model's endpoint, in the terminal."""

from __future__ import annotations

import click

from cli.place import Place
from cli.plain import plain
from core.egress import RunEgress, SentRequest


async def egress(place: Place, run_id: str | None, most: int) -> int:
    async with place.open() as workspace:
        found = workspace.egress.latest(most) if run_id is None else (workspace.egress.of_run(run_id),)
    if place.json:
        from cli.objects import as_json
        from wire import dump

        click.echo(as_json({"workspace": place.workspace, "runs": [dump(one) for one in found]}))
        return 0
    sending = [one for one in found if one.requests]
    if not sending:
        click.echo("Nothing has left this machine for a language model.")
    for one in sending:
        _print_run(one, whole=run_id is not None)
    return 0


def _print_run(run: RunEgress, *, whole: bool) -> None:
    click.echo(f"{run.started_at:%Y-%m-%d %H:%M}  {run.run_id}  {plain(run.question)}")
    for request in run.requests:
        click.echo(f"  {_in_words(request)}")
        if whole:
            lines = (line for text in request.texts for line in text.splitlines())
            click.echo("\n".join(f"    | {plain(line)}" for line in lines))


def _in_words(request: SentRequest) -> str:
    told = request.told
    counts = f"{len(told.tables)} tables, {len(told.columns)} columns, {len(told.cells)} cells"
    tokens = f"{request.prompt_tokens} tokens there, {request.completion_tokens} back"
    where = f"{plain(request.model)} at {plain(request.host)} ({request.privacy})"
    times = "" if request.attempts < 2 else f", sent {request.attempts} times"
    return f"{told.purpose} to {where}: {counts}; {tokens}{times}"
