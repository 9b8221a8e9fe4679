"""Queries plus a named computation on their results."""

from __future__ import annotations

from dataclasses import dataclass

from core.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """`computation` names a function of the analyst ("welch_t_test"); `settings` are its arguments."""

    computation: str
    queries: tuple[Query, ...]
    settings: tuple[tuple[str, str | int | float | bool], ...] = ()
