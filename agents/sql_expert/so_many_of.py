"""Rows told by a number before their name: “90 minute classes”, “3-bedroom houses”, “5 star hotels”."""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_called
from agents.sql_expert.schema import Schema
from core.model import Entity, Measure
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_ROWS = re.compile(
    r"(?<![\w.,])(?:(?P<before>[A-Za-z]+) )?(?P<number>\d+(?:\.\d+)?)[- ](?P<unit>[A-Za-z]+) (?P<rows>[A-Za-z]+)\b"
)
_STARS = re.compile(
    r"\b(?P<rows>[A-Za-z]+) (?:of|with|having) (?:only |just )?(?P<number>[1-9]|10|one|two|three|four|five)[- ]stars?\b",
    re.IGNORECASE,
)
"""“A review of 1 star”."""
_OTHERWISE = word_set("""
top first last past next previous than least most over under within in every for of from to and above below after before bottom
between exactly around about nearly
""")


def with_so_many_of(text: str, schema: Schema) -> str:
    """The rows “with minutes 90”, where a column of theirs counts just that."""
    text = _STARS.sub(lambda found: _stars_before(found, schema), text)
    return _ROWS.sub(lambda found: _told(found, schema), text)


def _stars_before(found: re.Match[str], schema: Schema) -> str:
    named = any(is_called(one, found["rows"]) for one in schema.model.entities)
    return f"{found['number']} star {found['rows']}" if named else found[0]


def _told(found: re.Match[str], schema: Schema) -> str:
    before = found["before"]
    if before is not None and before.casefold() in _OTHERWISE:
        return found[0]
    unit = singular(found["unit"].casefold())
    for entity in schema.model.entities:
        if not is_called(entity, found["rows"]):
            continue
        column = _counting(entity, unit)
        if column is not None:
            return f"{f'{before} ' if before else ''}{found['rows']} with {column.label} {found['number']}"
    return found[0]


def _counting(entity: Entity, unit: str) -> Measure | None:
    """The one number of the rows that is called by the unit alone."""
    called = [
        one
        for one in entity.fields
        if isinstance(one, Measure) and [singular(word) for word in full_words(one.name)] == [unit]
    ]
    return called[0] if len(called) == 1 else None
