"""A run, followed to its end: its steps on standard error, its answer on standard output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.loading import add_files
from cli.place import Place
from cli.plain import plain
from cli.screen import output, say
from core.answer import Answer, Option
from core.event import Event, StepFinished
from core.question import Caller
from core.saved import ParameterValue

if TYPE_CHECKING:
    from workspace import Run, Workspace

ANSWERED, FAILED, CLARIFICATION, DECLINED = 0, 1, 3, 4
ROWS_ON_SCREEN, ROWS_KEPT, ROWS_IN_JSON = 20, 200, 10_000
_CODES = {"answered": ANSWERED, "clarification": CLARIFICATION, "declined": DECLINED}

Start = Callable[["Workspace", int], "Run"]


async def ask(
    place: Place,
    question: str,
    files: tuple[Path, ...],
    rows: int | None,
    chart: Path | None = None,
    out: Path | None = None,
) -> int:
    """The exit code. A picture is written to `chart` where the answer has one, all rows to `out`; raises InvalidInput for their endings."""
    if chart is not None:
        from workspace.views import picture_format

        picture_format(chart)
    _check_out(out)

    def start(workspace: Workspace, preview_rows: int) -> Run:
        return workspace.ask(question, preview_rows=preview_rows)

    async with place.open() as workspace:
        if files:
            await add_files(workspace, files, quiet=place.json)
        run, answer = await _answered(workspace, start, place, rows)
        while (chosen := _chosen(answer, place)) is not None:
            run, answer = await _answered(workspace, _choice(chosen), place, rows)
        await _save_rows(workspace, run, answer, out)
    if chart is not None and answer.status == "answered":
        _save_chart(answer, chart)
    return _CODES.get(answer.status, FAILED)


def _save_chart(answer: Answer, chart: Path) -> None:
    from workspace import save_chart

    if save_chart(answer, chart):
        say(f"The chart is in {plain(str(chart))}.", dim=True, err=True)
    else:
        say("There is no chart for this answer.", dim=True, err=True)


def _check_out(out: Path | None) -> None:
    """Before anything is asked; raises InvalidInput."""
    if out is not None:
        from workspace.exporting import saved_format_of

        saved_format_of(out)


async def _save_rows(workspace: Workspace, run: Run, answer: Answer, out: Path | None) -> None:
    if out is None or answer.status != "answered":
        return
    await workspace.exports.save(run.id, out)
    say(f"{saved_what(out)} {plain(str(out))}.", dim=True, err=True)


def saved_what(out: Path) -> str:
    from workspace.results import FORMATS

    return "All rows are in" if out.suffix.removeprefix(".").lower() in FORMATS else "The answer is in"


async def run_sql(place: Place, sql: str, rows: int | None, out: Path | None = None) -> int:
    """The exit code. All rows are written to `out`; raises InvalidInput for its ending."""
    _check_out(out)

    def start(workspace: Workspace, preview_rows: int) -> Run:
        return workspace.run_sql(sql, preview_rows=preview_rows)

    async with place.open() as workspace:
        run, answer = await _answered(workspace, start, place, rows)
        await _save_rows(workspace, run, answer, out)
    return _CODES.get(answer.status, FAILED)


async def run_saved(
    place: Place, name: str, given: Mapping[str, ParameterValue], caller: Caller, rows: int | None
) -> int:
    """The exit code. Raises UnknownName and InvalidInput for the parameters."""

    def start(workspace: Workspace, preview_rows: int) -> Run:
        return workspace.queries.run(name, given, caller, preview_rows=preview_rows)

    async with place.open() as workspace:
        _, answer = await _answered(workspace, start, place, rows)
    return _CODES.get(answer.status, FAILED)


async def _answered(workspace: Workspace, start: Start, place: Place, rows: int | None) -> tuple[Run, Answer]:
    run = start(workspace, rows or (ROWS_IN_JSON if place.json else ROWS_KEPT))
    try:
        answer = await _followed(run, quiet=place.json)
    except asyncio.CancelledError:
        await run.cancel()
        raise
    if place.json:
        from cli.objects import answer_object, as_json

        click.echo(as_json({"run_id": run.id, **answer_object(answer)}))
    else:
        _print(answer, rows or ROWS_ON_SCREEN)
    return run, answer


async def _followed(run: Run, *, quiet: bool) -> Answer:
    watched = sys.stderr.isatty() and not quiet
    async for event in run:
        if watched:
            _print_step(event)
    return await run.answer()


def _print_step(event: Event) -> None:
    match event.happening:
        case StepFinished(assistant=assistant, decided=decided, way=way) if decided != "done":
            by = f" (by {way})" if way else ""
            line = f"  {assistant.replace('_', ' ')}: {plain(decided)}{by}"
            say(line, dim=True, err=True)


def _print(answer: Answer, most_rows: int) -> None:
    from cli.card import print_card, print_clarification, print_declined

    if answer.status == "answered":
        print_card(answer, output(), most_rows)
    elif answer.clarification is not None:
        print_clarification(answer.clarification, output())
    elif answer.status == "declined":
        print_declined(answer, output())
    else:
        _print_failure(answer)


def _print_failure(answer: Answer) -> None:
    problem = answer.problem
    line = f"{problem.message} {problem.hint or ''}".strip() if problem else "Stopped."
    say(plain(line), colour="red", err=True)
    if problem is not None and problem.code == "internal_error":
        from cli.place import log_file

        click.echo(f"The log is {log_file()}.", err=True)


def _chosen(answer: Answer, place: Place) -> Option | None:
    """The option a person at a terminal picks; None where nobody can, or nothing is picked."""
    if answer.clarification is None or place.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    options = answer.clarification.options
    numbers = {str(number): option for number, option in enumerate(options, 1) if option.plan is not None}
    picked = click.prompt(f"Which one? ({', '.join(numbers)}; Enter for none)", default="", show_default=False)
    return numbers.get(picked.strip())


def _choice(option: Option) -> Start:
    def start(workspace: Workspace, preview_rows: int) -> Run:
        return workspace.ask(option.label, plan=option.plan, preview_rows=preview_rows)

    return start
