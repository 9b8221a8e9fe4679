"""The commands about files and versions of tables: their names, arguments and help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.place import Place, finished, with_place

if TYPE_CHECKING:
    from workspace import ImportMode

_number = click.IntRange(min=1)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("-r", "--recursive", is_flag=True, help="Read the subfolders of a folder too.")
@click.option("--append", is_flag=True, help="Add the rows to the table that is alike, with the file as a column.")
@click.option("--into", metavar="TABLE", help="Add the rows to TABLE; it is made where it is missing.")
@click.option("--separate", is_flag=True, help="Make a table of its own, also of a name or content that is there.")
@with_place
def load(place: Place, files: tuple[Path, ...], recursive: bool, append: bool, into: str | None, separate: bool) -> int:
    """Read each FILE into tables; one loaded before becomes a new version.

    A folder stands for the files in it that can be read; patterns like "data/*.csv" are understood too.
    """
    from cli.finding import files_in
    from cli.loading import load as load_files

    if separate and (append or into):
        raise click.UsageError("--separate makes a table of its own, --append and --into add to one: choose.")
    mode: ImportMode = "separate" if separate else "append" if append or into else "version"
    return finished(load_files(place, files_in(files, recursive=recursive), mode=mode, into=into))


@click.command()
@click.argument("file")
@with_place
def report(place: Place, file: str) -> int:
    """Show what was found in FILE and decided about it; FILE is its name, its id or a table."""
    from cli.reporting import report as show_report

    return finished(show_report(place, file))


@click.command()
@click.argument("file")
@click.argument("decision", nargs=-1, required=True, metavar="DECISION...")
@click.option("--reset", is_flag=True, help="Leave it to the data again.")
@with_place
def decide(place: Place, file: str, decision: tuple[str, ...], reset: bool) -> int:
    """Change what was decided about FILE, which is then read again as a new version.

    DECISION is its number or key in the report, with one of its values; or COLUMN=VALUE (when=day_month,
    postcode=number), header=ROW, total_row=data. TABLE. goes before where FILE holds several tables.

    Or say it: read dates as day/month, keep postcode as number, treat row 3 as header, this total row is data,
    undo 4.
    """
    from cli.reporting import decide as change

    return finished(change(place, file, decision, reset=reset))


@click.command()
@click.argument("file")
@with_place
def undo(place: Place, file: str) -> int:
    """Take the last decision about FILE back."""
    from cli.reporting import undo as take_back

    return finished(take_back(place, file))


@click.command()
@click.argument("table")
@click.option("--compare", nargs=2, type=_number, metavar="FROM TO", help="What changed from one to the other.")
@with_place
def versions(place: Place, table: str, compare: tuple[int, int] | None) -> int:
    """List the versions of TABLE; the current one has a star."""
    from cli.versioning import versions as list_versions

    return finished(list_versions(place, table, compare))


@click.command()
@click.argument("table")
@click.argument("version", type=_number)
@with_place
def restore(place: Place, table: str, version: int) -> int:
    """Make VERSION of TABLE current again."""
    from cli.versioning import restore as bring_back

    return finished(bring_back(place, table, version))


@click.command()
@click.argument("table")
@click.argument("version", type=_number, required=False)
@click.option("--force", is_flag=True, help="Delete the current version too; the newest one left is current then.")
@with_place
def delete(place: Place, table: str, version: int | None, force: bool) -> int:
    """Delete VERSION of TABLE; without a version, take TABLE out (restore brings it back)."""
    from cli.versioning import delete as remove

    return finished(remove(place, table, version, force=force))


@click.command()
@with_place
def imports(place: Place) -> int:
    """List the imports and how each ended."""
    from cli.versioning import imports as list_imports

    return finished(list_imports(place))


@click.command()
@click.argument("file", required=False)
@with_place
def retry(place: Place, file: str | None) -> int:
    """Try the import of FILE (a name or an id) again; without it, each one that was interrupted."""
    from cli.versioning import retry as try_again

    return finished(try_again(place, file))


FILE_COMMANDS: tuple[click.Command, ...] = (
    load,
    report,
    decide,
    undo,
    versions,
    restore,
    delete,
    imports,
    retry,
)
