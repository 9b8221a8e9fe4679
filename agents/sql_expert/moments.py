"""Days, months, quarters and years as they are written, each a period of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from agents.sql_expert.tokens import Token
from core.plan import Grain

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}


_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\Z")


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")


_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    how: Literal["aligned", "rolling", "to_date"]
    unit: Grain
    count: int = 1
    shift: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Three months from the first of `month`: the latest that has begun, or the latest that is over."""

    month: int
    which: Literal["this", "last"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `low` on and before `high`. `unit` is the finest unit that was written ("year" for 2024).

    A period without a year ("in March") has only `month` or `quarter` set, `opened` where it is from there on or up to
    it ("since March"); a weekday has `weekday` (Monday is 1);
    `weekend` is whether it is one; `hours` are those of a day, the last not included.
    `newest` is the last that there is in the data ("the most recent year"); `yearly` a month and a day of any year,
    `months` whole months of any year. `ago`: before the day that is so many units back.
    """

    low: date | None = None
    high: date | None = None
    relative: Relative | None = None
    unit: Grain = "day"
    month: int | None = None
    quarter: int | None = None
    weekday: int | None = None
    weekend: bool | None = None
    hours: tuple[int, int] | None = None
    season: Season | None = None
    opened: Literal["", "since", "after", "before", "until"] = ""
    newest: bool = False
    yearly: tuple[int, int] | None = None
    months: tuple[int, ...] = ()
    ago: tuple[int, Grain] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePhrase:
    """Tokens `first` up to `last` (not included). `numeric`: only a plain number, a year by its looks."""

    first: int
    last: int
    period: Period
    numeric: bool = False


def word_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) else ""


def number_at(tokens: Sequence[Token], at: int) -> int | None:
    if not 0 <= at < len(tokens):
        return None
    value = tokens[at].number
    return value if isinstance(value, int) else None


def year_at(tokens: Sequence[Token], at: int) -> int | None:
    if not 0 <= at < len(tokens) or not re.fullmatch(r"(1[6-9]|20)\d\d", tokens[at].text):
        return None
    return int(tokens[at].text)


def point_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    for reader in (_iso, _half, _quarter, _named_month, _plain_year):
        phrase = reader(tokens, at)
        if phrase:
            return phrase
    return None


def _iso(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    word = word_at(tokens, at)
    iso, slashed = _ISO.match(word), _SLASHED.match(word)
    if iso:
        day = _day(int(iso[1]), int(iso[2]), int(iso[3]))
    elif slashed:
        year = int(slashed[3]) + (2000 if len(slashed[3]) == 2 else 0)
        first, second = int(slashed[1]), int(slashed[2])
        day = _day(year, first, second) if first <= 12 else _day(year, second, first)
    else:
        return None
    return DatePhrase(first=at, last=at + 1, period=_day_period(day)) if day else None


def _half(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """“H1 2024”, “the second half of 2024”."""
    start = at + (word_at(tokens, at) == "the")
    word = word_at(tokens, start)
    named = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "last": 2}.get(word)
    if word in ("h1", "h2"):
        number, end = int(word[1]), start + 1
    elif named is not None and word_at(tokens, start + 1) == "half":
        number, end = named, start + 2
    else:
        return None
    end += 1 if word_at(tokens, end) in ("of", "in", ",") else 0
    year = year_at(tokens, end)
    if year is None:
        return None
    low = date(year, 6 * number - 5, 1)
    return DatePhrase(first=at, last=end + 1, period=Period(low=low, high=months_later(low, 6), unit="month"))


def _quarter(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
    word, start = word_at(tokens, at), at
    start += 1 if word == "the" else 0
    match = re.fullmatch(r"q([1-4])", word_at(tokens, start))
    if match:
        number, end = int(match[1]), start + 1
    elif word_at(tokens, start) in names and word_at(tokens, start + 1) == "quarter":
        number, end = names[word_at(tokens, start)], start + 2
    else:
        return None
    end += 1 if word_at(tokens, end) in ("of", "in", ",") and year_at(tokens, end + 1) else 0
    year = year_at(tokens, end)
    if year is None:
        return DatePhrase(first=at, last=end, period=Period(unit="quarter", quarter=number))
    low = date(year, 3 * number - 2, 1)
    period = Period(low=low, high=months_later(low, 3), unit="quarter")
    return DatePhrase(first=at, last=end + 1, period=period)


def _named_month(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """“March”, “March 2024”, “5 March 2024”, “March 5th, 2024”, “7th of September, 1987”."""
    start, day = at, _day_number(tokens, at)
    if day:
        start += 1 + (word_at(tokens, at + 1) == "of")
    month = MONTHS.get(word_at(tokens, start))
    if not month or (
        word_at(tokens, start) in ("may", "mar", "sep", "dec", "jan") and not _is_date_here(tokens, start)
    ):
        return None
    end = start + 1
    if not day and (following := _day_number(tokens, end)) and year_at(tokens, end) is None:
        day, end = following, end + 1
    end += 1 if word_at(tokens, end) in (",", "of", "in") and year_at(tokens, end + 1) else 0
    year = year_at(tokens, end)
    if year is None:
        return None if day else DatePhrase(first=at, last=end, period=Period(unit="month", month=month))
    if day:
        exact = _day(year, month, day)
        return DatePhrase(first=at, last=end + 1, period=_day_period(exact)) if exact else None
    return DatePhrase(first=at, last=end + 1, period=month_period(year, month))


def _plain_year(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    year = year_at(tokens, at)
    if year is None:
        return None
    if _is_decade(tokens, at, year):
        decade = Period(low=date(year, 1, 1), high=date(year + 10, 1, 1), unit="year")
        return DatePhrase(first=at, last=at + 2, period=decade)
    period = Period(low=date(year, 1, 1), high=date(year + 1, 1, 1), unit="year")
    return DatePhrase(first=at, last=at + 1, period=period, numeric=True)


def _is_decade(tokens: Sequence[Token], at: int, year: int) -> bool:
    """“The 1970s”, “the 1970's”; without the article, “2020's revenue” is that of a year."""
    following = word_at(tokens, at + 1)
    touching = at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end
    named = following == "s" or (following == "'s" and word_at(tokens, at - 1) == "the")
    return year % 10 == 0 and touching and named


def _is_capital(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text[:1].isupper()


def _day_number(tokens: Sequence[Token], at: int) -> int | None:
    match = _ORDINAL.match(word_at(tokens, at))
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_period(day: date) -> Period:
    return Period(low=day, high=day + timedelta(days=1), unit="day")


def month_period(year: int, month: int) -> Period:
    low = date(year, month, 1)
    return Period(low=low, high=months_later(low, 1), unit="month")


def months_later(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _is_date_here(tokens: Sequence[Token], at: int) -> bool:
    """“May” in small letters is a month behind “in”, or before a year or a day."""
    beside = word_at(tokens, at - 1) in ("in", "since", "until", "last", "this", "of", "for", "during") if at else False
    return _is_capital(tokens, at) or beside or year_at(tokens, at + 1) is not None
