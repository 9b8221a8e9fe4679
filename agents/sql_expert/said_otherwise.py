"""Figures and values that are written otherwise: a “divorce rate” told per 1000, “third class” for 3rd, “Sunday” for Sun."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.sql_expert.extremes import is_bad_figure
from agents.sql_expert.fields import is_temporal, is_year
from agents.sql_expert.schema import Schema
from core.table import NUMERIC_TYPES
from semantic_layer import ValueIndex
from semantic_layer.words import full_words, singular

_RATE = re.compile(r"\b(?P<what>[a-z]+) rates?\b", re.IGNORECASE)
_BEST = re.compile(
    r"\b(?:(?P<end>worst|best) (?P<count>\d+)|(?P<number>\d+) (?P<side>worst|best)) (?P<rows>[\w-]+(?: [\w-]+)?) by (?P<figure>[^?.,]+)",
    re.IGNORECASE,
)
_ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th", "eighth": "8th",
}  # fmt: skip
_NUMBERED = re.compile(rf"\b(?P<ordinal>{'|'.join(_ORDINALS)})[ -](?P<column>[a-z]+)\b", re.IGNORECASE)
_MADE = re.compile(
    r"\b(?:flown by|by|of|with|on|using) (?:the )?(?P<rows>[a-z]+) (?:(?:that|which) )?(?:(?:were|was) )?"
    r"(?:built|made|manufactured|constructed|produced|founded) (?=before|after|in|since|between|during)",
    re.IGNORECASE,
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NAMED = re.compile(rf"\b(?P<name>{'|'.join((*_DAYS, *_MONTHS))})(?P<many>s?)\b", re.IGNORECASE)


def said_otherwise(text: str, schema: Schema, values: ValueIndex) -> str:
    """`text` itself where the data has none of them."""
    text = _RATE.sub(lambda found: _told_per(found, schema), text)
    text = _MADE.sub(lambda found: _made_then(found, text, schema), _BEST.sub(_ranked, text))
    text = _NUMBERED.sub(lambda found: _numbered(found, schema, values), text)
    dated = any(is_temporal(one) for entity in schema.model.entities for one in entity.fields)
    return text if dated else _NAMED.sub(lambda found: _shortened(found, values), text)


def _told_per(found: re.Match[str], schema: Schema) -> str:
    """The one column of so many per thousand; none where a column is called a rate."""
    said, columns = singular(found["what"].casefold()), []
    for entity in schema.model.entities:
        for one in entity.fields:
            words = full_words(one.name)
            if "rate" in words:
                return found[0]
            if one.type in NUMERIC_TYPES and "per" in words[1:] and singular(words[0]) == said:
                columns.append(one)
    return columns[0].label if len(columns) == 1 else found[0]


def _made_then(found: re.Match[str], text: str, schema: Schema) -> str:
    """“Flights by planes built before 1980”: by the year of the plane, where other rows are asked for."""
    rows = singular(found["rows"].casefold())
    called = {singular(one.label.casefold()): one for one in schema.model.entities}
    entity, before = called.get(rows), {singular(word) for word in full_words(text[: found.start()])}
    years = [one for one in entity.fields if is_year(one)] if entity is not None else []
    if len(years) != 1 or not before & (called.keys() - {rows}):
        return found[0]
    return f"with {rows} {years[0].label} "


def _ranked(found: re.Match[str]) -> str:
    """“Worst 5 states by profit” are the bottom ones; by delay, those with the most."""
    worst = (found["end"] or found["side"]).casefold() == "worst"
    side = "bottom" if worst != is_bad_figure(found["figure"]) else "top"
    return f"{side} {found['count'] or found['number']} {found['rows']} by {found['figure']}"


def _numbered(found: re.Match[str], schema: Schema, values: ValueIndex) -> str:
    written, column = _ORDINALS[found["ordinal"].casefold()], singular(found["column"].casefold())
    held = any(column in {singular(word) for word in full_words(field)} for field in _fields(written, values))
    return f"{written} {found['column']}" if held else found[0]


def _shortened(found: re.Match[str], values: ValueIndex) -> str:
    """As it stands in the data, where it does not stand there in full."""
    name = found["name"]
    if any(_fields(name, values)):
        return found[0]
    short = next((name[:length] for length in (3, 4, 5) if any(_fields(name[:length], values))), None)
    return short.capitalize() if short is not None else found[0]


def _fields(value: str, values: ValueIndex) -> Iterator[str]:
    return (one.field for one in values.lookup(value, fuzzy=False) if one.how in ("exact", "normalised"))
