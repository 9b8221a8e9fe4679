"""What is to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.query import OutputColumn, Query
from core.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """`asked` is the question as it was put; a chart it names is drawn where the data allows.

    `until` is the last day that there is data of. On a `tile` a single value is drawn too.
    """

    query: Query
    result: Result
    title: str
    subtitle: str = ""
    asked: str = ""
    until: date | None = None
    tile: bool = False


def described(task: Design) -> tuple[OutputColumn, ...]:
    """The query's columns; of SQL that does not lift, the result's own."""
    if task.query.columns:
        return task.query.columns
    return tuple(
        OutputColumn(name=column.name, label=column.name, type=column.type, role="unknown")
        for column in task.result.columns
    )
