"""Which rows of a sheet a question may be about: cells that it names, numbers, years and months."""

from __future__ import annotations

import re
from itertools import combinations

from agents.sql_expert.dates import date_phrases
from agents.sql_expert.moments import MONTHS
from agents.sql_expert.sheets.columns import TIMES, SheetColumn
from agents.sql_expert.sheets.forms import Where
from agents.sql_expert.sheets.mentions import CellMention, Mentions
from core.plan import ComparisonOperator

_MOST_SINGLE, _MOST_SETS = 14, 26
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_YEAR_DIGITS = 4
_TOLD: dict[tuple[str, ...], ComparisonOperator] = {
    ("more", "than"): ">", ("greater", "than"): ">", ("larger", "than"): ">", ("higher", "than"): ">",
    ("over",): ">", ("above",): ">", ("exceeding",): ">", ("after",): ">", ("longer", "than"): ">",
    ("at", "least"): ">=", ("since",): ">=", ("from",): ">=",
    ("less", "than"): "<", ("fewer", "than"): "<", ("lower", "than"): "<", ("under",): "<", ("below",): "<",
    ("before",): "<", ("shorter", "than"): "<", ("smaller", "than"): "<", ("prior", "to"): "<",
    ("at", "most"): "<=", ("until",): "<=", ("up", "to"): "<=",
}  # fmt: skip
_TRAILING: dict[tuple[str, ...], ComparisonOperator] = {
    ("or", "more"): ">=", ("or", "above"): ">=", ("or", "higher"): ">=", ("or", "greater"): ">=", ("and", "above"): ">=",
    ("or", "over"): ">=", ("or", "less"): "<=", ("or", "below"): "<=", ("or", "fewer"): "<=", ("or", "lower"): "<=",
    ("or", "under"): "<=",
}  # fmt: skip


def wheres_of(mentions: Mentions) -> tuple[Where, ...]:
    """Single conditions, those that more words speak for first."""
    cells = [_of_cell(one, mentions) for one in mentions.cells]
    found = [*cells, *_of_numbers(mentions), *_of_ranges(mentions), *_of_dates(mentions)]
    ranked = sorted(enumerate(found), key=lambda one: (-_strength(one[1], mentions), one[0]))
    return tuple(where for _, where in ranked[:_MOST_SINGLE])


def _strength(where: Where, mentions: Mentions) -> float:
    named = any(one.column == where.column for one in mentions.named)
    return (where.last - where.first) + (1.5 if where.whole else 0) + (1 if where.told else 0) + (0.5 if named else 0)


def _of_cell(one: CellMention, mentions: Mentions) -> Where:
    words = [token.folded for token in mentions.tokens]
    before = words[max(0, one.first - 3) : one.first]
    length = next((len(before) - at for at, word in enumerate(before) if word in _WITHOUT), 0)
    return Where(
        kind="value", column=one.column, first=one.first - length, last=one.last, values=one.values, whole=one.whole,
        rows=one.rows if not length else None, operator="!=" if length else "=", told=bool(length),
    )  # fmt: skip


_WITHOUT = frozenset({"besides", "except", "excluding", "other", "aside", "beside", "not", "outside"})
_DECADE = re.compile(r"((?:1[89]|20)?\d0)'?s")


def _of_ranges(mentions: Mentions) -> list[Where]:
    """“Between 1992 and 2011”, “from 10 to 20”, “in the 1990s”."""
    found: list[Where] = []
    words = [token.folded for token in mentions.tokens]
    numbers = dict(mentions.numbers)
    spans: list[tuple[int, int, float, float]] = []
    for at, number in mentions.numbers:
        opener = words[at - 1] if at else ""
        joined = words[at + 1] if at + 1 < len(words) else ""
        if opener in ("between", "from") and joined in ("and", "to", "through", "until") and at + 2 in numbers:
            spans.append((at - 1, at + 3, number, numbers[at + 2]))
    for at in range(len(words)):
        decade = _DECADE.fullmatch(words[at]) or _DECADE.fullmatch("".join(words[at : at + 2]))
        if decade is not None:
            first = int(decade[1]) if len(decade[1]) == _YEAR_DIGITS else 1900 + int(decade[1])
            spans.append((at, at + (1 if _DECADE.fullmatch(words[at]) else 2), first, first + 9))
    for first_token, last_token, low, high in spans:
        years = _FIRST_YEAR <= low <= _LAST_YEAR
        for place, column in enumerate(mentions.columns):
            fits = column.has_years if column.shape in ("date", "written date") else column.amount is not None
            if fits and low < high and (years or column.shape not in TIMES):
                found.append(Where(kind="between", column=place, first=first_token, last=last_token, number=low,
                                   high=high, told=True))  # fmt: skip
    return found


