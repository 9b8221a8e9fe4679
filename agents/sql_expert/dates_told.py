"""Dates as analysts tell them, in the words that dates are read in: "the 6 months before 2024-05-01", "the past 6 calendar months"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.moments import MONTHS
from agents.sql_expert.parts_of_years import parts_of_years
from agents.sql_expert.time_words import time_said
from agents.sql_expert.vocabulary import UNIT_WORDS
from core.model import SemanticModel
from core.table import NUMERIC_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

_UNIT = r"(?P<unit>day|week|month|quarter|year)s?"
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_DATE = (
    rf"(?P<date>\d{{4}}-\d{{1,2}}-\d{{1,2}}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}})"
)
_BEFORE = re.compile(
    rf"\b(?:in|during|over|within|for|from)?\s*the (?:last |final )?(?P<count>\d+) {_UNIT} "
    rf"(?P<side>before|prior to|preceding|leading up to|up to|after|following|since|starting on|starting|from) {_DATE}",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    rf"\b(?:past|last|previous) (?P<count>\d+) (?:full |whole |complete )?calendar {_UNIT}", re.IGNORECASE
)
_FROM_NOW = re.compile(
    rf"\b(?P<period>(?:within |in |over )?(?:the )?(?:last|past|previous) \d+ {_UNIT}),? (?:from|as of|until|up to|before|counting "
    r"(?:back )?from) (?:today|now|the current date|current date)\b",
    re.IGNORECASE,
)
_WHOLE_YEAR = re.compile(
    r"(?P<year>\b(?:19|20)\d\d)\s*\(\s*(?:i\.e\.,?\s*)?from\s+jan(?:uary)?\.?\s+1(?:st)?(?:,?\s+(?P=year))?\s+(?:to|through|until)\s+"
    r"dec(?:ember)?\.?\s+31(?:st)?(?:,?\s+(?P=year))?[^()]*\)",
    re.IGNORECASE,
)
_IN_UNIT = re.compile(r"\b(?P<what>[a-z]+) \(?in (?P<unit>[a-z]+)\)?(?=\s|[?.,;)]|$)", re.IGNORECASE)
_EVENT_UNIT = re.compile(
    r"\b(?P<by>by|per|for each) (?P<event>[a-z]+) (?P<unit>day|week|month|quarter|year)\b", re.IGNORECASE
)
_NO_EVENTS = word_set("""
calendar fiscal financial each every same last this previous next current first the a an which what descending ascending
""")
_MEASURED = {
    "centimeters": "cm", "centimetres": "cm", "kilograms": "kg", "kilos": "kg", "milligrams": "mg", "grams": "g", "millilitres": "ml",
    "milliliters": "ml", "litres": "l", "liters": "l", "kilometers": "km", "kilometres": "km", "dollars": "usd", "euros": "eur",
    "minutes": "min", "seconds": "sec", "percent": "pct",
}  # fmt: skip
_EDGE = re.compile(
    rf"\b(?:in |during |for |over )?the (?P<which>first|last|final) (?:(?P<count>\d+) )?(?P<unit>week|day)s? (?:of|in) "
    rf"(?P<month>{_MONTH})\.?,? (?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_BEGINNING = re.compile(
    rf"\b(?P<since>since|from) the (?:very )?(?:beginning|start) of (?=(?:{_MONTH}\.?,? )?(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_AFTER = ("after", "following", "since", "starting", "starting on", "from")


def dates_told(text: str) -> str:
    text = _WHOLE_YEAR.sub(lambda found: found["year"], text)
    text = _FROM_NOW.sub(lambda found: found["period"], text)
    text = parts_of_years(text)
    text = _EDGE.sub(_edge, _BEGINNING.sub(lambda found: "since ", text))
    text = _CALENDAR.sub(lambda found: f"last {found['count']} {found['unit']}s", text)
    return _BEFORE.sub(_span, text)


def by_event(text: str, model: SemanticModel) -> str:
    """“By settlement month”: by the month of the one date that says so."""

    def told(found: re.Match[str]) -> str:
        if found["event"].casefold() in _NO_EVENTS or any(
            {stem(found["event"].casefold()), stem(found["unit"].casefold())} <= set(map(stem, full_words(one.name)))
            for entity in model.entities
            for one in entity.fields
        ):
            return found[0]
        dates = [
            time_said(found["event"], [one for one in entity.fields if is_temporal(one)]) for entity in model.entities
        ]
        known = [one for one in dates if one is not None]
        return f"{found['by']} {found['unit']} of {known[0].label}" if len(known) == 1 else found[0]

    return _EVENT_UNIT.sub(told, text)


def _span(found: re.Match[str]) -> str:
    """From the first day to the last, both included; the day itself is not among those before it."""
    day = _day(found["date"])
    if day is None:
        return found[0]
    count, unit = int(found["count"]), found["unit"].casefold()
    if found["side"].casefold() in _AFTER:
        first, last = day, _moved(day, count, unit) - timedelta(days=1)
    else:
        first, last = _moved(day, -count, unit), day - timedelta(days=1)
    return f" between {first.isoformat()} and {last.isoformat()}"


def _edge(found: re.Match[str]) -> str:
    """“The last week of June 2024” is its last seven days, not the week before this one."""
    length = int(found["count"] or 1) * (7 if found["unit"].casefold() == "week" else 1)
    first = date(int(found["year"]), MONTHS[found["month"].casefold()], 1)
    if found["which"].casefold() == "first":
        return f" between {first.isoformat()} and {(first + timedelta(days=length - 1)).isoformat()}"
    last = _moved(first, 1, "month") - timedelta(days=1)
    return f" between {(last - timedelta(days=length - 1)).isoformat()} and {last.isoformat()}"


def _day(said: str) -> date | None:
    words = re.findall(r"\d+|[a-z]+", re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", said.casefold()))
    try:
        if "-" in said:
            return date.fromisoformat("-".join(word.zfill(2) for word in words))
        month = next(MONTHS[word] for word in words if word in MONTHS)
        numbers = [int(word) for word in words if word.isdigit()]
        return date(max(numbers), month, min(numbers))
    except (ValueError, StopIteration):
        return None


def _moved(day: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    place = day.year * 12 + day.month - 1 + months
    for back in range(4):
        try:
            return date(place // 12, place % 12 + 1, day.day - back)
        except ValueError:
            continue
    return day


_UNIT_STEMS = frozenset(map(stem, UNIT_WORDS))


def without_own_units(text: str, model: SemanticModel) -> str:
    """“Height in cm”, where a column is called so and none in another unit, is the column as it stands."""
    columns = {
        frozenset(map(stem, full_words(one.name)))
        for entity in model.entities
        for one in entity.fields
        if one.type in NUMERIC_TYPES
    }

    def plain(found: re.Match[str]) -> str:
        unit = found["unit"].casefold()
        said = stem(found["what"].casefold())
        units = {stem(unit), stem(_MEASURED.get(unit, unit))} & _UNIT_STEMS
        told = [words for words in columns if said in words and words & units]
        others = [words for words in columns if said in words and (words - units) & _UNIT_STEMS]
        return found["what"] if told and not others else found[0]

    return _IN_UNIT.sub(plain, text)
