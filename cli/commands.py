"""The commands: their names, arguments and help. What each does is imported when it is called."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import click

from cli.export_commands import export
from cli.file_commands import FILE_COMMANDS
from cli.kept_commands import KEPT_COMMANDS
from cli.model_commands import model
from cli.place import Place, finished, with_data_dir, with_place
from cli.schedule_commands import schedule
from cli.sql_commands import SQL_COMMANDS
from core.suggest import close_names

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_SAMPLE = "sample"


class Commands(click.Group):
    """Has the commands that other rooms register too, and says what an unknown one could have meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *(entry.name for entry in _registered())})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        entry = next((entry for entry in _registered() if entry.name == cmd_name), None)
        return None if entry is None else cast(click.Command, entry.load())

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            self._refuse(ctx, args[0])
        return super().resolve_command(ctx, args)

    def _refuse(self, ctx: click.Context, name: str) -> NoReturn:
        if " " in name.strip():
            ctx.fail(f'There is no command “{name}”. Did you mean: tablespeak ask "{name}"?')
        known = self.list_commands(ctx)
        close = close_names(name, known, most=1)
        if close:
            ctx.fail(f"There is no command “{name}”. Did you mean “{close[0]}”?")
        ctx.fail(f"There is no command “{name}”. There are: {', '.join(known)}.")


def _registered() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points

    return entry_points(group="tablespeak.commands")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tablespeak", message="%(prog)s %(version)s")
def tablespeak() -> None:
    """Upload files, ask in plain English, get an answer you can check."""


for command in (*FILE_COMMANDS, model, export, schedule, *SQL_COMMANDS, *KEPT_COMMANDS):
    tablespeak.add_command(command)

_rows = click.option("--rows", type=click.IntRange(1, 100_000), metavar="N", help="The most rows to print.")
_files = click.Path(path_type=Path)
_out = click.option(
    "--out",
    type=_files,
    metavar="FILE",
    help="Save all rows as FILE (.csv, .json, .arrow, .parquet or .xlsx), or the answer (.pdf, .pptx, .html, .png or .svg).",
)


@tablespeak.command()
@click.argument("question")
@click.argument("files", nargs=-1, type=_files, metavar="[FILE...]")
@_rows
@click.option("--chart", type=_files, metavar="FILE", help="Save the chart as FILE (.png or .svg).")
@_out
@with_place
def ask(
    place: Place, question: str, files: tuple[Path, ...], rows: int | None, chart: Path | None, out: Path | None
) -> int:
    """Answer QUESTION; each FILE is loaded first.

    Exit code: 0 answered, 3 a question back, 4 declined, 2 wrong use, 1 failed.
    """
    from cli.asking import ask as answer_question
    from cli.finding import files_in

    return finished(answer_question(place, question, files_in(files, recursive=False), rows, chart, out))


@tablespeak.command()
@with_place
def tables(place: Place) -> int:
    """List the tables."""
    from cli.describing import tables as list_tables

    return finished(list_tables(place))


@tablespeak.command()
@click.argument("table")
@with_place
def describe(place: Place, table: str) -> int:
    """Show the columns of TABLE: their types, roles and values."""
    from cli.describing import describe as describe_table

    return finished(describe_table(place, table))


@tablespeak.command()
@click.argument("run", required=False)
@click.option("--most", type=click.IntRange(1, 500), default=50, metavar="N", help="The most runs to list.")
@with_place
def egress(place: Place, run: str | None, most: int) -> int:
    """List what left this machine for a language model; of one RUN, word for word."""
    from cli.egress import egress as list_egress

    return finished(list_egress(place, run, most))


@tablespeak.command()
@with_place
def doctor(place: Place) -> int:
    """Check that everything is there, and what the language model can do.

    The model is asked some fixed questions, with nothing of your data in them. Exit code: 1 where something failed.
    """
    from cli.doctor import doctor as check_all

    return finished(check_all(place))


@tablespeak.command()
@click.option("--days", type=click.IntRange(1, 3660), default=30, metavar="N", help="How many days back.")
@with_place
def usage(place: Place, days: int) -> int:
    """Show what language models were asked for: calls, tokens and cost."""
    from cli.usage import usage as show_usage

    return finished(show_usage(place, days))


@tablespeak.command()
@click.argument("statement", metavar='"SELECT ..."')
@_rows
@_out
@with_place
def sql(place: Place, statement: str, rows: int | None, out: Path | None) -> int:
    """Run one read-only statement over the tables."""
    from cli.asking import run_sql

    return finished(run_sql(place, statement, rows, out))


@tablespeak.command()
@with_data_dir(_SAMPLE)
def sample(place: Place) -> int:
    """Make the workspace “sample”: a small shop to try questions on."""
    from cli.loading import load as load_files
    from workspace.sample import FIRST_QUESTION, write_sample

    code = finished(load_files(place, write_sample(place.data_dir / _SAMPLE)))
    if not place.json:
        click.echo(f'\nTry: tablespeak ask --workspace {place.workspace} "{FIRST_QUESTION}"')
    return code
