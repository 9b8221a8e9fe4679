"""Words about time → periods, grains and calendar parts, before any field is known.

A period has its first and last day plus one (ISO, either may be open), or is relative to an anchor that the time field tells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.sql_expert.clock_times import clock_at
from agents.sql_expert.long_ago import ago_at
from agents.sql_expert.moments import (
    DatePhrase,
    Period,
    Relative,
    month_period,
    number_at,
    point_at,
    word_at,
)
from agents.sql_expert.named_times import decade_at, hours_at, season_at, week_at
from agents.sql_expert.tokens import Token
from agents.sql_expert.yearly_days import yearly_day_at
from agents.sql_expert.yearly_months import yearly_months_at
from core.plan import CalendarPart, Grain

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


def date_phrases(tokens: Sequence[Token]) -> list[DatePhrase]:
    found: list[DatePhrase] = []
    at = 0
    while at < len(tokens):
        phrase = phrase_at(tokens, at)
        if phrase:
            found.append(phrase)
            at = phrase.last
        else:
            at += 1
    return found


def phrase_at(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    return next((phrase for reader in _READERS if (phrase := reader(tokens, at))), None)


def _between(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    opener = word_at(tokens, at)
    if opener not in ("between", "from"):
        return None
    start = at + 1
    low = point_at(tokens, start)
    if not low:
        return None
    joint = word_at(tokens, low.last)
    if joint not in ("and", "to", "until", "till", "through", "–", "-"):
        return None
    high = point_at(tokens, low.last + 1)
    if not high or high.period.high is None:
        return None
    first = low.period
    if first.low is None and first.month and high.period.low:
        first = month_period(high.period.low.year, first.month)
    if first.low is None:
        return None
    period = Period(low=first.low, high=high.period.high, unit=high.period.unit)
    return DatePhrase(first=at, last=high.last, period=period, numeric=low.numeric and high.numeric)


def _bounded(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    word, start = _bounding(tokens, at)
    edge = _edge(tokens, start)
    if word == "by" and edge == "end":
        word = "until"
    start += 3 if edge and word_at(tokens, start) == "the" else 2 if edge else 0
    if word not in _BOUNDING:
        return None
    point = point_at(tokens, _behind_unit(tokens, start))
    if not point or (point.period.low is None and not (point.period.month or point.period.quarter)):
        return None
    word = _at_edge(word, edge)
    if point.period.low is None:
        opened = {"before": "before", "after": "after", "since": "since", "or after": "since"}.get(word, "until")
        return DatePhrase(first=at, last=point.last, period=replace(point.period, opened=opened))  # type: ignore[arg-type]
    suffix = 2 if (word_at(tokens, point.last), word_at(tokens, point.last + 1)) == ("or", "later") else 0
    period = _bound("since" if suffix else word, point.period)
    return DatePhrase(first=at, last=point.last + suffix, period=period, numeric=point.numeric) if period else None


_BOUNDING = frozenset({"before", "after", "since", "until", "till", "through", "or before", "or after"})


def _bounding(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """“Before”, “prior to”, “up to”, in one word, and where it ends."""
    word, following = word_at(tokens, at), word_at(tokens, at + 1)
    if word == "prior" and following == "to":
        return "before", at + 2
    if word in ("earlier", "later") and following == "than":
        return ("before" if word == "earlier" else "after"), at + 2
    if word in ("on", "in") and following == "or":
        return f"or {word_at(tokens, at + 2)}", at + 3
    if word == "up" and following in ("to", "until", "till"):
        return "until", at + 2
    return word, at + 1


def _behind_unit(tokens: Sequence[Token], start: int) -> int:
    """Behind “the year”, “the year of”, “the”."""
    if word_at(tokens, start) == "the" and word_at(tokens, start + 1) == "year":
        return start + (3 if word_at(tokens, start + 2) == "of" else 2)
    return start + (word_at(tokens, start) in ("year", "the"))


def _edge(tokens: Sequence[Token], at: int) -> str:
    """“The end of”, “the start of” what follows."""
    start = at + (word_at(tokens, at) == "the")
    named = {"end": "end", "close": "end", "start": "start", "beginning": "start"}.get(word_at(tokens, start), "")
    return named if word_at(tokens, start + 1) == "of" else ""


def _at_edge(word: str, edge: str) -> str:
    """“Since the end of May” is after May, “until the start of May” before it."""
    if edge == "end":
        return {"since": "after", "or after": "after", "before": "until"}.get(word, word)
    return (
        {"until": "before", "till": "before", "through": "before", "after": "since"}.get(word, word) if edge else word
    )


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
    start = at + 1 if word_at(tokens, at) in ("in", "over", "during", "for", "within") else at
    start += 1 if word_at(tokens, start) == "the" else 0
    word = word_at(tokens, start)
    if word == "most" and word_at(tokens, start + 1) == "recent" and (unit := UNITS.get(word_at(tokens, start + 2))):
        newest = Relative(how="aligned", unit=unit)
        return replace(phrase := _phrase(at, start + 3, newest), period=replace(phrase.period, newest=True))
    if word in ("last", "past", "previous", "recent", "latest"):
        count = number_at(tokens, start + 1)
        unit = UNITS.get(word_at(tokens, start + (2 if count else 1)))
        if not unit:
            return None
        end = start + (3 if count else 2)
        phrase = _phrase(at, end, _past(word, unit, count))
        return replace(phrase, period=replace(phrase.period, newest=word == "latest" and not count))
    if word in ("this", "current") and (unit := UNITS.get(word_at(tokens, start + 1))):
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
    word = word_at(tokens, at)
    if word in ("today", "yesterday"):
        return _phrase(at, at + 1, Relative(how="aligned", unit="day", shift=0 if word == "today" else -1))
    if (word, word_at(tokens, at + 1), word_at(tokens, at + 2)) == ("so", "far", "this") and (
        unit := UNITS.get(word_at(tokens, at + 3))
    ):
        return _phrase(at, at + 4, Relative(how="to_date", unit=unit))
    to_date: dict[str, Grain] = {"ytd": "year", "qtd": "quarter", "mtd": "month"}
    if word in to_date:
        return _phrase(at, at + 1, Relative(how="to_date", unit=to_date[word]))
    start = at + 1 if word == "this" else at
    unit = UNITS.get(word_at(tokens, start))
    if unit and (word_at(tokens, start + 1), word_at(tokens, start + 2)) in (("to", "date"), ("so", "far")):
        return _phrase(at, start + 3, Relative(how="to_date", unit=unit))
    if word in ("on", "at", "during", "over") and (day := _weekday(tokens, at + 1)):
        return replace(day, first=at)
    return _weekday(tokens, at) if word.endswith(("s", "day", "weekend")) else None


def _weekday(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """“A Monday”, “Mondays”, “the weekend”, “weekdays”; “weekday” alone is what is grouped by."""
    start = at + 1 if word_at(tokens, at) in ("a", "the") else at
    word = word_at(tokens, start)
    if word in ("weekend", "weekends"):
        return DatePhrase(first=at, last=start + 1, period=Period(weekend=True))
    if word in ("weekdays", "workdays") and word_at(tokens, at - 1) not in ("by", "per"):
        return DatePhrase(first=at, last=start + 1, period=Period(weekend=False))
    if word.removesuffix("s") in WEEKDAYS:
        return DatePhrase(first=at, last=start + 1, period=Period(weekday=WEEKDAYS[word.removesuffix("s")]))
    return None


_EACH = frozenset({"each", "every", "per", "by"})


def _prefixed_point(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """A period after a preposition ("in 2024", "during March", "for Q3"), or standing alone."""
    start = at
    if word_at(tokens, at) in ("in", "on", "during", "for", "of", "at", "from"):
        start += 1
    if word_at(tokens, start) == "the" and word_at(tokens, start + 1) in ("year", "month"):
        start += 1
    called = ""
    if word_at(tokens, start) in ("year", "month"):
        if word_at(tokens, start - 1) in _EACH:
            return None
        called = word_at(tokens, start)
        start += 2 if word_at(tokens, start + 1) == "of" else 1
    point = point_at(tokens, start)
    if not point or (called == "month" and point.period.unit == "year"):
        return None
    side, last = _onwards(tokens, point.last, opened=word_at(tokens, at) == "from")
    if side and (period := _bound(side, point.period)):
        return replace(point, first=at, last=last, period=period)
    return replace(point, first=at, numeric=point.numeric)


def _onwards(tokens: Sequence[Token], at: int, *, opened: bool) -> tuple[str, int]:
    """Which side of a point is meant by what stands behind it: “or later”, “and before”, “onwards”, “from 2023 on”."""
    word, following = word_at(tokens, at), word_at(tokens, at + 1)
    ended = not following or tokens[at + 1].kind == "symbol"
    if word in ("onwards", "onward", "upwards") or (word == "on" and opened and ended):
        return "since", at + 1
    if word not in ("or", "and"):
        return "", at
    if following in ("later", "afterwards", "onwards", "newer") or (following == "after" and _ends(tokens, at + 2)):
        return "since", at + 2
    if following == "earlier" or (following == "before" and _ends(tokens, at + 2)):
        return "until", at + 2
    return "", at


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """No date stands here: “in 2024 or after”, unlike “in 2024 or after 2026”."""
    return point_at(tokens, at) is None and word_at(tokens, at) != "the"


_READERS: tuple[Callable[[Sequence[Token], int], DatePhrase | None], ...] = (
    ago_at,
    yearly_months_at,
    clock_at,
    _between,
    _bounded,
    season_at,
    hours_at,
    decade_at,
    week_at,
    _relative,
    _fixed_words,
    yearly_day_at,
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
