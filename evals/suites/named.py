"""The suites by name, and what of each is asked."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import InvalidInput
from evals.suite import Suite
from evals.suites.gold import gold_suite
from evals.suites.unanswerable import unanswerable_suite
from evals.suites.wikitables import wikitables_suite

_UNANSWERABLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """`measuring` names the databases of Spider that nothing is learned from; `split` is one of them, the others, or all."""

    split: str = "learning"
    measuring: frozenset[str] = frozenset()
    phrasing: str = "question"
    sample: int | None = None
    seed: int = 1


def _spider(data: Path, selection: Selection) -> Suite:
    def wanted(line: dict[str, Any]) -> bool:
        return selection.split == "all" or (line["db"] in selection.measuring) == (selection.split == "measuring")

    folder = data / "spider"
    return gold_suite("spider", folder / "train.jsonl", folder / "duckdb", wanted, selection.phrasing)


def _unanswerable(data: Path, selection: Selection) -> Suite:
    return unanswerable_suite(_spider(data, selection), _UNANSWERABLE, selection.seed)


def _defog(data: Path, _: Selection) -> Suite:
    return gold_suite("defog", data / "defog" / "questions.jsonl", data / "defog" / "duckdb", lambda _line: True)


def _duckdb_nsql(data: Path, _: Selection) -> Suite:
    folder = data / "duckdb_nsql"
    return gold_suite("duckdb-nsql", folder / "questions.jsonl", folder / "duckdb", lambda _line: True)


def _wikitables(data: Path, _: Selection) -> Suite:
    return wikitables_suite(data / "wtq")


SUITES: Mapping[str, Callable[[Path, Selection], Suite]] = {
    "spider": _spider,
    "defog": _defog,
    "duckdb-nsql": _duckdb_nsql,
    "wikitables": _wikitables,
    "unanswerable": _unanswerable,
}


def suite_named(name: str, data: Path, selection: Selection) -> Suite:
    """Raises InvalidInput where its files are not in `data`."""
    try:
        suite = SUITES[name](data, selection)
    except FileNotFoundError as missing:
        raise InvalidInput(
            f"The suite “{name}” is not in {data.name}: {Path(missing.filename).name} is missing.",
            hint="Name the folder with --data.",
        ) from missing
    if selection.sample is None or selection.sample >= len(suite.items):
        return suite
    picker = random.Random(selection.seed)  # noqa: S311
    return replace(suite, items=tuple(picker.sample(suite.items, selection.sample)))


def of_databases(name: str, data: Path, selection: Selection, most: int | None) -> Suite:
    """Of `most` databases picked at random (None: all): few with many questions each cost a model fewer prompts to be read."""
    if most is None:
        return suite_named(name, data, selection)
    whole = suite_named(name, data, replace(selection, sample=None))
    databases = sorted({item.asked.db for item in whole.items})
    picker = random.Random(selection.seed)  # noqa: S311
    chosen = set(picker.sample(databases, min(most, len(databases))))
    items = [item for item in whole.items if item.asked.db in chosen]
    return replace(whole, items=tuple(picker.sample(items, min(selection.sample or len(items), len(items)))))
