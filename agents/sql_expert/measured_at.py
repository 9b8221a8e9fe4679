"""Columns of one measure at several times: “the PASI score at day 100” is the column of day 100, however its name is put."""

from __future__ import annotations

import re
from itertools import pairwise

from agents.sql_expert.schema import Schema
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

_UNITS = "minute|hour|day|week|month|quarter|year|visit|round|stage|lap|phase|period|wave"
_AT = re.compile(
    rf"(?P<said>(?:[A-Za-z][\w-]* ){{1,4}}?)(?:at|on|after|in|by|for|during) (?P<unit>{_UNITS})s? (?P<number>\d+)\b",
    re.IGNORECASE,
)
_LEADS = word_set("the a an of average mean median maximum minimum max min highest lowest total sum their its our")


def measured_at(text: str, schema: Schema) -> str:
    """The words of the time put before those of the measure, where a column is called by all of them."""
    return _AT.sub(lambda found: _put_first(found, schema), text)


def _put_first(found: re.Match[str], schema: Schema) -> str:
    at = (stem(found["unit"]), found["number"])
    columns = [
        frozenset(map(stem, words))
        for entity in schema.model.entities
        for one in entity.fields
        if _holds(words := full_words(one.name), at)
    ]
    said = found["said"].split()
    for first in range(len(said)):
        named = said[first:]
        if named[0].casefold() in _LEADS or not any({stem(one) for one in named} <= column for column in columns):
            continue
        return " ".join([*said[:first], found["unit"], found["number"], *named])
    return found[0]


def _holds(words: tuple[str, ...], at: tuple[str, str]) -> bool:
    """“Day100” and “day_100”."""
    return any((stem(one), other) == at for one, other in pairwise(words))
