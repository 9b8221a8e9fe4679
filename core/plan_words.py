"""A Plan in words, part by part."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWords:
    """`filters` and `having` have one text for each part of an “and” at their top."""

    entity: str
    filters: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    comparisons: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    limit: str | None = None
    top_per_group: str | None = None
    combine: str | None = None
