"""`python -m evals peers`: another package on the questions of a suite."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import click

from core.errors import InvalidInput
from evals.suites.named import SUITES, Selection, suite_named
from evals.suites.own.asking import Item, read_suite
from evals.suites.own.data import read_frames, write_files
from evals.suites.own.matching import answers_it

Verdict = Literal["right", "wrong", "unanswered"]
Rows = list[tuple[Any, ...]]
_SCRIPT = Path(__file__).with_name("asking.py")
_OWN = Path(__file__).parent.parent / "suites" / "own"
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_folder = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """`judge` says of rows, or of None for no answer, what they are."""

    id: str
    db: str
    question: str
    judge: Callable[[Rows | None], Verdict]


@click.command("peers")
@click.option("--peer", type=click.Choice(["gibran", "text2sql-lite"]), required=True)
@click.option("--python", "python", type=_file, required=True, help="Of the environment that the peer is installed in.")
@click.option("--suite", "name", type=click.Choice(["own", *SUITES]), required=True)
@click.option("--data", type=_folder, help="The folder that holds the suites' files.")
@click.option("--split", type=click.Choice(["learning", "measuring", "all"]), default="all", show_default=True)
@click.option("--split-file", type=_file, help="Names of the measuring databases, one a line.")
def peers_command(peer: str, python: Path, name: str, data: Path | None, split: str, split_file: Path | None) -> None:
    """Totals of a PEER on a suite; its environment needs the peer and duckdb, and nothing of ours."""
    with tempfile.TemporaryDirectory() as scratch:
        databases, posed = _own(Path(scratch)) if name == "own" else _named(name, data, split, split_file)
        found = _asked(peer, python, databases, posed)
    counted = Counter(one.judge(found.get(one.id)) for one in posed)
    parts = [
        f"{verdict} {counted[verdict]} ({counted[verdict] / len(posed):.1%})"
        for verdict in ("right", "wrong", "unanswered")
    ]
    click.echo(f"{peer} on {name}: {len(posed)} questions, {', '.join(parts)}")


def _named(name: str, data: Path | None, split: str, split_file: Path | None) -> tuple[Path, list[Posed]]:
    if data is None:
        raise InvalidInput(f"The suite “{name}” needs --data.")
    measuring = frozenset(split_file.read_text(encoding="utf-8").split()) if split_file else frozenset[str]()
    suite = suite_named(name, data, Selection(split=split, measuring=measuring))

    def judge(expected: Callable[[], Any], rows: Rows | None) -> Verdict:
        return "unanswered" if rows is None else "right" if expected().accepts(rows) else "wrong"

    posed = [
        Posed(id=one.asked.id, db=one.asked.db, question=one.asked.question, judge=partial(judge, one.expected))
        for one in suite.items
    ]
    return suite.databases, posed


def _own(folder: Path) -> tuple[Path, list[Posed]]:
    """Every table as a CSV file, whatever it was written as."""
    items = read_suite(_OWN)
    for data in {item.data for item in items}:
        place = folder / data.replace("/", "-")
        place.mkdir(parents=True)
        files = write_files(data, folder / "files" / place.name, _OWN)
        for table, frame in vars(read_frames(files)).items():
            frame.to_csv(place / f"{table}.csv", index=False)
    return folder, [
        Posed(id=one.id, db=one.data.replace("/", "-"), question=one.question, judge=partial(_judged, one))
        for one in items
    ]


def _judged(item: Item, rows: Rows | None) -> Verdict:
    if rows is None:
        return "right" if item.expect == "decline" else "unanswered"
    return "right" if item.expected is not None and answers_it(rows, item.expected) else "wrong"


def _asked(peer: str, python: Path, databases: Path, posed: Sequence[Posed]) -> dict[str, Rows]:
    first = json.dumps({"peer": peer, "databases": str(databases.resolve())})
    lines = [json.dumps({"id": one.id, "db": one.db, "question": one.question}) for one in posed]
    done = subprocess.run(  # noqa: S603
        [str(python), str(_SCRIPT)], input="\n".join([first, *lines]), capture_output=True, text=True, check=True
    )
    predictions = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    return {one["id"]: [tuple(row) for row in one["rows"]] for one in predictions if one["status"] == "answered"}
