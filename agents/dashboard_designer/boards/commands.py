"""Words that change a dashboard, as commands. What is meant by "the second" is found out later, on the board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.chart import Mark
from core.plan import Grain

Place = Literal["top", "bottom"]
Size = Literal["wider", "narrower", "taller", "shorter", "bigger", "smaller", "full", "half", "third"]
Shown = Mark | Literal["table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """`target` is None for the dashboard itself."""

    target: str | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """To a `place`, else `after` or before the tile `beside`."""

    target: str
    place: Place | None = None
    beside: str | None = None
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    one: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resize:
    target: str
    size: Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """`by` are words for what it is grouped by; `beside`: as well as by what it is grouped by already."""

    target: str
    shown: Shown | None = None
    layout: Literal["stacked"] | None = None
    grain: Grain | None = None
    by: str | None = None
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    target: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    words: str
    shown: Shown | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddText:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """`words` are the condition ("Germany", "last year"); of the tiles that `target` names."""

    words: str
    target: str = "all"
    without: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFilter:
    """A filter for people to set. `words` name what it is on."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfilter:
    target: str = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    words: str


Command = (
    Remove
    | Rename
    | Move
    | Swap
    | Resize
    | Redraw
    | Top
    | Add
    | AddText
    | Filter
    | OfferFilter
    | Unfilter
    | Refresh
    | NotUnderstood
)
