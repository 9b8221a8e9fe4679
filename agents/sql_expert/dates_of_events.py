"""Columns of dates that are called by a verb: the “booking date” is `booked_on`, the “date of delivery” is `delivered_at`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.nouns_of_verbs import is_noun_of
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token
from core.model import Field
from semantic_layer.words import full_words, singular, stem

SCORE = 0.95
_DATES = frozenset({"date", "dates", "datetime", "timestamp", "day"})
_WHEN = _DATES | {"on", "at", "time", "dt", "ts"}
_JOINING = frozenset({"of", "the", "-"})


def link_dates(span: Sequence[Token], schema: Schema) -> Iterator[FieldLink]:
    """Of each column that a verb in the past tense and no other word but that for the time is the name of."""
    event = _event(span)
    if not event:
        return
    for entity in schema.model.entities:
        for field in entity.fields:
            if is_temporal(field) and is_date_of(event, field):
                yield FieldLink(entity=entity, field=field, score=SCORE, evidence="when it was done")


def _event(span: Sequence[Token]) -> tuple[str, ...]:
    """“Booking” of “booking date” and “date of booking”; nothing of other words."""
    words = [word for token in span for word in full_words(token.text) if word not in _JOINING]
    if len(words) < 2 or not {words[0], words[-1]} & _DATES:
        return ()
    rest = words[:-1] if words[-1] in _DATES else words[1:]
    return tuple(rest) if words[-1] in _DATES or span[1].folded == "of" else ()


def is_date_of(event: tuple[str, ...], field: Field) -> bool:
    """Whether the column is called by what happened alone (“booked on”), however its words for it end."""
    own = [word for word in full_words(field.name) if word not in _WHEN]
    if not own or not own[0].endswith(("ed", "t", "d", "n")) or len(own) == len(full_words(field.name)):
        return False
    if "".join(map(stem, own)) in ("".join(map(stem, event)), "".join(event)):
        return True
    return len(own) == len(event) == 1 and is_noun_of(singular(event[0]), own[0])
