"""What is high or low: the height of things that have one, where no figure is named ("the highest tower")."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.draft import Noun, Ordering
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.qualities import Quality
from core.table import NUMERIC_TYPES
from semantic_layer.words import full_words

_HEIGHT = ("height", "elevation", "altitude", "alt", "elev", "stories", "floors")
HIGH = Quality(descending=True, fields=_HEIGHT)
LOW = Quality(descending=False, fields=_HEIGHT)
_SIZES = frozenset({"height", "length", "width", "depth", "weight", "size"})


def of_height(said: str) -> Quality | None:
    """“Highest”, “higher than”, “lowest”, “lower than”."""
    word = said.casefold().removeprefix("the ").split()[0]
    return {"highest": HIGH, "higher": HIGH, "lowest": LOW, "lower": LOW}.get(word)


def same_or_height(said: str, before: Quality) -> Quality:
    """“Longer than 300 or higher than 20”: of two sizes each has its own; “older than 60 or below 20” is one age."""
    height = of_height(said)
    if height is None or "height" in before.fields or not _SIZES & set(before.fields):
        return before
    return height


def measured_high(ordering: Ordering, said: str, mention: Lexeme) -> Ordering:
    """“The highest tower”, where towers have a height; what an adjective measures is a column of the rows it describes."""
    height = of_height(said)
    if ordering.noun.quality is not None and mention.entities and ordering.noun.owner is None:
        return replace(ordering, noun=replace(ordering.noun, owner=mention))
    if height is None or ordering.noun != Noun() or not _has_height(mention):
        return ordering
    return replace(ordering, noun=Noun(quality=height, owner=mention))


def _has_height(rows: Lexeme) -> bool:
    return any(
        one.type in NUMERIC_TYPES and set(full_words(one.name)) & set(_HEIGHT)
        for link in rows.entities
        if link.score >= _NAMED
        for one in link.entity.fields
    )


_NAMED = 0.9
