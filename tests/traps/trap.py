"""One trap: what is asked, what a naive query says, what is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.model import SemanticModel
from core.plan import Plan
from tests.traps.setting import Record, Setting

Row = tuple[Any, ...]
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """`right` is the rows in any order, or REFUSED. `seen` tells whether the join check must flag the naive SQL;
    False for traps that repeat no row. `edited` is what a person did to the inferred model.
    """

    tables: dict[str, str]
    plan: Plan
    naive: str
    right: list[Row] | str
    seen: bool = False
    edited: Callable[[SemanticModel], SemanticModel] = field(default=lambda model: model)


Make = Callable[[Setting], Trap]
KINDS: dict[str, Make] = {}


def trap(name: str) -> Callable[[Make], Make]:
    def register(make: Make) -> Make:
        KINDS[name] = make
        return make

    return register


def made(s: Setting, plan: Plan, naive: str, right: list[Row] | str, *, seen: bool = False) -> Trap:
    return Trap(tables=s.sql(), plan=plan, naive=s(naive), right=right, seen=seen)


def edited(found: Trap, change: Callable[[SemanticModel], SemanticModel]) -> Trap:
    return replace(found, edited=change)


def grouped(records: Iterable[Record], key: Callable[[Record], Hashable]) -> dict[Any, list[Record]]:
    groups: dict[Any, list[Record]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return dict(groups)


def total(records: Iterable[Record], column: str) -> Any:
    """None where nothing is known, as SQL has it."""
    known = [record[column] for record in records if record[column] is not None]
    return sum(known) if known else None


def mean(values: Iterable[Any]) -> float:
    known = [value for value in values if value is not None]
    return float(sum(known)) / len(known)


def plain_rows(rows: Iterable[Row]) -> list[Row]:
    """Sorted, numbers rounded to 6 places, so that two ways to count can be compared."""
    return sorted((tuple(_plain(cell) for cell in row) for row in rows), key=repr)


def _plain(cell: object) -> object:
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, int | float | Decimal):
        return round(float(cell), 6) + 0.0
    if isinstance(cell, datetime):
        return cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
