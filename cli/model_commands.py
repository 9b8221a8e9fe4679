"""The commands about the semantic model: their names, arguments and help."""

from __future__ import annotations

from pathlib import Path

import click

from cli.place import Place, finished, with_place

_format = click.Choice(["tablespeak", "dbt", "snowflake", "ossie"])


@click.group(invoke_without_command=True)
@with_place
def model(place: Place) -> int | None:
    """Print the semantic model as YAML; with a command, change it."""
    if click.get_current_context().invoked_subcommand is not None:
        return None
    from cli.describing import model as print_model

    return finished(print_model(place))


@model.command("set")
@click.argument("target")
@click.argument("values", nargs=-1, required=True, metavar="NAME=VALUE...")
@with_place
def set_values(place: Place, target: str, values: tuple[str, ...]) -> int:
    """Change TARGET in the draft: a table, a field ("orders.amount"), "metric:NAME", "relationship:NAME", "calendar".

    A VALUE that is left out ("unit=") is taken away. Lists have commas: synonyms=sales,turnover
    """
    from cli.modelling import set_values as change

    return finished(change(place, target, values))


@model.command()
@click.argument("phrase")
@click.argument("target")
@with_place
def synonym(place: Place, phrase: str, target: str) -> int:
    """Let PHRASE mean TARGET ("orders.amount") in the draft."""
    from cli.modelling import change

    return finished(change(place, {"synonym": phrase, "target": target}))


@model.command()
@click.argument("metric")
@with_place
def accept(place: Place, metric: str) -> int:
    """Accept a suggested METRIC in the draft."""
    from cli.modelling import change

    return finished(change(place, {"metric": metric, "do": "accept"}))


@model.command()
@click.argument("metric")
@with_place
def reject(place: Place, metric: str) -> int:
    """Do not suggest METRIC any more, in the draft."""
    from cli.modelling import change

    return finished(change(place, {"metric": metric, "do": "reject"}))


@model.command()
@click.argument("what")
@with_place
def remove(place: Place, what: str) -> int:
    """Remove WHAT in the draft: "metric:NAME", "relationship:NAME" or "synonym:PHRASE"."""
    from cli.modelling import remove as take_away

    return finished(take_away(place, what))


@model.command()
@click.argument("tables", nargs=-1)
@click.option("--accept", is_flag=True, help="Put all of them into the draft.")
@with_place
def suggest(place: Place, tables: tuple[str, ...], accept: bool) -> int:
    """Let the language model suggest labels, descriptions and synonyms of TABLES, and choose which to take."""
    from cli.model_words import suggest as suggest_words

    return finished(suggest_words(place, tables, accept=accept))


@model.command()
@with_place
def draft(place: Place) -> int:
    """Show what the draft changes, and which recent answers change with it."""
    from cli.modelling import draft as show_draft

    return finished(show_draft(place))


@model.command()
@with_place
def discard(place: Place) -> int:
    """Give the draft up."""
    from cli.modelling import discard as drop

    return finished(drop(place))


@model.command()
@with_place
def publish(place: Place) -> int:
    """Make the draft a new version of the model."""
    from cli.modelling import publish as make_current

    return finished(make_current(place))


@model.command()
@with_place
def versions(place: Place) -> int:
    """List the versions of the model that were published."""
    from cli.modelling import versions as list_versions

    return finished(list_versions(place))


@model.command()
@click.argument("number", type=click.IntRange(min=0))
@with_place
def rollback(place: Place, number: int) -> int:
    """Bring version NUMBER of the model back, as a new version; 0 is the model as it was found."""
    from cli.modelling import rollback as bring_back

    return finished(bring_back(place, number))


@model.command()
@with_place
def breaks(place: Place) -> int:
    """List what of the model the current tables do not let hold."""
    from cli.modelling import breaks as list_breaks

    return finished(list_breaks(place))


@model.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=_format, default="tablespeak", show_default=True, help="What to write.")
@with_place
def export_file(place: Place, file: Path, form: str) -> int:
    """Write the model into FILE; comments in a FILE that is there already are kept."""
    from cli.model_files import export_file as write

    return finished(write(place, file, form))


@model.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=_format, help="What FILE is, where it cannot be told from its content.")
@click.option("--prune", is_flag=True, help="Remove metrics, relationships and synonyms that are not in FILE.")
@with_place
def import_file(place: Place, file: Path, form: str | None, prune: bool) -> int:
    """Put what FILE says into the draft."""
    from cli.model_files import import_file as read

    return finished(read(place, file, form, prune=prune))
