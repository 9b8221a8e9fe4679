"""The commands about what is kept: their names, arguments and help."""

from __future__ import annotations

from pathlib import Path

import click

from cli.place import Place, finished, with_place

_folder = click.Path(path_type=Path, file_okay=False)
_rows = click.option("--rows", type=click.IntRange(1, 100_000), metavar="N", help="The most rows to print.")


@click.command()
@click.argument("run", required=False)
@click.option("--name", help="How it is called in commands, addresses and files; else made of the title.")
@click.option("--title", help="Else the question.")
@click.option("--description", default="", help="What it is for.")
@click.option("--sql", help="Save this statement instead of an answer.")
@with_place
def save(place: Place, run: str | None, name: str | None, title: str | None, description: str, sql: str | None) -> int:
    """Save the last answer, or that of RUN, with the values that its question names as parameters."""
    from cli.keeping import save as keep

    return finished(keep(place, run, name=name, title=title, description=description, sql=sql))


@click.command()
@click.argument("name")
@click.argument("values", nargs=-1, metavar="[PARAMETER=VALUE...]")
@_rows
@with_place
def run(place: Place, name: str, values: tuple[str, ...], rows: int | None) -> int:
    """Run the saved query NAME; a parameter that takes several values is given several times.

    Exit code: 0 answered, 2 wrong use, 1 failed.
    """
    from cli.keeping import run as run_again

    return finished(run_again(place, name, values, rows))


@click.command()
@click.argument("name", required=False)
@click.option("--search", metavar="WORDS", help="In names, titles, questions and descriptions.")
@click.option("--versions", is_flag=True, help="List the versions of NAME.")
@click.option("--restore", type=click.IntRange(min=1), metavar="N", help="Bring version N of NAME back.")
@click.option("--delete", is_flag=True, help="Delete NAME; any of its versions can be brought back.")
@with_place
def queries(
    place: Place, name: str | None, search: str | None, versions: bool, restore: int | None, delete: bool
) -> int:
    """List the saved queries; of NAME, show its document."""
    from cli.keeping import queries as list_queries

    if name is None and (versions or restore or delete):
        raise click.UsageError("Name the saved query.")
    return finished(list_queries(place, name, search=search, versions=versions, restore=restore, delete=delete))


@click.command()
@click.argument("name", required=False)
@click.option("--by", metavar="PERSON", help="Who vouches for it.")
@click.option("--undo", is_flag=True, help="Take it back.")
@click.option("--changes", is_flag=True, help="List what verified queries give otherwise than before.")
@with_place
def verify(place: Place, name: str | None, by: str | None, undo: bool, changes: bool) -> int:
    """Vouch for the saved query NAME: it answers its question first. Without NAME, list what is verified.

    Exit code: 1 where --changes finds one that does not run any more.
    """
    from cli.keeping import verify as vouch

    return finished(vouch(place, name, by=by, undo=undo, changes=changes))


@click.command()
@click.argument("name", required=False)
@click.argument("values", nargs=-1, metavar="[FILTER=VALUE...]")
@click.option("--search", metavar="WORDS", help="In names, titles and descriptions.")
@click.option("--create", metavar="TOPIC", help="Propose a dashboard about words or a table, and save it.")
@click.option("--change", metavar="WORDS", help="Change NAME in words.")
@click.option("--delete", is_flag=True, help="Delete NAME; any of its versions can be brought back.")
@click.option("--restore", type=click.IntRange(min=1), metavar="N", help="Bring version N of NAME back.")
@with_place
def dashboard(
    place: Place,
    name: str | None,
    values: tuple[str, ...],
    search: str | None,
    create: str | None,
    change: str | None,
    delete: bool,
    restore: int | None,
) -> int:
    """Run the tiles of the dashboard NAME, under filters; without NAME, list the dashboards."""
    from cli.boards import Wanted
    from cli.boards import dashboard as show

    if name is None and (change or delete or restore):
        raise click.UsageError("Name the dashboard.")
    wanted = Wanted(
        name=name, values=values, search=search, create=create, change=change, delete=delete, restore=restore
    )
    return finished(show(place, wanted))


@click.command("export-specs")
@click.argument("folder", metavar="DIR", type=_folder)
@with_place
def export_specs(place: Place, folder: Path) -> int:
    """Write saved queries and dashboards as YAML into DIR, and what each query gives now beside them. Never rows."""
    from cli.spec_files import export_specs as write

    return finished(write(place, folder))


@click.command("import-specs")
@click.argument("folder", metavar="DIR", type=_folder)
@click.option("--take-files", is_flag=True, help="Where both sides changed, take the file; the other stays a version.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@with_place
def import_specs(place: Place, folder: Path, take_files: bool, dry_run: bool) -> int:
    """Take saved queries and dashboards from DIR, each change as a new version.

    Exit code: 1 where a file was refused or is in conflict.
    """
    from cli.spec_files import import_specs as read

    return finished(read(place, folder, take_files=take_files, dry=dry_run))


@click.command()
@click.argument("folder", metavar="DIR", type=_folder)
@click.option("--record", is_flag=True, help="Keep what each query gives now as what is right.")
@with_place
def check(place: Place, folder: Path, record: bool) -> int:
    """Run each saved query in DIR over the tables there are: what broke, and which values moved.

    Exit code: 1 where one is broken.
    """
    from cli.spec_files import check as check_files

    return finished(check_files(place, folder, record=record))


KEPT_COMMANDS: tuple[click.Command, ...] = (
    save,
    run,
    queries,
    verify,
    dashboard,
    export_specs,
    import_specs,
    check,
)
