"""Import reports in the terminal, and changing what was decided."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.loading import print_changes
from cli.place import Place
from cli.plain import plain
from cli.screen import progress, say
from core.errors import InvalidInput, UnknownName
from core.event import StatusChanged
from core.figures import counted
from core.import_report import Decision, TableReport

if TYPE_CHECKING:
    from workspace import FileRecord, Import, Numbered, Wish, Workspace

_MOST_REJECTED = 10
_MOST_ALTERNATIVES = 3
_ALWAYS_THERE = frozenset({"header", "delimiter", "encoding"})


async def report(place: Place, reference: str) -> int:
    async with place.open() as workspace:
        file = _file(workspace, reference)
    if place.json:
        from cli.objects import as_json, report_object

        click.echo(as_json(report_object(file)))
    else:
        _print_report(file)
    return 0


async def decide(place: Place, reference: str, words: Sequence[str], *, reset: bool) -> int:
    async with place.open() as workspace:
        file = _file(workspace, reference)
        wishes = _wishes(file, words, reset=reset)
        job = (
            workspace.files.decide(file.id, wishes)
            if wishes
            else workspace.files.decide(file.id, said=[" ".join(words)])
        )
        return await _finished(place, job)


async def undo(place: Place, reference: str) -> int:
    async with place.open() as workspace:
        return await _finished(place, workspace.files.undo(_file(workspace, reference).id))


async def _finished(place: Place, job: Import) -> int:
    from workspace import FileAdded

    with progress(quiet=place.json) as show:
        async for news in job.news.read():
            if isinstance(news, StatusChanged):
                show(plain(news.text), news.progress)
    ended = await job.ended()
    if place.json:
        from cli.objects import as_json, import_object

        click.echo(as_json({"workspace": place.workspace, "files": [import_object(ended)]}))
    elif isinstance(ended, FileAdded):
        for version in ended.tables:
            click.echo(plain(f"{ended.name} → {version.table.name}: version {version.number}"))
        print_changes(ended)
    else:
        say(plain(f"{ended.problem.message} {ended.problem.hint or ''}").strip(), colour="red", err=True)
    return 0 if isinstance(ended, FileAdded) else 1


def _file(workspace: Workspace, reference: str) -> FileRecord:
    try:
        return workspace.files.find(reference)
    except UnknownName:
        name = Path(reference).name
        if name == reference:
            raise
        return workspace.files.find(name)


def _wishes(file: FileRecord, words: Sequence[str], *, reset: bool) -> list[Wish]:
    """Decisions by number, by key, or as `column=value`; none where the words are a sentence."""
    from workspace import Wish

    if reset:
        return [Wish(key=_key(file, word), value=None) for word in words]
    if len(words) == 2 and (words[0].isdecimal() or words[0] in _keys(file)):
        return [Wish(key=_key(file, words[0]), value=words[1])]
    if all("=" in word for word in words):
        return [_wish_by_name(file, *word.rpartition("=")[::2]) for word in words]
    if len(words) == 1 and " " not in words[0]:
        raise InvalidInput("There is no value.", hint="Write tablespeak decide FILE NUMBER VALUE, or COLUMN=VALUE.")
    if len(words) == 2 and "|" in words[0]:
        return [Wish(key=words[0], value=words[1])]
    return []


def _keys(file: FileRecord) -> frozenset[str]:
    from workspace import numbered

    return frozenset(entry.decision.key for entry in numbered(file.report) if entry.decision.key)


def _key(file: FileRecord, decision: str) -> str:
    return _key_of_number(file, int(decision)) if decision.isdecimal() else decision


def _wish_by_name(file: FileRecord, name: str, value: str) -> Wish:
    """A key, a column or a kind of decision; of one table where its name and a point stand before."""
    from workspace import Wish, numbered

    if "|" in name:
        return Wish(key=name, value=value)
    table, dot, rest = name.partition(".")
    is_table = bool(dot) and table in {each.table for each in file.report.tables}
    kept, part = (table, rest) if is_table else (None, name)
    decisions = (entry.decision for entry in numbered(file.report))
    kinds = {each.key.split("|", 1)[0] for each in decisions if each.key and each.column is None}
    if part in kinds | _ALWAYS_THERE:
        return Wish(kind=part, table=kept, value=value)
    return Wish(column=part, table=kept, value=value)


def _key_of_number(file: FileRecord, number: int) -> str:
    from workspace import numbered

    entries = {entry.number: entry.decision for entry in numbered(file.report)}
    if number not in entries:
        raise InvalidInput(f"There is no decision {number}.", hint=f"The report has 1 to {len(entries)}.")
    key = entries[number].key
    if key is None:
        raise InvalidInput(f"Decision {number} tells what was found; it cannot be changed.")
    return key


def _print_report(file: FileRecord) -> None:
    from workspace import numbered

    found = [file.report.format, f"{file.report.size:,} bytes"]
    found += [file.report.encoding] if file.report.encoding else []
    shown = {"\t": "tab", " ": "space"}.get(file.report.delimiter or "", f"“{file.report.delimiter}”")
    found += [f"separated by {shown}"] if file.report.delimiter else []
    click.echo(plain(f"{file.name}: {', '.join(found)}"))
    entries = numbered(file.report)
    for entry in entries:
        if entry.table is None:
            _print_decision(entry)
    for table in file.report.tables:
        _print_table(table)
        for entry in entries:
            if entry.table == table.table:
                _print_decision(entry)
        _print_rejected(table)
    if any(entry.decision.alternatives for entry in entries):
        click.echo()
        say(
            plain(f"Change one with: tablespeak decide {shlex.quote(file.name)} NUMBER VALUE, or say it in words"),
            dim=True,
        )


def _print_table(table: TableReport) -> None:
    origin = table.origin
    place = [f"sheet {origin.sheet}"] if origin.sheet else []
    place += [f"page {origin.page}"] if origin.page else []
    place += [origin.range] if origin.range else []
    click.echo()
    click.echo(plain(f"{table.table} ({', '.join(place)})" if place else table.table))
    counts = (
        (table.header_rows, "header"),
        (table.blank_rows, "blank"),
        (table.left_out_rows, "left out"),
        (table.rows_rejected, "rejected"),
    )
    others = "".join(f", {count:,} {name}" for count, name in counts if count)
    sums = "" if table.reconciled else " (the numbers do not add up)"
    click.echo(f"  {counted(table.lines_read, 'line')} read: {counted(table.rows_kept, 'row')} kept{others}{sums}")


def _print_decision(entry: Numbered) -> None:
    decision = entry.decision
    column = f"{decision.column}: " if decision.column else ""
    told = f"  {entry.number:>3}. {column}{decision.detail}{_evidence(decision)}"
    click.echo(plain(told))
    if len(decision.alternatives) > _MOST_ALTERNATIVES:
        say(plain(f"         or: {', '.join(each.value for each in decision.alternatives)}"), dim=True)
        return
    for alternative in decision.alternatives:
        say(plain(f"         {alternative.value}: {alternative.label}"), dim=True)


def _evidence(decision: Decision) -> str:
    facts = []
    if decision.before is not None and decision.after not in (None, decision.before):
        facts.append(f"“{decision.before}” → “{decision.after}”")
    elif decision.before is not None:
        facts.append(f"“{decision.before}”")
    if decision.cells:
        facts.append("1 cell or row" if decision.cells == 1 else f"{decision.cells:,} cells or rows")
    if decision.confidence < 1:
        facts.append(f"{decision.confidence:.0%} sure")
    if decision.by_person:
        facts.append("chosen by you")
    return f" ({'; '.join(facts)})" if facts else ""


def _print_rejected(table: TableReport) -> None:
    for row in table.rejected[:_MOST_REJECTED]:
        say(plain(f"  line {row.line} rejected: {row.reason}: {row.text[:100]}"), colour="yellow")
    if table.rows_rejected > _MOST_REJECTED:
        say(f"  {counted(table.rows_rejected, 'row')} rejected in all", colour="yellow")
