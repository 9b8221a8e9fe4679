"""Files on their way into a workspace, and what was found in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.figures import counted
from cli.place import Place
from cli.plain import plain
from cli.screen import progress, say
from core.errors import InvalidInput
from core.event import StatusChanged
from core.import_report import Decision, TableReport
from core.suggest import close_names

if TYPE_CHECKING:
    from workspace import FileAdded, FileRefused, Workspace

_MOST_DECISIONS = 6


async def load(place: Place, files: Sequence[Path]) -> int:
    """The exit code: 1 where a file was refused."""
    async with place.open() as workspace:
        outcomes = await _added(workspace, files, quiet=place.json)
    if place.json:
        from cli.objects import as_json, import_object

        click.echo(as_json({"workspace": place.workspace, "files": [import_object(outcome) for outcome in outcomes]}))
    else:
        for outcome in outcomes:
            _print_outcome(outcome)
    return 1 if any(_reason(outcome) for outcome in outcomes) else 0


async def add_files(workspace: Workspace, files: Sequence[Path], *, quiet: bool) -> None:
    """Raises InvalidInput that names what was refused; the others are added all the same."""
    refused = [reason for outcome in await _added(workspace, files, quiet=quiet) if (reason := _reason(outcome))]
    if refused:
        raise InvalidInput(" ".join(refused))


def existing_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Raises InvalidInput for the first that is not a file, with names that look like it."""
    return tuple(_existing(path) for path in paths)


def _existing(path: Path) -> Path:
    expanded = path.expanduser()
    if expanded.is_file():
        return expanded
    if expanded.is_dir():
        raise InvalidInput(f"“{path}” is a folder.", hint="Name the files in it.")
    folder = expanded.parent
    beside = [other.name for other in folder.iterdir() if other.is_file()] if folder.is_dir() else []
    close = close_names(expanded.name, beside, most=1)
    raise InvalidInput(f"There is no file “{path}”.", hint=f"Did you mean “{close[0]}”?" if close else None)


async def _added(workspace: Workspace, files: Sequence[Path], *, quiet: bool) -> list[FileAdded | FileRefused]:
    outcomes = []
    with progress(quiet=quiet) as show:
        async for news in workspace.add(files):
            if isinstance(news, StatusChanged):
                show(plain(news.text), news.progress)
            else:
                outcomes.append(news)
    return outcomes


def _reason(outcome: FileAdded | FileRefused) -> str | None:
    from workspace import FileRefused

    if not isinstance(outcome, FileRefused):
        return None
    return f"{outcome.problem.message} {outcome.problem.hint or ''}".strip()


def _print_outcome(outcome: FileAdded | FileRefused) -> None:
    from workspace import FileAdded

    if not isinstance(outcome, FileAdded):
        say(plain(_reason(outcome) or ""), colour="red", err=True)
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
    for decision in outcome.report.decisions:
        say(plain(f"  {decision.detail}"), dim=True)


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
