"""`python -m evals.suites.own.score [--suite FOLDER]`: what a workspace makes of the questions of a suite."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import get_args

import click

from core.answer import Answer
from evals.suites.own.asking import Item, Scored, Verdict, read_suite, scored

_HERE = Path(__file__).parent
_SHOWN_ROWS = 5
_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def score_suite(suite: Path, items: Sequence[Item], processes: int = 2) -> list[Scored]:
    """In the order of the data sets' names. Data sets are asked side by side, those with most questions first."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.data].append(item)
    largest_first = sorted(groups, key=lambda name: -len(groups[name]))
    with ProcessPoolExecutor(max_workers=processes) as pool:
        found = pool.map(_of_data_set, [suite] * len(groups), [groups[name] for name in largest_first])
        by_name = dict(zip(largest_first, found, strict=True))
    return [one for name in sorted(by_name) for one in by_name[name]]


def _of_data_set(suite: Path, items: Sequence[Item]) -> list[Scored]:
    return asyncio.run(_asked(suite, items))


async def _asked(suite: Path, items: Sequence[Item]) -> list[Scored]:
    with tempfile.TemporaryDirectory() as scratch:
        return [one async for one in scored(items, suite, Path(scratch))]


def totals(outcomes: Sequence[Scored]) -> dict[Verdict, int]:
    counted = Counter(one.verdict for one in outcomes)
    return {verdict: counted[verdict] for verdict in _VERDICTS}


def is_above_floors(outcomes: Sequence[Scored], floor_right: float, max_wrong: float) -> bool:
    """Both are shares of all questions; right after asking back is right."""
    counted, count = totals(outcomes), max(1, len(outcomes))
    right = counted["right"] + counted["right after asking"]
    return right / count >= floor_right and counted["wrong"] / count <= max_wrong


def report(outcomes: Sequence[Scored]) -> str:
    lines = [_totals_line("all", outcomes)]
    lines += _grouped(outcomes, lambda one: f"expects {one.item.expect}")
    lines += ["", *_grouped(outcomes, lambda one: one.item.data), "", *_grouped(outcomes, lambda one: one.item.kind)]
    return "\n".join(lines)


def _grouped(outcomes: Sequence[Scored], key: Callable[[Scored], str]) -> list[str]:
    groups: dict[str, list[Scored]] = defaultdict(list)
    for one in outcomes:
        groups[key(one)].append(one)
    return [_totals_line(name, groups[name]) for name in sorted(groups)]


def _totals_line(name: str, outcomes: Sequence[Scored]) -> str:
    count = len(outcomes)
    parts = (f"{verdict} {number} ({number / count:.0%})" for verdict, number in totals(outcomes).items() if number)
    return f"{name:24} {count:4}: {', '.join(parts)}"


def failure(one: Scored) -> str:
    """An outcome that is not right, with what was read, run, returned and expected."""
    receipt = one.answer.receipt
    asked = " / ".join((*one.item.history, one.item.question))
    lines = [
        f"[{one.verdict}] {one.item.id} ({one.item.kind}, expects {one.item.expect}): {asked}",
        f"  read as:  {receipt.read_as if receipt else '-'}",
        f"  SQL:      {' '.join(receipt.sql.split()) if receipt else '-'}",
        f"  got:      {_got(one.answer)}",
        f"  expected: {_expected(one.item)}",
    ]
    return "\n".join(lines)


def _got(answer: Answer) -> str:
    if answer.clarification is not None:
        return " | ".join(option.label for option in answer.clarification.options)
    if answer.result is None:
        return answer.problem.message if answer.problem else answer.status
    names = tuple(column.name for column in answer.result.columns)
    shown = [tuple(map(str, row)) for row in answer.result.rows[:_SHOWN_ROWS]]
    return f"{answer.result.row_count} rows {names} {shown}"


def _expected(item: Item) -> str:
    if item.expected is None:
        return "no answer"
    rows = item.expected.alternatives[0]
    others = len(item.expected.alternatives) - 1
    shown = [tuple(row) for row in rows[:_SHOWN_ROWS]]
    return f"{len(rows)} rows {item.expected.columns} {shown}" + (f" or {others} others" if others else "")


@click.command()
@click.option("--suite", type=click.Path(exists=True, file_okay=False, path_type=Path), default=_HERE)
@click.option("--data", default=None, help="Only questions about one data set.")
@click.option("--floor-right", type=float, default=0.60, help="Share of all questions.")
@click.option("--max-wrong", type=float, default=0.10, help="Share of all questions.")
@click.option("--failures", type=click.Choice(["none", "wrong", "all"]), default="wrong", help="What to list.")
def main(suite: Path, data: str | None, floor_right: float, max_wrong: float, failures: str) -> None:
    """Ask a suite and print what was right, wrong, asked back and declined; exit code 1 below the floors."""
    if not score_and_tell(floor_right, max_wrong, suite=suite, data=data, failures=failures):
        sys.exit(1)


def score_and_tell(
    floor_right: float, max_wrong: float, *, suite: Path = _HERE, data: str | None = None, failures: str = "none"
) -> bool:
    """Whether the outcomes are above the floors."""
    items = [item for item in read_suite(suite) if data in (None, item.data)]
    outcomes = score_suite(suite, items)
    shown = {"none": (), "wrong": ("wrong",), "all": ("wrong", "clarified", "declined")}[failures]
    for verdict in shown:
        for one in outcomes:
            if one.verdict == verdict:
                click.echo(failure(one) + "\n")
    click.echo(report(outcomes))
    return is_above_floors(outcomes, floor_right, max_wrong)


if __name__ == "__main__":
    main()
