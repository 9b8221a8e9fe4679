"""The frame of the ingestion suite: what a corpus gives back, and the table that is printed."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

CORPORA: tuple[str, ...] = ("pollock", "workbooks", "documents")
"""Modules of this package, each with `score(data, say)`: `data` is the folder given on the command line; `say` takes
one line about each file that is not right."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One measure over one corpus. `items` were scored; `peer` is the same measure of the tool named `peer_name`.

    Shares and F1 are 0 to 1; `aim` is what the product wants to reach.
    """

    corpus: str
    measure: str
    ours: float
    items: int
    peer: float | None = None
    peer_name: str = ""
    aim: float | None = None


def scores_of(corpora: Iterable[str], data: Path, say: Say) -> list[Score]:
    found: list[Score] = []
    for name in corpora:
        found += importlib.import_module(f"evals.ingestion.{name}").score(data, say)
    return found


def as_table(scores: Sequence[Score]) -> list[str]:
    """Lines of text with one row a score."""
    head = ("corpus", "measure", "items", "ours", "peer", "", "aim", "")
    rows = [head, *(_row(score) for score in scores)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _row(score: Score) -> tuple[str, ...]:
    reached = "" if score.aim is None else "reached" if score.ours >= score.aim else "NOT reached"
    return (
        score.corpus,
        score.measure,
        str(score.items),
        f"{score.ours:.3f}",
        "" if score.peer is None else f"{score.peer:.3f}",
        score.peer_name,
        "" if score.aim is None else f"{score.aim:.3f}",
        reached,
    )
