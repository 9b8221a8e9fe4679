"""A suite: questions, where their databases are, and what is right for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evals.expectations import Expectation
from evals.predictions import Asked

Connect = Callable[[str], Callable[[str], list[tuple[object, ...]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`expected` is made when the answers are scored: it may have to run a query. `kind` groups the totals."""

    asked: Asked
    kind: str
    expected: Callable[[], Expectation]
    gold_sql: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    name: str
    databases: Path
    items: tuple[Item, ...]
