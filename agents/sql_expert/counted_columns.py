"""Columns that hold a number of things: "by number of bedrooms" groups by the column, and counts nothing."""

from __future__ import annotations

from agents.sql_expert.reader import Reader
from core.table import NUMERIC_TYPES

_NAMED, _FEW_VALUES = 0.6, 50


def skip_count_of(reader: Reader) -> None:
    """“By number of bedrooms”, where a column holds that number."""
    counted = reader.peek()
    mention = reader.mention(1)
    if counted is None or counted.cue("count") is None or mention is None or not mention.fields:
        return
    held = mention.fields[0]
    rows = max((link.score for link in mention.entities), default=0.0)
    few = held.field.type in NUMERIC_TYPES and held.field.profile.distinct <= _FEW_VALUES
    if few and held.score >= max(_NAMED, rows + 0.1):
        reader.take("filler")
