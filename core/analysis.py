"""Queries plus a named computation on their results."""

from __future__ import annotations

from dataclasses import dataclass

from core.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """`computation` names a function of the analyst ("change by group"); `settings` are its arguments.

    `titles` say what each of the queries is for; `read_as` is the question as it was understood.
    """

    computation: str
    queries: tuple[Query, ...]
    settings: tuple[tuple[str, str | int | float | bool], ...] = ()
    titles: tuple[str, ...] = ()
    read_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisStep:
    """A query of an analysis that was run; `truncated`: there were more rows than were computed with."""

    title: str
    sql: str
    tables: tuple[str, ...]
    rows: int
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisReceipt:
    """What was computed ("Welch’s t-test"), from which queries, with which settings; `limits` are sentences on what the
    data cannot say.
    """

    computation: str
    method: str
    steps: tuple[AnalysisStep, ...]
    settings: tuple[tuple[str, str | int | float | bool], ...] = ()
    limits: tuple[str, ...] = ()
