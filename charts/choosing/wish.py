"""What a person asked a chart to be, in columns of its result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.chart import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """`by` "x": what the bars are of, by name or by nature; "y": how long they are."""

    by: Literal["x", "y"]
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`x`, `y` and `series` are names of result columns. `upright`: the request speaks of an x- or a y-axis, so bars stand.

    `multiples`: one small chart for each value of the series. `coloured`: a series was asked for without naming it.
    """

    mark: Mark | None = None
    layout: Literal["stacked", "beside"] | None = None
    x: str | None = None
    y: str | None = None
    series: str | None = None
    sort: Sort | None = None
    upright: bool = False
    multiples: bool = False
    coloured: bool = False


NO_WISH = Wish()


def wish_of(wanted: Mark | Wish | None) -> Wish:
    if isinstance(wanted, Wish):
        return wanted
    return Wish(mark=wanted) if wanted is not None else NO_WISH
