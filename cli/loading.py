"""Files on their way into a workspace, and what was found in them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.place import Place
from cli.plain import plain
from cli.screen import progress, say
from core.errors import InvalidInput
from core.event import StatusChanged
from core.figures import counted
from core.import_report import Decision, TableReport

if TYPE_CHECKING:
    from workspace import FileAdded, FileRefused, ImportMode, SchemaChange, Workspace

_MOST_DECISIONS = 6


async def load(place: Place, files: Sequence[Path], *, mode: ImportMode = "version", into: str | None = None) -> int:
    """The exit code: 1 where a file was refused."""
    async with place.open() as workspace:
        outcomes = await _added(workspace, files, quiet=place.json, mode=mode, into=into)
        broken = [] if place.json else await _breaks(workspace, outcomes)
    if place.json:
        from cli.objects import as_json, import_object

        click.echo(as_json({"workspace": place.workspace, "files": [import_object(outcome) for outcome in outcomes]}))
    else:
        for outcome in outcomes:
            outcome_told(outcome)
        for line in broken:
            say(plain(line), colour="yellow")
    return 1 if any(_reason(outcome) for outcome in outcomes) else 0


@contextlib.contextmanager
def _told_if_stopped(outcomes: Sequence[FileAdded | FileRefused], *, quiet: bool) -> Iterator[None]:
    """Files that are in stay in when a person stops what comes after them."""
    try:
        yield
    except asyncio.CancelledError:
        from workspace import FileAdded

        tables = [version.table.name for each in outcomes if isinstance(each, FileAdded) for version in each.tables]
        if tables and not quiet:
            say(plain(f"Stopped; what was read by then is there: {', '.join(tables)}."), err=True)
        raise


async def _breaks(workspace: Workspace, outcomes: Sequence[FileAdded | FileRefused]) -> list[str]:
    from workspace import FileAdded

    if not any(isinstance(outcome, FileAdded) and outcome.changes for outcome in outcomes):
        return []
    found = await workspace.models.breaks()
    return [f"  The model: {one.kind.replace('_', ' ')} {one.name} does not hold. {one.why}" for one in found]


async def add_files(workspace: Workspace, files: Sequence[Path], *, quiet: bool) -> None:
    """Raises InvalidInput that names what was refused; the others are added all the same."""
    refused = [reason for outcome in await _added(workspace, files, quiet=quiet) if (reason := _reason(outcome))]
    if refused:
        raise InvalidInput(" ".join(refused))


async def _added(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    quiet: bool,
    mode: ImportMode = "version",
    into: str | None = None,
) -> list[FileAdded | FileRefused]:
    outcomes: list[FileAdded | FileRefused] = []
    with progress(quiet=quiet) as show, _told_if_stopped(outcomes, quiet=quiet):
        async with contextlib.aclosing(workspace.add(files, mode=mode, into=into)) as every_news:
            async for news in every_news:
                if isinstance(news, StatusChanged):
                    of_many = f"{len(outcomes) + 1} of {len(files)}: " if len(files) > 1 else ""
                    show(plain(f"{of_many}{news.text}"), news.progress)
                else:
                    outcomes.append(news)
    return outcomes


def _reason(outcome: FileAdded | FileRefused) -> str | None:
    from workspace import FileRefused

    if not isinstance(outcome, FileRefused):
        return None
    return f"{outcome.problem.message} {outcome.problem.hint or ''}".strip()


def outcome_told(outcome: FileAdded | FileRefused) -> None:
    from workspace import FileAdded

    if not isinstance(outcome, FileAdded):
        say(plain(_reason(outcome) or ""), colour="red", err=True)
        return
    if outcome.duplicate_of is not None:
        _print_duplicate(outcome, outcome.duplicate_of)
        return
    reports = {report.table: report for report in outcome.report.tables}
    for version in outcome.tables:
        table = version.table
        sheet = f" ({table.origin.sheet})" if table.origin.sheet else ""
        size = f"{counted(table.rows, 'row')}, {counted(len(table.columns), 'column')}, version {version.number}"
        same = ", unchanged" if outcome.unchanged else ""
        click.echo(plain(f"{outcome.name}{sheet} → {table.name}: {size}{same}"))
        if table.name in reports and not outcome.unchanged:
            _print_report(reports[table.name])
    print_changes(outcome)
    for decision in outcome.report.decisions:
        say(plain(f"  {decision.detail}"), dim=True)


def print_changes(added: FileAdded) -> None:
    """What is different from the version before."""
    for change in added.changes:
        rows = f"{change.rows_before:,} → {change.rows_after:,} rows"
        same = change.same_columns and change.rows_before == change.rows_after
        told = [f"the same columns and {counted(change.rows_after, 'row')}; only values differ"] if same else []
        told = told or [*(change_lines(change) or ["the same columns"]), rows]
        say(plain(f"  {change.table}, against version {change.previous}: {'; '.join(told)}"), dim=True)


def change_lines(change: SchemaChange) -> list[str]:
    lines = [f"new: {', '.join(change.added)}"] if change.added else []
    lines += [f"gone: {', '.join(change.removed)}"] if change.removed else []
    return lines + [f"{each.column} was {each.before}, is {each.after}" for each in change.retyped]


def _print_duplicate(outcome: FileAdded, other: str) -> None:
    tables = ", ".join(version.table.name for version in outcome.tables)
    told = f"{outcome.name} holds the same as {other}, which is there as {tables}; nothing was loaded."
    click.echo(plain(told))
    say("  With --separate it becomes a table of its own.", dim=True)


def _print_report(report: TableReport) -> None:
    lines = [_told(decision) for decision in report.decisions if not _is_expected(decision, report)]
    for line in lines[:_MOST_DECISIONS]:
        say(plain(f"  {line}"), dim=True)
    if len(lines) > _MOST_DECISIONS:
        say(f"  … and {len(lines) - _MOST_DECISIONS} more (all with --json)", dim=True)
    for rejected in report.rejected[:_MOST_DECISIONS]:
        say(plain(f"  line {rejected.line} left out: {rejected.reason}"), colour="yellow")
    if report.rows_rejected > _MOST_DECISIONS:
        say(f"  {counted(report.rows_rejected, 'row')} left out in all", colour="yellow")


def _is_expected(decision: Decision, report: TableReport) -> bool:
    """A header that stands first is news to nobody."""
    return decision.kind == "header" and report.header_rows == 1 and not (report.left_out_rows or report.blank_rows)


def _told(decision: Decision) -> str:
    return f"{decision.column}: {decision.detail}" if decision.column else decision.detail
