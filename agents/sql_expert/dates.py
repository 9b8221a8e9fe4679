"""Words about time → periods, grains and calendar parts, before any field is known.

A period is told by its first and last day plus one (ISO, either may be open) or relative to an
anchor that is chosen later, when the time field is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from agents.sql_expert.tokens import Token
from core.plan import CalendarPart, Grain

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
UNITS: dict[str, Grain] = {
    name: unit
    for unit in ("year", "quarter", "month", "week", "day", "hour")
    for name in (unit, f"{unit}s")
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], start=1
    )
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
class Period:
    """Days from `low` on and before `high`. `unit` is the finest unit that was written ("year" for 2024).

    A period without a year ("in March") has only `month` or `quarter` set, and a weekday `weekday` (Monday is 1).
    """

    low: date | None = None
    high: date | None = None
    relative: Relative | None = None
    unit: Grain = "day"
    month: int | None = None
    quarter: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePhrase:
    """Tokens `first` up to `last` (not included). `numeric`: only a plain number, a year by its looks."""

    first: int
    last: int
    period: Period
    numeric: bool = False


def date_phrases(tokens: Sequence[Token]) -> list[DatePhrase]:
    found: list[DatePhrase] = []
    at = 0
    while at < len(tokens):
        phrase = _phrase_at(tokens, at)
        if phrase:
            found.append(phrase)
            at = phrase.last
        else:
            at += 1
    return found


def _phrase_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    for reader in _READERS:
        phrase = reader(tokens, at)
        if phrase:
            return phrase
    return None


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) else ""


def _number(tokens: Sequence[Token], at: int) -> int | None:
    if not 0 <= at < len(tokens):
        return None
    value = tokens[at].number
    return value if isinstance(value, int) else None


def _year(tokens: Sequence[Token], at: int) -> int | None:
    if not 0 <= at < len(tokens) or not re.fullmatch(r"(1[6-9]|20)\d\d", tokens[at].text):
        return None
    return int(tokens[at].text)


def _between(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    opener = _word(tokens, at)
    if opener not in ("between", "from"):
        return None
    start = at + 1
    low = _point(tokens, start)
    if not low:
        return None
    joint = _word(tokens, low.last)
    if joint not in ("and", "to", "until", "till", "through", "–", "-"):
        return None
    high = _point(tokens, low.last + 1)
    if not high or high.period.high is None:
        return None
    first = low.period
    if first.low is None and first.month and high.period.low:
        first = _month_period(high.period.low.year, first.month)
    if first.low is None:
        return None
    period = Period(low=first.low, high=high.period.high, unit=high.period.unit)
    return DatePhrase(first=at, last=high.last, period=period, numeric=low.numeric and high.numeric)


def _bounded(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    word, start = _word(tokens, at), at + 1
    if word == "prior" and _word(tokens, start) == "to":
        word, start = "before", start + 1
    if word in ("earlier", "later") and _word(tokens, start) == "than":
        word, start = ("before" if word == "earlier" else "after"), start + 1
    if word in ("on", "in") and _word(tokens, start) == "or":
        word, start = f"or {_word(tokens, start + 1)}", start + 2
    if word not in ("before", "after", "since", "until", "till", "through", "or before", "or after"):
        return None
    if _word(tokens, start) == "the" and _word(tokens, start + 1) == "year":
        start += 2
    elif _word(tokens, start) in ("year", "the"):
        start += 1
    point = _point(tokens, start)
    if not point or (point.period.low is None and point.period.relative is None):
        return None
    suffix = 2 if (_word(tokens, point.last), _word(tokens, point.last + 1)) == ("or", "later") else 0
    period = _bound("since" if suffix else word, point.period)
    return DatePhrase(first=at, last=point.last + suffix, period=period, numeric=point.numeric) if period else None


def _bound(word: str, point: Period) -> Period | None:
    if point.low is None or point.high is None:
        return None
    if word == "before":
        return Period(high=point.low, unit=point.unit)
    if word == "after":
        return Period(low=point.high, unit=point.unit)
    if word in ("since", "or after"):
        return Period(low=point.low, unit=point.unit)
    return Period(high=point.high, unit=point.unit)


def _relative(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    start = at + 1 if _word(tokens, at) in ("in", "over", "during", "for", "within") else at
    start += 1 if _word(tokens, start) == "the" else 0
    word = _word(tokens, start)
    if word in ("last", "past", "previous", "recent", "latest"):
        count = _number(tokens, start + 1)
        unit = UNITS.get(_word(tokens, start + (2 if count else 1)))
        if not unit:
            return None
        end = start + (3 if count else 2)
        return _phrase(at, end, _past(word, unit, count))
    if word in ("this", "current") and (unit := UNITS.get(_word(tokens, start + 1))):
        return _phrase(at, start + 2, Relative(how="aligned", unit=unit))
    return None


def _past(word: str, unit: Grain, count: int | None) -> Relative:
    rolling = word in ("past", "recent") or (unit in ("day", "hour") and count is not None)
    if rolling:
        return Relative(how="rolling", unit=unit, count=count or 1)
    return Relative(how="aligned", unit=unit, count=count or 1, shift=-1)


def _phrase(first: int, last: int, relative: Relative) -> DatePhrase:
    return DatePhrase(first=first, last=last, period=Period(relative=relative, unit=relative.unit))


def _fixed_words(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    word, following = _word(tokens, at), _word(tokens, at + 1)
    if word in ("today", "yesterday"):
        return _phrase(at, at + 1, Relative(how="aligned", unit="day", shift=0 if word == "today" else -1))
    to_date: dict[str, Grain] = {"ytd": "year", "qtd": "quarter", "mtd": "month"}
    if word in to_date:
        return _phrase(at, at + 1, Relative(how="to_date", unit=to_date[word]))
    start = at + 1 if word == "this" else at
    unit = UNITS.get(_word(tokens, start))
    if unit and (_word(tokens, start + 1), _word(tokens, start + 2)) in (("to", "date"), ("so", "far")):
        return _phrase(at, start + 3, Relative(how="to_date", unit=unit))
    if word == "on" and following.rstrip("s") in WEEKDAYS:
        period = Period(weekday=WEEKDAYS[following.rstrip("s")])
        return DatePhrase(first=at, last=at + 2, period=period)
    if word.endswith("days") and word.rstrip("s") in WEEKDAYS:
        return DatePhrase(first=at, last=at + 1, period=Period(weekday=WEEKDAYS[word.rstrip("s")]))
    return None


def _prefixed_point(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """A period after a preposition ("in 2024", "during March", "for Q3"), or standing alone."""
    start = at
    if _word(tokens, at) in ("in", "on", "during", "for", "of", "at", "from"):
        start += 1
    if _word(tokens, start) == "the" and _word(tokens, start + 1) in ("year", "month"):
        start += 1
    if _word(tokens, start) in ("year", "month"):
        start += 1
    point = _point(tokens, start)
    if not point:
        return None
    if (_word(tokens, point.last), _word(tokens, point.last + 1)) in (("or", "later"), ("and", "later")):
        period = _bound("since", point.period)
        return replace(point, first=at, last=point.last + 2, period=period) if period else None
    return replace(point, first=at, numeric=point.numeric)


def _point(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    for reader in (_iso, _quarter, _named_month, _plain_year):
        phrase = reader(tokens, at)
        if phrase:
            return phrase
    return None


def _iso(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    word = _word(tokens, at)
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


def _quarter(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
    word, start = _word(tokens, at), at
    start += 1 if word == "the" else 0
    match = re.fullmatch(r"q([1-4])", _word(tokens, start))
    if match:
        number, end = int(match[1]), start + 1
    elif _word(tokens, start) in names and _word(tokens, start + 1) == "quarter":
        number, end = names[_word(tokens, start)], start + 2
    else:
        return None
    end += 1 if _word(tokens, end) in ("of", "in", ",") and _year(tokens, end + 1) else 0
    year = _year(tokens, end)
    if year is None:
        return DatePhrase(first=at, last=end, period=Period(unit="quarter", quarter=number))
    low = date(year, 3 * number - 2, 1)
    period = Period(low=low, high=_months_later(low, 3), unit="quarter")
    return DatePhrase(first=at, last=end + 1, period=period)


def _named_month(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """“March”, “March 2024”, “5 March 2024”, “March 5th, 2024”, “7th of September, 1987”."""
    start, day = at, _day_number(tokens, at)
    if day:
        start += 1 + (_word(tokens, at + 1) == "of")
    month = MONTHS.get(_word(tokens, start))
    if not month or (_word(tokens, start) in ("may", "mar", "sep", "dec", "jan") and not _is_capital(tokens, start)):
        return None
    end = start + 1
    if not day and (following := _day_number(tokens, end)) and _year(tokens, end) is None:
        day, end = following, end + 1
    end += 1 if _word(tokens, end) in (",", "of", "in") and _year(tokens, end + 1) else 0
    year = _year(tokens, end)
    if year is None:
        return None if day else DatePhrase(first=at, last=end, period=Period(unit="month", month=month))
    if day:
        exact = _day(year, month, day)
        return DatePhrase(first=at, last=end + 1, period=_day_period(exact)) if exact else None
    return DatePhrase(first=at, last=end + 1, period=_month_period(year, month))


def _plain_year(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    year = _year(tokens, at)
    if year is None:
        return None
    period = Period(low=date(year, 1, 1), high=date(year + 1, 1, 1), unit="year")
    return DatePhrase(first=at, last=at + 1, period=period, numeric=True)


def _is_capital(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text[:1].isupper()


def _day_number(tokens: Sequence[Token], at: int) -> int | None:
    match = _ORDINAL.match(_word(tokens, at))
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_period(day: date) -> Period:
    return Period(low=day, high=day + timedelta(days=1), unit="day")


def _month_period(year: int, month: int) -> Period:
    low = date(year, month, 1)
    return Period(low=low, high=_months_later(low, 1), unit="month")


def _months_later(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


_READERS: tuple[Callable[[Sequence[Token], int], DatePhrase | None], ...] = (
    _between,
    _bounded,
    _relative,
    _fixed_words,
    _prefixed_point,
)
GRAIN_WORDS: dict[str, Grain] = {
    "yearly": "year",
    "annually": "year",
    "annual": "year",
    "quarterly": "quarter",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
}
PARTS: dict[str, CalendarPart] = {
    "day of week": "day_of_week",
    "day of the week": "day_of_week",
    "weekday": "day_of_week",
    "month of year": "month",
    "month of the year": "month",
    "hour of day": "hour",
    "hour of the day": "hour",
    "day of month": "day_of_month",
    "day of the month": "day_of_month",
}
