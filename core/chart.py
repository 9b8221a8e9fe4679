"""A chart as typed choices; never a drawing, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Mark = Literal["bar", "line", "area", "point", "rect", "arc", "histogram", "box", "map", "number"]
Channel = Literal["x", "y", "color", "size", "column", "theta", "offset", "text", "change"]
CategoryOrder = Literal["largest", "smallest", "name", "given"]
Scale = Literal["quantitative", "temporal", "ordinal", "nominal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """`field` is a column of the result. `sort` lists categories in order, or is None for natural order. `format` is a d3 pattern.

    Several encodings of one measure channel are series of one unit, named by their titles. "$" in
    `format` stands for `unit` (a currency code or "%"). Of more than `limit` categories only the
    first are drawn, the others added up under the name `other` where there is one. `null_label` is what a
    category without a value is called. `log`: a logarithmic axis, of values above zero only.
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
    log: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSeries:
    """`values` stand at the categories of their table, None where there is none; `x` are given for points only."""

    name: str
    values: tuple[float | None, ...]
    x: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTable:
    """A chart as categories and series, which spreadsheets and slides draw themselves.

    `days` are the categories as dates where they are all dates, `day_pattern` is d3's. A "column" stands, a "bar" lies;
    a "heat" has a series for each row of squares. `before` and `after` are what stands around a number ("€", "%");
    a `percent` is a ratio (0 to 1). `decimals` is None where numbers keep the digits they have.
    """

    kind: Literal["column", "bar", "line", "area", "scatter", "doughnut", "heat"]
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    title: str
    category_title: str
    value_title: str
    colours: tuple[str, ...]
    stacked: bool = False
    days: tuple[date, ...] = ()
    day_pattern: str = ""
    before: str = ""
    after: str = ""
    percent: bool = False
    decimals: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartAdjustment:
    """What is drawn otherwise than by the rules. `top` keeps so many categories and adds up the others."""

    mark: Mark | None = None
    sort: CategoryOrder | None = None
    top: int | None = None
    log: bool = False
    swap: bool = False
