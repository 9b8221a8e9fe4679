"""“The first death”, “last signup”: the row with the earliest, or the latest, date that is called so."""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_temporal, time_field
from agents.sql_expert.schema import Schema
from core.model import Entity, Field
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

_WHICH = re.compile(
    r"^(?P<open>(?:what|who|which) (?:is|was|were|are) |when (?:is|was|were) |show (?:me )?|give me |list )?(?:the |our )?(?:very )?"
    r"(?P<end>first|last|earliest|latest|most recent|final) (?:recorded |known )?(?P<what>[a-z]+)[?.!\s]*$",
    re.IGNORECASE,
)
_FIRST = frozenset({"first", "earliest"})
_DATES = word_set("date day time at on datetime timestamp")


def first_event(text: str, schema: Schema) -> str:
    """`text` itself where no one date is called so, nor one table with a date of its own."""
    found = _WHICH.match(text.strip())
    if found is None:
        return text
    said = stem(singular(found["what"].casefold()))
    named = [one for one in schema.model.entities if said in {stem(word) for word in full_words(one.name)}]
    if named:
        dates = [
            (one, time) for one in named if len(full_words(one.name)) == 1 and (time := time_field(one)) is not None
        ]
    else:
        dates = [(entity, one) for entity in schema.model.entities for one in entity.fields if _is_date_of(one, said)]
    if len(dates) != 1:
        return text
    entity, date = dates[0]
    end = "earliest" if found["end"].casefold() in _FIRST else "latest"
    if (found["open"] or "").casefold().startswith("when"):
        return f"what is the {end} {date.label}{f' of {entity.label}' if named else ''}?"
    return f"which {_row(entity)} has the {end} {date.label}?"


def _is_date_of(field: Field, said: str) -> bool:
    """“Death” is told by a date of death, and by nothing else in its name."""
    return is_temporal(field) and {stem(word) for word in full_words(field.name) if word not in _DATES} == {said}


def _row(entity: Entity) -> str:
    return singular(entity.label)
