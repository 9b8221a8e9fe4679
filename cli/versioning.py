"""Versions of tables in the terminal, and imports that did not end well."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from cli.grid import GridColumn, grid
from cli.loading import change_lines, outcome_told
from cli.place import Place
from cli.plain import plain
from cli.screen import output, progress, say
from core.event import StatusChanged
from core.figures import counted

if TYPE_CHECKING:
    from workspace import ImportRecord, RowChange, VersionEntry

_SAMPLE = 5


async def versions(place: Place, table: str, compare: tuple[int, int] | None) -> int:
    if compare is not None:
        return await _compare(place, table, *compare)
    async with place.open() as workspace:
        entries = workspace.versions.list(table)
    if place.json:
        from cli.objects import as_json, entry_object

        click.echo(as_json({"table": table, "versions": [entry_object(entry) for entry in entries]}))
    else:
        _print_versions(entries)
    return 0


async def restore(place: Place, table: str, number: int) -> int:
    async with place.open() as workspace:
        restored = workspace.versions.restore(table, number)
    if place.json:
        from cli.objects import as_json, version_object

        click.echo(as_json(version_object(restored)))
    else:
        click.echo(f"{table} is version {number} again: {counted(restored.table.rows, 'row')}.")
    return 0


async def delete(place: Place, table: str, number: int | None, *, force: bool) -> int:
    async with place.open() as workspace:
        deleted = workspace.versions.delete(table, number, force=force) if number is not None else None
        if deleted is None:
            workspace.versions.take_out(table)
    if place.json:
        from cli.objects import as_json
        from wire import dump

        click.echo(as_json(dump(deleted) if deleted else {"table": table, "number": None, "current": None}))
    elif deleted is None:
        click.echo(f"{table} is taken out. Its versions are kept: “tablespeak restore {table} N” brings one back.")
    else:
        now = f"version {deleted.current} is current" if deleted.current else f"{table} is no longer there"
        click.echo(f"Version {number} of {table} is deleted; {now}.")
    return 0


async def imports(place: Place) -> int:
    async with place.open() as workspace:
        records = workspace.files.imports()
    if place.json:
        from cli.objects import as_json, import_record_object

        found = [import_record_object(record) for record in records]
        click.echo(as_json({"workspace": place.workspace, "imports": found}))
    elif records:
        _print_imports(records)
    else:
        click.echo(f"Nothing was imported into workspace {place.workspace} yet.")
    return 0


async def retry(place: Place, reference: str | None) -> int:
    """The exit code: 1 where one failed again."""
    from workspace import FileAdded, Import

    outcomes = []
    async with place.open() as workspace:
        records = workspace.files.imports()
        failed = [each for each in records if each.status in ("interrupted", "cancelled", "refused")]
        if reference is not None:
            chosen = [each.id for each in failed if reference in (each.id, each.name)][:1] or [reference]
        else:
            chosen = [each.id for each in reversed(failed) if each.status == "interrupted"]
        jobs = [workspace.files.retry(import_id) for import_id in chosen]
        with progress(quiet=place.json) as show:
            for job in jobs:
                if not isinstance(job, Import):
                    outcomes.append(workspace.files.outcome(job))
                    continue
                async for news in job.news.read():
                    if isinstance(news, StatusChanged):
                        show(plain(news.text), news.progress)
                outcomes.append(await job.ended())
    if place.json:
        from cli.objects import as_json, import_object

        click.echo(as_json({"workspace": place.workspace, "files": [import_object(outcome) for outcome in outcomes]}))
    elif not outcomes:
        click.echo("No import was interrupted.")
    else:
        for outcome in outcomes:
            outcome_told(outcome)
    return 0 if all(isinstance(outcome, FileAdded) for outcome in outcomes) else 1


async def _compare(place: Place, table: str, before: int, after: int) -> int:
    async with place.open() as workspace:
        schema, rows = workspace.versions.compare(table, before, after)
    if place.json:
        from cli.objects import as_json, comparison_object

        click.echo(as_json(comparison_object(schema, rows)))
        return 0
    click.echo(f"{table}, version {before} → {after}: {schema.rows_before:,} → {schema.rows_after:,} rows")
    for line in change_lines(schema):
        click.echo(plain(f"  {line}"))
    _print_rows(rows)
    return 0


def _print_rows(rows: RowChange) -> None:
    for count, sample, told in (
        (rows.only_before, rows.sample_before, "gone"),
        (rows.only_after, rows.sample_after, "new"),
    ):
        click.echo(f"  {counted(count, 'row')} {told}")
        for row in sample[:_SAMPLE]:
            say(plain(f"    {' | '.join('' if cell is None else str(cell) for cell in row)}")[:200], dim=True)


def _print_versions(entries: tuple[VersionEntry, ...]) -> None:
    console = output()
    columns = (
        GridColumn(heading="Version", cells=tuple(_number(entry) for entry in entries), right=True),
        GridColumn(heading="Rows", cells=tuple(f"{entry.version.table.rows:,}" for entry in entries), right=True),
        GridColumn(heading="Made by", cells=tuple(entry.made_by for entry in entries)),
        GridColumn(heading="From", cells=tuple(plain(_files(entry)) for entry in entries)),
        GridColumn(heading="Changed", cells=tuple(plain(_changed(entry)) for entry in entries)),
        GridColumn(heading="Loaded", cells=tuple(_moment(entry.version.imported_at) for entry in entries)),
    )
    console.print(grid(columns, console))


def _number(entry: VersionEntry) -> str:
    return f"{'* ' if entry.current else ''}{entry.version.number}"


def _files(entry: VersionEntry) -> str:
    return entry.files[0] if len(entry.files) == 1 else f"{len(entry.files)} files"


def _changed(entry: VersionEntry) -> str:
    return "; ".join(change_lines(entry.change)) if entry.change else ""


def _print_imports(records: tuple[ImportRecord, ...]) -> None:
    console = output()
    columns = (
        GridColumn(heading="File", cells=tuple(plain(record.name) for record in records)),
        GridColumn(heading="Status", cells=tuple(record.status for record in records)),
        GridColumn(heading="", cells=tuple(plain(_told(record)) for record in records)),
        GridColumn(heading="Started", cells=tuple(_moment(record.created_at) for record in records)),
        GridColumn(heading="Id", cells=tuple(record.id for record in records)),
    )
    console.print(grid(columns, console))


def _told(record: ImportRecord) -> str:
    if record.problem is not None:
        return record.problem.message
    share = f" {record.share:.0%}" if record.share is not None else ""
    return f"{record.text or ''}{share}" if record.status == "running" else ""


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
