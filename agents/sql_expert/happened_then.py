"""What happened first or last, where the verb before names its date: "was founded the earliest", "left office the latest"."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.draft import Noun
from agents.sql_expert.fields import is_temporal, is_year
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.qualities import Quality
from agents.sql_expert.reader import Reader

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
