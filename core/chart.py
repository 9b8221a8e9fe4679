"""A chart as typed choices; never a drawing, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mark = Literal["bar", "line", "area", "point", "rect", "arc"]
Channel = Literal["x", "y", "color", "size", "column", "theta"]
Scale = Literal["quantitative", "temporal", "ordinal", "nominal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """`field` is a column of the result. `sort` lists categories in order, or is None for natural order. `format` is a d3 pattern."""

    channel: Channel
    field: str
    scale: Scale
    title: str
    sort: tuple[str, ...] | None = None
    format: str | None = None
    time_unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`title` states the finding or the question; `subtitle` measure, unit, period and filters."""

    mark: Mark
    encodings: tuple[Encoding, ...]
    title: str
    subtitle: str = ""
    note: str = ""
