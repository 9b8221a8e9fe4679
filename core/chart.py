"""A chart as typed choices; never a drawing, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mark = Literal["bar", "line", "area", "point", "rect", "arc", "histogram", "box", "map", "number"]
Channel = Literal["x", "y", "color", "size", "column", "theta", "offset", "text", "change"]
Scale = Literal["quantitative", "temporal", "ordinal", "nominal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """`field` is a column of the result. `sort` lists categories in order, or is None for natural order. `format` is a d3 pattern.

    Several encodings of one measure channel are series of one unit, named by their titles. "$" in
    `format` stands for `unit` (a currency code or "%"). Of more than `limit` categories only the
    first are drawn, the others added up under the name `other` where there is one. `null_label` is what a
    category without a value is called.
    """

    channel: Channel
    field: str
    scale: Scale
    title: str
    sort: tuple[str, ...] | None = None
    format: str | None = None
    time_unit: str | None = None
    unit: str | None = None
    limit: int | None = None
    other: str | None = None
    null_label: str = "no value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`title` states the finding or the question; `subtitle` measure, unit, period and filters.

    A bar with an "offset" stands beside the others of its category; without one, colours are stacked. A "column"
    makes small multiples of one scale. A map has its longitude as x and its latitude as y, in degrees. A number has its
    value as "text" and may have a "change". `partial` is the last period (as written in its rows) whose data is not
    whole: it is drawn dashed.
    """

    mark: Mark
    encodings: tuple[Encoding, ...]
    title: str
    subtitle: str = ""
    note: str = ""
    partial: str | None = None
