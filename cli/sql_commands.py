"""Commands about a statement rather than its rows."""

from __future__ import annotations

import click

from cli.place import Place, finished, with_place


@click.command()
@click.argument("statement", metavar='"SELECT ..."')
@click.option("--profile", is_flag=True, help="Run it too, and show its costliest steps.")
@with_place
def explain(place: Place, statement: str, profile: bool) -> int:
    """Tell what a statement does, how it will run, and what makes it slow."""
    from cli.explaining import explain as tell

    return finished(tell(place, statement, profile=profile))


@click.command()
@click.argument("statement", metavar='"SELECT ..."')
@click.option(
    "--to", "dialect", required=True, metavar="DIALECT", help="postgres, mysql, bigquery, snowflake, tsql ..."
)
@with_place
def translate(place: Place, statement: str, dialect: str) -> int:
    """Write a statement in another database's dialect, as well as can be."""
    from cli.explaining import translate as write

    return finished(write(place, statement, dialect))


SQL_COMMANDS = (explain, translate)
