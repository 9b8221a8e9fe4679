"""`python -m evals.suites.own.build`: writes `expected.jsonl` beside the questions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pandas as pd

from evals.suites.own.alternatives import Answers
from evals.suites.own.data import read_frames, write_files
from evals.suites.own.expected import EXPECTED

_HERE = Path(__file__).parent


def build(suite: Path, expected: Mapping[str, Callable[[SimpleNamespace], Answers]]) -> int:
    """How many expectations were written. Raises KeyError where a question that has rows has no function."""
    lines = (suite / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    frames: dict[str, SimpleNamespace] = {}
    written = []
    with tempfile.TemporaryDirectory() as folder:
        for question in questions:
            name = question["data"]
            if question["expect"] == "decline":
                continue
            if name not in frames:
                frames[name] = read_frames(write_files(name, Path(folder) / name, suite))
            written.append(expectation(question["id"], expected[question["id"]](frames[name])))
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in written)
    (suite / "expected.jsonl").write_text(text, encoding="utf-8")
    return len(written)


def expectation(question_id: str, answers: Answers) -> dict[str, object]:
    first, *others = [_rows(table) for table in answers.tables]
    distinct = {json.dumps(rows): rows for rows in others if rows != first}
    return {
        "id": question_id,
        "columns": [str(name) for name in answers.tables[0].columns],
        "rows": first,
        "alternatives": list(distinct.values()),
        "ordered": answers.ordered,
        "extra_columns": True,
    }


def _rows(frame: Any) -> list[list[object]]:
    return [[_cell(cell) for cell in cells] for cells in frame.itertuples(index=False, name=None)]


def _cell(cell: Any) -> object:
    if cell is None or pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return str(cell.date()) if cell == cell.normalize() else cell.isoformat(sep=" ")
    found = cell.item() if hasattr(cell, "item") else cell
    return round(found, 6) if isinstance(found, float) else found


@click.command()
def main() -> None:
    """Compute what the frozen suite expects."""
    click.echo(f"{build(_HERE, EXPECTED)} expectations written")


if __name__ == "__main__":
    main()
