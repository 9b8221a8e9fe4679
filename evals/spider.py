"""Suites of questions with a gold query, over a folder of DuckDB files: Spider and what is written like it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

Split = Literal["learning", "measuring"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    id: str
    db: str
    question: str
    gold_sql: str


def read_items(path: Path) -> list[Item]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = (json.loads(line) for line in lines if line.strip())
    return [Item(id=one["id"], db=one["db"], question=one["question"], gold_sql=one["gold_sql"]) for one in found]


def of_split(items: Iterable[Item], split: Split, measuring: frozenset[str]) -> list[Item]:
    """`measuring` names the databases that nothing is learned from."""
    return [item for item in items if (item.db in measuring) == (split == "measuring")]


def single_table(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if _reads_one_table(item.gold_sql)]


def sampled(items: list[Item], count: int | None, seed: int) -> list[Item]:
    """In a fixed order for a seed; all of them where `count` is None or more than there are."""
    if count is None or count >= len(items):
        return items
    return random.Random(seed).sample(items, count)  # noqa: S311


def _reads_one_table(sql: str) -> bool:
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except SqlglotError:
        return False
    selects = list(tree.find_all(exp.Select))
    return len(selects) == 1 and len(list(tree.find_all(exp.Table))) == 1
