"""Times that go by a name: seasons, parts of the day, decades, the week around a day; with what such a name was taken for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from agents.sql_expert.fields import time_field
from agents.sql_expert.lexemes import EntityLink, FieldLink, ValueLink
from agents.sql_expert.linking import link_names
from agents.sql_expert.moments import (
    DatePhrase,
    Period,
    Relative,
    Season,
    months_later,
    point_at,
    word_at,
    year_at,
)
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_MONTHS_OF = {"spring": "March to May", "summer": "June to August", "autumn": "September to November",
              "fall": "September to November", "winter": "December to February"}  # fmt: skip
HOURS = {"morning": (5, 12), "afternoon": (12, 18), "evening": (18, 24)}
_DECADES = {
    name: 1900 + 10 * place
    for place, name in enumerate(["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"], start=2)
}  # fmt: skip
_BEFORE = ("in", "during", "over", "for", "of", "from", "at")
_SURE = 0.7


def season_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """“Summer 2024”, “the winter of 2023/24”, “this spring”, “last autumn”; “winter 2024” may be either of two."""
    start = _behind_opener(tokens, at)
    which = word_at(tokens, start)
    if which in ("this", "last") and (month := SEASONS.get(word_at(tokens, start + 1))):
        season = Season(month=month, which=which)  # type: ignore[arg-type]
        return DatePhrase(first=at, last=start + 2, period=Period(season=season, unit="month"))
    month = SEASONS.get(which)
    if month is None:
        return None
    joint = word_at(tokens, start + 1)
    place = start + 1 + (joint == "of" or (joint == "in" and which != "fall"))
    year = year_at(tokens, place)
    if year is None:
        return None
    following = word_at(tokens, place + 1)
    if word_at(tokens, place + 1) == "/":
        following = word_at(tokens, place + 2)
    both = following in (str(year + 1), str(year + 1)[2:])
    if (month == SEASONS["winter"]) != both:
        return None
    low = date(year, month, 1)
    last = place + 1 + (1 + (word_at(tokens, place + 1) == "/") if both else 0)
    return DatePhrase(first=at, last=last, period=Period(low=low, high=months_later(low, 3), unit="month"))


def hours_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """“In the morning”, “evenings”."""
    start = _behind_opener(tokens, at)
    word = word_at(tokens, start)
    hours = HOURS.get(word.removesuffix("s"))
    if hours is None or (start == at and not word.endswith("s")):
        return None
    return DatePhrase(first=at, last=start + 1, period=Period(hours=hours, unit="hour"))


def decade_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """“The nineties”, “the last decade”."""
    start = _behind_opener(tokens, at)
    if start == at:
        return None
    first = _DECADES.get(word_at(tokens, start))
    if first is not None and word_at(tokens, start - 1) == "the":
        period = Period(low=date(first, 1, 1), high=date(first + 10, 1, 1), unit="year")
        return DatePhrase(first=at, last=start + 1, period=period)
    if word_at(tokens, start) in ("last", "past") and word_at(tokens, start + 1) == "decade":
        relative = Relative(how="rolling", unit="year", count=10)
        return DatePhrase(first=at, last=start + 2, period=Period(relative=relative, unit="year"))
    return None


def week_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """“The week of 3 March 2025” is the one that day is in; “the week starting 3 March 2025” begins with it."""
    start = _behind_opener(tokens, at)
    how = word_at(tokens, start + 1)
    if word_at(tokens, start) != "week" or how not in ("of", "beginning", "starting", "commencing", "from"):
        return None
    place = start + 2
    while word_at(tokens, place) in ("on", "the", "monday", ","):
        place += 1
    day = point_at(tokens, place)
    if day is None or day.period.low is None or day.period.unit != "day":
        return None
    low = day.period.low - timedelta(days=day.period.low.weekday() if how == "of" else 0)
    period = Period(low=low, high=low + timedelta(days=7), unit="week")
    return replace(day, first=at, period=period)


def _behind_opener(tokens: Sequence[Token], at: int) -> int:
    start = at + (word_at(tokens, at) in _BEFORE)
    return start + (word_at(tokens, start) == "the")


def is_value_said(
    one: DatePhrase, tokens: Sequence[Token], schema: Schema, values: Mapping[str, Sequence[ValueLink]]
) -> bool:
    """Whether the name of a time is a value of the data rather: “Morning” of the shifts, “Fall” of the terms.

    A season of a table that is not spoken of is none, where what is spoken of has dates.
    """
    names = [token for token in tokens[one.first : one.last] if token.folded.removesuffix("s") in {*SEASONS, *HOURS}]
    links = [link for token in names for said in (token.text, token.folded) for link in values.get(said, ())]
    if not links:
        return False
    named = _named(tokens, schema)
    if named & {link.entity.name for link in links}:
        return True
    return not any(time_field(schema.model.entity(name)) is not None for name in named)


def _named(tokens: Sequence[Token], schema: Schema) -> set[str]:
    """Tables that are called, by their own name or that of a column."""
    named: set[str] = set()
    for place in range(len(tokens)):
        names = link_names(tokens, place, place + 1, schema)
        links: list[EntityLink | FieldLink] = [*names.entities, *names.fields]
        named |= {one.entity.name for one in links if one.score >= max(_SURE, names.best - 0.1)}
    return named


def taken_for(phrases: Iterable[str]) -> dict[str, str]:
    """For each phrase that names a season, which months those are."""
    return {
        phrase: f"{name.capitalize()} is {_MONTHS_OF[name]}."
        for phrase in phrases
        for name in SEASONS
        if name in phrase.casefold().split()
    }
