"""Questions with SQL that people vouch for, which a model is shown beside a question that is much like them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.sql_expert.candidates import Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    question: str
    sql: str


Examples = Callable[[Understanding], Sequence[Example]]
"""Those near to the question of a task, nearest first; few."""


def no_examples(task: Understanding, /) -> Sequence[Example]:
    return ()
