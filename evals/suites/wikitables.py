"""WikiTableQuestions: single tables of web pages as CSV files, answers as values."""

from __future__ import annotations

import json
from pathlib import Path

from evals.expectations import Expectation, SameValues
from evals.predictions import Asked
from evals.suite import Item, Suite


def wikitables_suite(folder: Path, split: str = "dev") -> Suite:
    """Pasupat and Liang, Compositional Semantic Parsing on Semi-Structured Tables, 2015."""
    lines = (folder / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return Suite(
        name=f"wikitables-{split}",
        databases=folder,
        items=tuple(_item(json.loads(line)) for line in lines if line.strip()),
    )


def _item(line: dict[str, object]) -> Item:
    answer = line["answer"]
    values = tuple(map(str, answer)) if isinstance(answer, list) else (str(answer),)

    def expected() -> Expectation:
        return SameValues(values=values)

    asked = Asked(id=str(line["id"]), db=str(line["file"]), question=str(line["question"]))
    return Item(asked=asked, kind="one table", expected=expected)
