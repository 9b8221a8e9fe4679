"""The periods that a question names, and those it only tells by another: “the same period last year”, “the 30 days before”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agents.sql_expert.dates import UNITS, phrase_at
from agents.sql_expert.moments import Period, number_at, word_at, year_at
from agents.sql_expert.tokens import Token
from core.plan import Grain

_BESIDE = ("in", "for", "during", "of", "to", "from", "at", "on", "over", "vs", "versus", "that", "with")
_PERIODS = frozenset({*UNITS, "period", "periods", "time", "part", "stretch", "weekend"} - {"hour", "hours"})
_AGO = frozenset({"ago", "earlier", "before", "prior", "previously", "back"})
_PREVIOUS = frozenset({"previous", "prior", "preceding"})
_SETTING = frozenset({"vs", "versus", "against", "than", "over", "on", "with", "to", "and", "from", "between", "or"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """`count` units earlier than another period; by its own length where `unit` is None. `year`: in that year rather."""

    unit: Grain | None = None
    count: int = 1
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Tokens `first` up to `last`; `side` tells the ends of “from … to …” apart."""

    first: int
    last: int
    told: Period | Shift
    side: Literal["", "low", "high"] = ""


def mentions_of(tokens: Sequence[Token]) -> list[Mention]:
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        here = _at(tokens, at)
        found += here
        at = here[-1].last if here else at + 1
    return found


def _at(tokens: Sequence[Token], at: int) -> list[Mention]:
    pair = _from_and_to(tokens, at)
    if pair:
        return pair
    shifted = _same(tokens, at) or _ago(tokens, at) or _before(tokens, at)
    if shifted is not None:
        return [shifted]
    phrase = phrase_at(tokens, at)
    if phrase is None or not is_stretch(phrase.period):
        return []
    return [Mention(first=at, last=phrase.last, told=phrase.period)]


def is_stretch(period: Period) -> bool:
    """Whether it is a stretch of days, rather than a kind of day or a part of one."""
    if period.relative is not None:
        return period.relative.unit != "hour"
    whole = (period.month or period.quarter) and not period.opened
    return bool(period.low or whole or period.season or (period.opened == "since"))


def _from_and_to(tokens: Sequence[Token], at: int) -> list[Mention]:
    if word_at(tokens, at) not in ("from", "between"):
        return []
    low = _whole_at(tokens, at + 1)
    if low is None or word_at(tokens, low.last) not in ("to", "and", "until", "till"):
        return []
    high = _whole_at(tokens, low.last + 1)
    if high is None:
        return []
    ends = Mention(first=at, last=low.last, told=low.told, side="low")
    return [ends, Mention(first=low.last, last=high.last, told=high.told, side="high")]


def _whole_at(tokens: Sequence[Token], at: int) -> Mention | None:
    start = at + (word_at(tokens, at) == "the")
    phrase = phrase_at(tokens, start)
    if phrase is None or not is_stretch(phrase.period) or word_at(tokens, start) in ("between", "from", "since"):
        return None
    return Mention(first=at, last=phrase.last, told=phrase.period)


def _same(tokens: Sequence[Token], at: int) -> Mention | None:
    """“The same period last year”, “the same month of 2023”, “the same time a year ago”."""
    start = _opened(tokens, at)
    if word_at(tokens, start) != "same":
        return None
    place = start + 1
    while word_at(tokens, place) in _PERIODS or number_at(tokens, place) is not None:
        if year_at(tokens, place) is not None:
            break
        place += 1
    if place == start + 1:
        return None
    place += 1 if word_at(tokens, place) in ("in", "of", "from", "during", "for") else 0
    place += 1 if word_at(tokens, place) == "the" else 0
    year = year_at(tokens, place)
    if year is not None:
        return Mention(first=at, last=place + 1, told=Shift(unit="year", year=year))
    unit = UNITS.get(word_at(tokens, place + 1))
    if word_at(tokens, place) in ("last", *_PREVIOUS) and unit:
        return Mention(first=at, last=place + 2, told=Shift(unit=unit))
    ago = _ago(tokens, place) or _before(tokens, place)
    return None if ago is None else Mention(first=at, last=ago.last, told=ago.told)


def _ago(tokens: Sequence[Token], at: int) -> Mention | None:
    """“A year ago”, “two years earlier”, “one month before”, “year on year”."""
    start = _opened(tokens, at)
    unit = UNITS.get(word_at(tokens, start))
    if unit and word_at(tokens, start + 1) in ("on", "over") and UNITS.get(word_at(tokens, start + 2)) == unit:
        return Mention(first=at, last=start + 3, told=Shift(unit=unit))
    count = 1 if word_at(tokens, start) in ("a", "one") else number_at(tokens, start)
    unit = UNITS.get(word_at(tokens, start + 1))
    if count is None or not unit or word_at(tokens, start + 2) not in _AGO:
        return None
    last = start + 3 + (word_at(tokens, start + 3) in ("that", "this"))
    return Mention(first=at, last=last, told=Shift(unit=unit, count=count))


def _before(tokens: Sequence[Token], at: int) -> Mention | None:
    """“The year before”, “the 30 days before that”, “the preceding 3 months”; “the previous year” beside another period."""
    start = _opened(tokens, at)
    named = word_at(tokens, start - 1) == "the" and start > at
    if word_at(tokens, start) in _PREVIOUS and word_at(tokens, at - 1) in _SETTING:
        return _so_long(tokens, at, start + 1, start + 1)
    return _so_long(tokens, at, start, None) if named else None


def _so_long(tokens: Sequence[Token], at: int, start: int, behind: int | None) -> Mention | None:
    """`behind` is None where “before” has to follow."""
    count = number_at(tokens, start)
    place = start + (count is not None)
    word = word_at(tokens, place)
    unit = UNITS.get(word)
    if unit is None and word not in ("period", "time"):
        return None
    last = place + 1
    if behind is None:
        if word_at(tokens, last) not in ("before", "earlier", "prior"):
            return None
        last += 1 + (word_at(tokens, last + 1) in ("that", "this", "it"))
        if last < len(tokens) and phrase_at(tokens, last) is not None:
            return None
    return Mention(first=at, last=last, told=Shift(unit=unit, count=count or 1) if unit else Shift())


def _opened(tokens: Sequence[Token], at: int) -> int:
    start = at
    while word_at(tokens, start) in _BESIDE:
        start += 1
    return start + (word_at(tokens, start) == "the")
