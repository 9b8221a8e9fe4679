"""What a workspace holds: its tables, one of them, and its semantic model."""

from __future__ import annotations

import click

from cli.place import Place
from cli.plain import plain
from cli.screen import output
from core.model import Entity, Field
from core.table import ColumnFormat, TableVersion


async def tables(place: Place) -> int:
    async with place.open() as workspace:
        versions = workspace.tables()
    if place.json:
        from cli.objects import as_json, version_object

        found = [version_object(version) for version in versions]
        click.echo(as_json({"workspace": place.workspace, "tables": found}))
    elif versions:
        _print_tables(versions)
    else:
        click.echo(f"Workspace {place.workspace} is empty. Add to it with “tablespeak load FILE...”.")
    return 0


async def describe(place: Place, name: str) -> int:
    async with place.open() as workspace:
        version, entity = await workspace.describe(name)
    if place.json:
        from cli.objects import as_json, version_object
        from wire import dump

        click.echo(as_json({"table": version_object(version), "entity": dump(entity)}))
    else:
        _print_table(version, entity)
    return 0


async def model(place: Place) -> int:
    async with place.open() as workspace:
        semantic_model = await workspace.model()
    if place.json:
        from cli.objects import as_json
        from wire import dump

        click.echo(as_json(dump(semantic_model)))
    else:
        from workspace import model_yaml

        click.echo("\n".join(map(plain, model_yaml(semantic_model).splitlines())))
    return 0


def _print_tables(versions: tuple[TableVersion, ...]) -> None:
    from cli.grid import GridColumn, grid

    console = output()
    columns = (
        GridColumn(heading="Table", cells=tuple(plain(each.table.name) for each in versions)),
        GridColumn(heading="Rows", cells=tuple(f"{each.table.rows:,}" for each in versions), right=True),
        GridColumn(heading="Columns", cells=tuple(str(len(each.table.columns)) for each in versions), right=True),
        GridColumn(heading="Version", cells=tuple(str(each.number) for each in versions), right=True),
        GridColumn(heading="From", cells=tuple(plain(_source(each)) for each in versions)),
        GridColumn(
            heading="Loaded", cells=tuple(f"{each.imported_at.astimezone():%Y-%m-%d %H:%M}" for each in versions)
        ),
    )
    console.print(grid(columns, console))


def _source(version: TableVersion) -> str:
    origin = version.table.origin
    return f"{origin.file} ({origin.sheet})" if origin.sheet else origin.file


def _print_table(version: TableVersion, entity: Entity) -> None:
    from cli.grid import GridColumn, grid

    console = output()
    heading = f"{entity.name}: {entity.rows:,} rows of {_source(version)}, version {version.number}"
    click.echo(plain(heading))
    fields = entity.fields
    formats = {column.name: column.format for column in version.table.columns}
    columns = (
        GridColumn(heading="Column", cells=tuple(plain(field.name) for field in fields)),
        GridColumn(heading="Type", cells=tuple(_type(field, formats.get(field.name)) for field in fields)),
        GridColumn(heading="Role", cells=tuple(_role(field) for field in fields)),
        GridColumn(heading="Empty", cells=tuple(f"{field.profile.nulls:,}" for field in fields), right=True),
        GridColumn(heading="Distinct", cells=tuple(f"{field.profile.distinct:,}" for field in fields), right=True),
        GridColumn(heading="From … to, or most frequent", cells=tuple(plain(_extent(field)) for field in fields)),
    )
    console.print(grid(columns, console))
    for field in fields:
        if field.description:
            click.echo(plain(f"{field.name}: {field.description}"))


def _type(field: Field, form: ColumnFormat | None) -> str:
    return f"{field.type}, {form.replace('_', ' ')}" if form else field.type


def _role(field: Field) -> str:
    unit = f", {field.unit}" if field.unit else ""
    return f"{field.aggregation}{unit}" if field.kind == "measure" else f"{field.role}{unit}"


def _extent(field: Field) -> str:
    profile = field.profile
    if field.kind == "dimension" and field.role != "time" and profile.top:
        return ", ".join(str(value) for value, _ in profile.top[:3])
    if profile.minimum is None:
        return ""
    return f"{profile.minimum} … {profile.maximum}"
