"""Days of every year: “on July 4th”, “on the 25th of December”, “at Christmas”; with a year behind, the day of that year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from agents.sql_expert.moments import MONTHS, DatePhrase, Period, word_at, year_at
from agents.sql_expert.tokens import Token

_DAY = re.compile(r"(?P<day>[1-9]|[12]\d|3[01])(?P<ordinal>st|nd|rd|th)?")
_HOLIDAYS: dict[tuple[str, ...], tuple[int, int]] = {
    ("christmas", "eve"): (12, 24),
    ("christmas", "day"): (12, 25),
    ("christmas",): (12, 25),
    ("boxing", "day"): (12, 26),
    ("new", "year", "eve"): (12, 31),
    ("new", "years", "eve"): (12, 31),
    ("new", "year", "day"): (1, 1),
    ("new", "years", "day"): (1, 1),
    ("halloween",): (10, 31),
    ("valentine", "day"): (2, 14),
    ("valentines", "day"): (2, 14),
    ("independence", "day"): (7, 4),
}
_FIRST = frozenset(words[0] for words in _HOLIDAYS)
_OPENERS = frozenset({"on", "at", "for", "of"})
_LONGEST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def yearly_day_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    start = at + (word_at(tokens, at) in _OPENERS)
    opened = start > at
    start += opened and word_at(tokens, start) == "the"
    found = _holiday(tokens, start) or _month_first(tokens, start, opened) or _day_first(tokens, start, opened)
    if found is None:
        return None
    month, day, last = found
    if day > _LONGEST_DAY[month - 1]:
        return None
    year = year_at(tokens, last + (word_at(tokens, last) in (",", "of", "in")))
    if year is None:
        return DatePhrase(first=at, last=last, period=Period(yearly=(month, day)))
    if (month, day) == (2, 29):
        return None
    low = date(year, month, day)
    last += 1 + (word_at(tokens, last) in (",", "of", "in"))
    return DatePhrase(first=at, last=last, period=Period(low=low, high=low + timedelta(days=1)))


def _holiday(tokens: Sequence[Token], at: int) -> tuple[int, int, int] | None:
    """“Christmas” alone may be what cards are for; on Christmas, or with a year, it is the day."""
    if word_at(tokens, at) not in _FIRST:
        return None
    ahead = list(enumerate(tokens[at : at + 6], start=at))
    said = [(token.folded, place) for place, token in ahead if token.folded not in ("'s", "’s", "s", "'")]
    for words, (month, day) in _HOLIDAYS.items():
        if tuple(word for word, _ in said[: len(words)]) == words:
            last = said[len(words) - 1][1] + 1
            dated = len(words) > 1 or word_at(tokens, at - 1) in ("on", "at") or year_at(tokens, last) is not None
            return (month, day, last) if dated else None
    return None


def _month_first(tokens: Sequence[Token], at: int, opened: bool) -> tuple[int, int, int] | None:
    """“July 4th”; without “on” a bare number may count something."""
    month, day = MONTHS.get(word_at(tokens, at)), _DAY.fullmatch(word_at(tokens, at + 1))
    if month is None or day is None or not (opened or day["ordinal"]):
        return None
    return month, int(day["day"]), at + 2


def _day_first(tokens: Sequence[Token], at: int, opened: bool) -> tuple[int, int, int] | None:
    day = _DAY.fullmatch(word_at(tokens, at))
    behind = at + 1 + (word_at(tokens, at + 1) == "of")
    month = MONTHS.get(word_at(tokens, behind))
    if month is None or day is None or not (opened or day["ordinal"]):
        return None
    return month, int(day["day"]), behind + 1
