"""What is to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from core.query import Query
from core.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """`asked` is the question as it was put; a chart it names is drawn where the data allows."""

    query: Query
    result: Result
    title: str
    subtitle: str = ""
    asked: str = ""
