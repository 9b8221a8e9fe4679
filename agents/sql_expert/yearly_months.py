"""Months of every year: “in summer”, “in June, July or August”, “between March and May”, “in the first half of the year”."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.moments import MONTHS, DatePhrase, Period, word_at, year_at
from agents.sql_expert.named_times import SEASONS
from agents.sql_expert.tokens import Token

_OPENERS = frozenset({"in", "during", "over", "for", "of", "from"})
_FEWEST = 3
_HALVES = {"first": (1, 2, 3, 4, 5, 6), "second": (7, 8, 9, 10, 11, 12), "last": (7, 8, 9, 10, 11, 12)}


def yearly_months_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """None where a year stands behind them."""
    found = _between(tokens, at) or _listed(tokens, at) or _season(tokens, at) or _half(tokens, at)
    if found is None:
        return None
    months, last = found
    if year_at(tokens, last + (word_at(tokens, last) in ("of", "in", ","))) is not None:
        return None
    return DatePhrase(first=at, last=last, period=Period(months=months, unit="month"))


def _between(tokens: Sequence[Token], at: int) -> tuple[tuple[int, ...], int] | None:
    """From one to the other, over the new year too."""
    if word_at(tokens, at) not in ("between", "from"):
        return None
    first, last = MONTHS.get(word_at(tokens, at + 1)), MONTHS.get(word_at(tokens, at + 3))
    joined = word_at(tokens, at + 2) in ("and", "to", "until", "till", "through", "–", "-")
    if first is None or last is None or not joined or first == last:
        return None
    return tuple((first + step - 1) % 12 + 1 for step in range((last - first) % 12 + 1)), at + 4


def _listed(tokens: Sequence[Token], at: int) -> tuple[tuple[int, ...], int] | None:
    """Three or more, or two of which one is enough."""
    place = at + (word_at(tokens, at) in _OPENERS)
    months: list[int] = []
    either = False
    while (month := MONTHS.get(word_at(tokens, place))) is not None:
        months.append(month)
        last = place + 1
        place = last
        while word_at(tokens, place) in (",", "and", "or", "in"):
            either = either or word_at(tokens, place) == "or"
            place += 1
        if place == last:
            break
    if len(set(months)) < (2 if either else _FEWEST) or len(set(months)) < len(months):
        return None
    return tuple(months), last


def _season(tokens: Sequence[Token], at: int) -> tuple[tuple[int, ...], int] | None:
    opened = word_at(tokens, at) in _OPENERS
    place = at + opened
    place += word_at(tokens, place) == "the"
    first = SEASONS.get(word_at(tokens, place))
    if first is None or not opened:
        return None
    last = place + 1 + (word_at(tokens, place + 1) in ("month", "months", "season"))
    return tuple((first + step - 1) % 12 + 1 for step in range(3)), last


def _half(tokens: Sequence[Token], at: int) -> tuple[tuple[int, ...], int] | None:
    place = at + (word_at(tokens, at) in _OPENERS)
    words = [word_at(tokens, place + step) for step in range(6)]
    which = words[1] if words[0] == "the" else ""
    if (
        which not in _HALVES
        or words[2] != "half"
        or words[3] != "of"
        or words[4:6] not in (["the", "year"], ["a", "year"])
    ):
        return None
    return _HALVES[which], place + 6
