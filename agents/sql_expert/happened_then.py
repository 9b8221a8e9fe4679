"""What happened first or last, where the verb before names its date: "was founded the earliest", "left office the latest"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.draft import Draft, Filter, Noun, Ordering, Target
from agents.sql_expert.fields import is_temporal, is_year
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.qualities import Quality
from agents.sql_expert.reader import Reader
from core.table import NUMERIC_TYPES
from semantic_layer.words import singular

_STRAIN = 2.0
"""What a column costs that stood beside the rest, until the superlative told what it is there for."""


def happened(reader: Reader, measured: Quality | None, at: int) -> Noun | None:
    """The column of dates or years just before the superlative at `at`, which is taken back from where it was read."""
    mention = reader.mention()
    said_when = mention is not None and mention.text.casefold() in _WHEN
    if measured is None or not measured.time or (mention is not None and not said_when):
        return None
    named = _named_before(reader.lexemes[:at])
    if named is None or not tells_time(named):
        return None
    draft = reader.draft
    if any(one is named for one in draft.context):
        draft.context = [one for one in draft.context if one is not named]
        draft.strain = max(0.0, draft.strain - _STRAIN)
    draft.filters = [one for one in draft.filters if not (one.operator == "null" and one.noun.lexeme is named)]
    if any(one.noun.lexeme is named for one in draft.targets):
        return None
    if said_when:
        reader.take("filler")
    return Noun(lexeme=named)


_WHEN = frozenset({"time", "date", "year", "day", "moment"})
"""“Left office at the latest time”."""


def tells_time(lexeme: Lexeme) -> bool:
    """Whether its likeliest column holds dates or years."""
    return bool(lexeme.fields) and (is_temporal(lexeme.fields[0].field) or is_year(lexeme.fields[0].field))


def is_dated_event(lexeme: Lexeme) -> bool:
    """“The most check-ins”, “the fewest hires”: how many rows have such a date, of which there is no most."""
    return not lexeme.entities and bool(lexeme.fields) and is_temporal(lexeme.fields[0].field)


def _named_before(lexemes: Sequence[Lexeme]) -> Lexeme | None:
    """Articles and prepositions are passed over."""
    for lexeme in reversed(lexemes):
        if lexeme.names:
            return lexeme
        if lexeme.kind != "filler" and lexeme.cue("preposition") is None:
            return None
    return None


def with_row_of_extreme(draft: Draft) -> None:
    """“The lowest price and its date”: both of one row, and not the lowest of each date."""
    _without_its_end(draft)
    ends = [one for one in draft.targets if one.function in ("min", "max") and one.noun.lexeme is not None]
    others = [one for one in draft.targets if not one.function and one.noun.lexeme is not None]
    dates = bool(others) and all(one.noun.lexeme is not None and tells_time(one.noun.lexeme) for one in others)
    theirs = dates or any(_ITS.search(lexeme.text) for lexeme, _ in draft.used)
    if len(ends) != 1 or not others or len(others) + 1 != len(draft.targets) or not theirs:
        return
    if draft.groups or draft.orders or (not dates and any(_is_numeric(one) for one in others)):
        return
    end = ends[0]
    draft.targets = [*others, replace(end, function=None)]
    draft.orders.append(Ordering(noun=end.noun, descending=end.function == "max", superlative=True))


def _without_its_end(draft: Draft) -> None:
    """“The highest rate and the year”: one end was said, that of the rate."""
    said = sum(lexeme.cue("superlative") is not None or lexeme.cue("aggregate") is not None for lexeme, _ in draft.used)
    if said != 1 or len(draft.targets) != 2 or draft.targets[0].function != draft.targets[1].function:
        return
    first, last = (one.noun.lexeme for one in draft.targets)
    if first is not None and last is not None and not tells_time(first) and tells_time(last):
        draft.targets[1] = replace(draft.targets[1], function=None)


_ITS = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)


def _is_numeric(target: Target) -> bool:
    lexeme = target.noun.lexeme
    return lexeme is not None and bool(lexeme.fields) and lexeme.fields[0].field.type in NUMERIC_TYPES


def is_happening(lexeme: Lexeme | None) -> bool:
    """“Died”, “was hired”: a verb that only the date of it is a column of."""
    if lexeme is None or not is_dated_event(lexeme):
        return False
    words = lexeme.text.casefold().split()
    return words[-1].endswith("ed") and not _TIMES.intersection(words)


def count_events(draft: Draft) -> None:
    """“Deaths by race”, “places with at least 3 deaths”: how many rows have such a date, which is no group of its own."""
    rows = [one for one in draft.context if one.entities and not one.fields]
    if rows and len(draft.targets) == 1 and is_happening(draft.targets[0].noun.lexeme):
        draft.targets = [Target(noun=Noun(lexeme=rows[0]))]
    grouped = bool(draft.groups) or draft.share or draft.versus
    if grouped and not draft.listing:
        draft.targets = [_counted(one) for one in draft.targets]
    draft.filters = [
        replace(one, counted=True) if _is_count(one) and _are_events(one.noun.lexeme) else one for one in draft.filters
    ]


def _counted(target: Target) -> Target:
    return replace(target, function="count") if not target.function and _are_events(target.noun.lexeme) else target


def _is_count(found: Filter) -> bool:
    numbers = [one.number for one in found.operands]
    compared = found.operator in ("=", "<", "<=", ">", ">=") and len(numbers) == 1
    return compared and isinstance(numbers[0], int) and numbers[0] < _NO_YEAR and found.period is None


def _are_events(lexeme: Lexeme | None) -> bool:
    if lexeme is None or not is_dated_event(lexeme):
        return False
    words = lexeme.text.casefold().split()
    return singular(words[-1]) != words[-1] and not _TIMES.intersection(map(singular, words))


_TIMES = frozenset({"date", "day", "time", "year", "month", "week", "when", "moment", "hour", "quarter"})
_NO_YEAR = 1000