def _of_numbers(mentions: Mentions) -> list[Where]:
    found: list[Where] = []
    for at, number in mentions.numbers:
        first, last, told = _told(mentions, at)
        for place, column in enumerate(mentions.columns):
            if _FIRST_YEAR <= number <= _LAST_YEAR and column.has_years:
                found.append(Where(kind="year", column=place, first=first, last=last, operator=told or "=",
                                   number=number, told=told is not None))  # fmt: skip
            elif told is not None and column.amount is not None and column.shape not in ("date", "written date"):
                found.append(Where(kind="number", column=place, first=first, last=last, operator=told,
                                   number=number, told=True))  # fmt: skip
            if _may_equal(column, number):
                found.append(Where(kind="number", column=place, first=at, last=at + 1, number=number))
    return found


def _may_equal(column: SheetColumn, number: float) -> bool:
    if column.shape in ("number", "year"):
        low, high = column.field.profile.minimum, column.field.profile.maximum
        return isinstance(low, int | float) and isinstance(high, int | float) and low <= number <= high
    if column.shape == "years":
        return _FIRST_YEAR <= number <= _LAST_YEAR
    return column.shape == "written number" and number < _FIRST_YEAR


def _told(mentions: Mentions, at: int) -> tuple[int, int, ComparisonOperator | None]:
    words = [token.folded for token in mentions.tokens]
    for length in (2, 1):
        for back in (0, 1):
            first = at - length - back
            told = _TOLD.get(tuple(words[first : first + length])) if first >= 0 else None
            if told is not None and (back == 0 or words[at - 1] in ("the", "year", "a", "$")):
                return first, at + 1, told
    trailing = _TRAILING.get(tuple(words[at + 1 : at + 3]))
    return (at, at + 3, trailing) if trailing is not None else (at, at + 1, None)


def _of_dates(mentions: Mentions) -> list[Where]:
    found: list[Where] = []
    dated = [place for place, column in enumerate(mentions.columns) if column.shape in ("date", "written date")]
    for at, token in enumerate(mentions.tokens):
        month = MONTHS.get(token.folded)
        if month is None:
            continue
        found += [Where(kind="month", column=place, first=at, last=at + 1, number=month) for place in dated]
        for beside in (at + 1, at - 1):
            day = _day(mentions, beside)
            if day is not None:
                first, last = min(at, beside), max(at, beside) + 1
                found += [
                    Where(kind="day", column=place, first=first, last=last, number=100 * month + day) for place in dated
                ]
    for phrase in date_phrases(mentions.tokens):
        low, high = phrase.period.low, phrase.period.high
        if low is None or high is None or phrase.numeric:
            continue
        values = (low.isoformat(), high.isoformat())
        found += [
            Where(kind="period", column=place, first=phrase.first, last=phrase.last, values=values)
            for place in dated
            if mentions.columns[place].has_years
        ]
    return found


def _day(mentions: Mentions, at: int) -> int | None:
    if not 0 <= at < len(mentions.tokens):
        return None
    text = mentions.tokens[at].folded
    digits = text[:-2] if text.endswith(("st", "nd", "rd", "th")) else text
    return int(digits) if digits.isdigit() and 1 <= int(digits) <= 31 else None


def sets_of(wheres: tuple[Where, ...]) -> list[tuple[tuple[Where, ...], bool]]:
    """Conditions that may hold together, and whether one of them is enough."""
    found: list[tuple[tuple[Where, ...], bool]] = [((), False)]
    found += [((one,), False) for one in wheres]
    pairs = [pair for pair in combinations(wheres, 2) if _apart(*pair)]
    found += [(pair, _is_either(pair)) for pair in pairs]
    found += [
        (three, False)
        for three in combinations(wheres[:6], 3)
        if all(_apart(one, other) and not _is_either((one, other)) for one, other in combinations(three, 2))
    ][:6]
    return found[:1] + sorted(found[1:], key=lambda one: -_weight(one[0]))[:_MOST_SETS]


def _weight(wheres: tuple[Where, ...]) -> float:
    return sum((one.last - one.first) + (1.5 if one.whole else 0) + (1 if one.told else 0) for one in wheres)


def _apart(one: Where, other: Where) -> bool:
    return one.last <= other.first or other.last <= one.first


def _is_either(pair: tuple[Where, ...]) -> bool:
    one, other = pair
    same = one.column == other.column and one.kind == other.kind
    return same and one.operator == "=" and other.operator == "="
