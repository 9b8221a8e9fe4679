"""Fiscal years and quarters in a question, told as the days they are by the model's calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token
from semantic_layer.words import stem

_SAID = frozenset({"fiscal", "financial"})
_UNITS = frozenset({"year", "years", "quarter", "quarters", "ytd", "qtd"})
_SHORT = re.compile(r"fy(\d{4}|\d{2})?")
_QUARTER = re.compile(r"q([1-4])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """`year` is the calendar year that the fiscal one ends in; tokens `first` up to `last`."""

    first: int
    last: int
    year: int
    quarter: int | None = None


def fiscal_tokens(tokens: Sequence[Token], schema: Schema) -> tuple[Token, ...]:
    """Where no fiscal year is set, or a column is called so, the tokens as they are."""
    start = schema.model.calendar.fiscal_year_start
    if start == 1 or any(stem(word) in schema.by_stem for word in _SAID):
        return tuple(tokens)
    told: list[Token] = []
    at = 0
    while at < len(tokens):
        found = _found(tokens, at)
        if found is not None:
            told += _range(tokens, found, start)
            at = found.last
        elif tokens[at].folded in _SAID and _word(tokens, at + 1) in _UNITS:
            told.append(tokens[at + 1])
            at += 2
        else:
            told.append(tokens[at])
            at += 1
    return tuple(told)


def _found(tokens: Sequence[Token], at: int) -> _Found | None:
    """“FY2024”, “FY24 Q3”, “Q3 FY24”, “fiscal year 2024”, “fiscal Q3 2024”."""
    before = _QUARTER.fullmatch(_word(tokens, at))
    if before is not None:
        place = at + 1 + (_word(tokens, at + 1) in ("of", "in"))
        year = _year(tokens, place)
        return None if year is None else _Found(first=at, last=year[1], year=year[0], quarter=int(before[1]))
    year = _year(tokens, at)
    if year is None:
        return None
    behind = _QUARTER.fullmatch(_word(tokens, year[1]))
    if year[2] is not None or behind is None:
        return _Found(first=at, last=year[1], year=year[0], quarter=year[2])
    return _Found(first=at, last=year[1] + 1, year=year[0], quarter=int(behind[1]))


def _year(tokens: Sequence[Token], at: int) -> tuple[int, int, int | None] | None:
    """The year, the token behind it, and a quarter that stands within ("fiscal Q3 2024")."""
    short, quarter = _SHORT.fullmatch(_word(tokens, at)), None
    if short is not None and short[1]:
        return _whole(int(short[1])), at + 1, None
    place = at + 1
    if short is None:
        if _word(tokens, at) not in _SAID:
            return None
        within = _QUARTER.fullmatch(_word(tokens, place))
        quarter = int(within[1]) if within else None
        place += 1 if within or _word(tokens, place) == "year" else 0
    number = tokens[place].number if place < len(tokens) else None
    if not isinstance(number, int) or not re.fullmatch(r"(19|20)\d\d|\d\d", tokens[place].text):
        return None
    return _whole(number), place + 1, quarter


def _range(tokens: Sequence[Token], found: _Found, start: int) -> list[Token]:
    """As “from … to …”, in the place of what was written."""
    first = date(found.year - 1, start, 1)
    months = 12
    if found.quarter is not None:
        first, months = _later(first, 3 * (found.quarter - 1)), 3
    last = _later(first, months) - timedelta(days=1)
    place = replace(tokens[found.first], kind="word", end=tokens[found.last - 1].end, number=None, unit=None)
    return [replace(place, text=word, folded=word) for word in ("from", first.isoformat(), "to", last.isoformat())]


def _later(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _whole(year: int) -> int:
    return year if year > 99 else 2000 + year


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].folded if 0 <= at < len(tokens) else ""
