"""`kill -9` at random moments of importing: `python -m benchmarks.crashes [TIMES]`.

A process loads files into a workspace and is killed, with the process that reads for it. Each time it is checked that
every earlier table answers as before, that no half table shows, that the import is listed as interrupted (unless it
was done, or not begun), and that trying it again succeeds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from core.event import StatusChanged
from workspace import FileAdded, Import, Workspace

Answers = dict[str, tuple[int, int]]
"""The number of rows of each table, and the sum of their ids."""

_LOAD = [sys.executable, "-P", "-c", "from cli import main; main()", "load"]
_FIRST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """`state` is how the killed import was listed: "interrupted", "done", or "not begun"."""

    seconds: float
    state: str


def write_orders(path: Path, rows: int, start: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write("id,day,city,amount\n")
        for number in range(start, start + rows):
            out.write(f"{number},2024-{1 + number % 12:02}-{1 + number % 28:02},City {number % 40},{number % 997}.25\n")


async def crash(folder: Path, before: Answers, rows: int, moment: float, number: int) -> tuple[Crash, Answers]:
    """What there is afterwards; raises AssertionError for whatever was lost."""
    name = ("orders", "new", "again")[number % 3]
    path = folder / f"{name}.csv"
    write_orders(path, rows, number + 1)
    whole = {**before, name: (rows, sum(range(number + 1, number + 1 + rows)))}
    earlier = await _known(folder)
    seconds = _kill_while_loading(folder, path, moment)
    async with Workspace.open("default", folder / "data", model=None) as workspace:
        begun = [record for record in workspace.files.imports() if record.id not in earlier]
        state = begun[0].status if begun else "not begun"
        assert state in ("interrupted", "done", "not begun"), state
        expected = whole if state == "done" else before
        after = await _answers(workspace)
        assert after == expected, f"{state}: {before} became {after}"
        if state == "interrupted":
            await _retried(workspace, begun[0].id)
            after = await _answers(workspace)
            assert after == whole, f"tried again: {before} became {after}"
    return Crash(seconds=seconds, state=state), after


async def run(times: int, rows: int, seed: int) -> Counter[str]:
    """How many imports were found in which state."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="tablespeak-crashes-") as place:
        folder = Path(place)
        write_orders(folder / "first.csv", _FIRST_ROWS, 0)
        longest = _time_of_loading(folder, rows)
        async with Workspace.open("default", folder / "data", model=None) as workspace:
            there = await _answers(workspace)
        found = []
        for number in range(times):
            one, there = await crash(folder, there, rows, chance.uniform(0.1, longest), number)
            found.append(one)
            print(f"{number + 1:>3} killed after {one.seconds:5.2f} s: {one.state}", flush=True)
    return Counter(each.state for each in found)


async def _known(folder: Path) -> set[str]:
    async with Workspace.open("default", folder / "data", model=None) as workspace:
        return {record.id for record in workspace.files.imports()}


def _time_of_loading(folder: Path, rows: int) -> float:
    path = folder / "again.csv"
    write_orders(path, rows, 10**6)
    subprocess.run([*_LOAD, str(folder / "first.csv")], env=_environment(folder), check=True, capture_output=True)
    begun = time.monotonic()
    subprocess.run([*_LOAD, str(path)], env=_environment(folder), check=True, capture_output=True)
    return time.monotonic() - begun


def _kill_while_loading(folder: Path, path: Path, moment: float) -> float:
    child = subprocess.Popen(
        [*_LOAD, str(path)],
        env=_environment(folder),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    begun = time.monotonic()
    try:
        child.wait(moment)
    except subprocess.TimeoutExpired:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    return time.monotonic() - begun


async def _answers(workspace: Workspace) -> Answers:
    """By asking."""
    counted = {}
    for version in workspace.tables():
        name = version.table.name
        answer = await workspace.run_sql(f'SELECT count(*) AS n, sum(id) AS ids FROM "{name}"').answer()
        assert answer.result is not None, f"{name} does not answer: {answer.problem}"
        rows, ids = answer.result.rows[0]
        counted[name] = int(str(rows)), int(str(ids))
    return counted


async def _retried(workspace: Workspace, import_id: str) -> None:
    job = workspace.files.retry(import_id)
    assert isinstance(job, Import)
    news = [each async for each in job.news.read() if not isinstance(each, StatusChanged)]
    assert isinstance(news[-1], FileAdded), news[-1]


def _environment(folder: Path) -> dict[str, str]:
    house = str(Path(__file__).parent.parent)
    return {**os.environ, "TABLESPEAK_DATA_DIR": str(folder / "data"), "PYTHONPATH": house}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", type=int, nargs="?", default=50)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=20)
    chosen = parser.parse_args()
    states = asyncio.run(run(chosen.times, chosen.rows, chosen.seed))
    print(f"{chosen.times} crashes, nothing lost: {dict(states)}")


if __name__ == "__main__":
    main()
