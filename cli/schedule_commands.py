"""The commands about schedules: their names, arguments and help."""

from __future__ import annotations

import click

from cli.place import Place, finished, with_place

_id = click.argument("schedule_id", metavar="SCHEDULE")
_FORMATS = click.Choice(["pdf", "xlsx", "pptx", "html", "png", "svg"])


@click.group()
def schedule() -> None:
    """Send an answer, a saved query or a dashboard again and again.

    What is due is sent by a server (tablespeak serve) that runs then.
    """


@schedule.command("list")
@with_place
def list_schedules(place: Place) -> int:
    """List the schedules."""
    from cli.scheduling import list_schedules as show

    return finished(show(place))


@schedule.command()
@click.option("--run", "run_id", metavar="RUN", help="The answer of this run, or of the “last” one.")
@click.option("--query", metavar="NAME", help="This saved query.")
@click.option("--dashboard", metavar="NAME", help="This dashboard.")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="A parameter of the query, or a filter.")
@click.option("--every", metavar="TIME", help="As in “15 minutes”, “2 hours”, “day”, “2 weeks”.")
@click.option("--at", metavar="HH:MM", help="The time of day, for days and weeks.")
@click.option("--on", metavar="WEEKDAY", help="The day of the week, for weeks.")
@click.option("--cron", metavar="EXPRESSION", help="Five fields instead, as in “0 8 * * mon-fri”.")
@click.option("--timezone", default="UTC", show_default=True, metavar="ZONE", help="As in Europe/Berlin.")
@click.option(
    "--to",
    "targets",
    multiple=True,
    required=True,
    metavar="TARGET",
    help="folder:PATH, an address (https://…) or mail:ADDRESS[,ADDRESS].",
)
@click.option("--format", "export_format", type=_FORMATS, default="pdf", show_default=True, help="As what it is sent.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Of a PDF.")
@click.option("--title", metavar="TEXT", help="What it is called.")
@with_place
def add(place: Place, **given: object) -> int:
    """Make a schedule: what, when and where to."""
    from cli.scheduling import Given, add_schedule

    return finished(add_schedule(place, Given(**given)))  # type: ignore[arg-type]


@schedule.command()
@_id
@with_place
def show(place: Place, schedule_id: str) -> int:
    """Show a schedule, and what became of its last times."""
    from cli.scheduling import show_schedule

    return finished(show_schedule(place, schedule_id))


@schedule.command()
@_id
@with_place
def run(place: Place, schedule_id: str) -> int:
    """Send it now. Exit code: 1 where not everything was delivered."""
    from cli.scheduling import run_schedule

    return finished(run_schedule(place, schedule_id))


@schedule.command()
@_id
@with_place
def pause(place: Place, schedule_id: str) -> int:
    """Send nothing until it is resumed."""
    from cli.scheduling import pause_schedule

    return finished(pause_schedule(place, schedule_id))


@schedule.command()
@_id
@with_place
def resume(place: Place, schedule_id: str) -> int:
    """Go on with one that was paused, or was stopped because the schema drifted."""
    from cli.scheduling import resume_schedule

    return finished(resume_schedule(place, schedule_id))


@schedule.command()
@_id
@with_place
def delete(place: Place, schedule_id: str) -> int:
    """Delete it, with what is kept of its runs."""
    from cli.scheduling import delete_schedule

    return finished(delete_schedule(place, schedule_id))
