"""General nouns for people, by what they are called in the data: "how many people came", "bookings by Gold members".

Only where there is one table of such people and the noun is no name or value of the data itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agents.sql_expert.deeds import as_clause, began, does_lightly, was_done
from agents.sql_expert.fields import is_temporal
from agents.sql_expert.mainstays import main_event, people
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token, tokenise
from core.model import Entity
from semantic_layer import ValueIndex
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_ANYBODY = word_set("people persons individuals folks")
_BUYERS = word_set("""
customer client buyer shopper purchaser patron consumer guest member user donor subscriber renter supporter attendee borrower
""")
_LEADING = word_set("""
many of the our all which what different distinct unique new any list show find do did does have has had by from per each every
and or are were is to count those these some most where that with among for unique active
""")
_WHO = re.compile(r"^who (?:(?:have|has|had|all|ever|actually) )*(?P<verb>[a-z]+)\b", re.IGNORECASE)


def in_names_of_people(text: str, schema: Schema, values: ValueIndex) -> str:
    """The same question; `text` itself where no such noun stands in it."""
    tokens = tokenise(text)
    for at in reversed(range(len(tokens))):
        called = _called(tokens, at, schema, values)
        if called is not None:
            text = f"{text[: tokens[at].start]}{called.label}{text[tokens[at].end :]}"
    found, who = _WHO.match(text), _somebody(schema)
    if found is not None and who is not None and _did(found["verb"].lower(), text[found.end() :], who, schema):
        text = f"which {who.label}{text[3:]}"
    return as_clause(text, schema)


def _did(verb: str, behind: str, who: Entity, schema: Schema) -> bool:
    return was_done(verb, who, schema) or began(verb, who) or does_lightly(verb, behind, who, schema)


def _called(tokens: Sequence[Token], at: int, schema: Schema, values: ValueIndex) -> Entity | None:
    word = tokens[at].folded
    kind = singular(word)
    if word not in _ANYBODY and (kind == word or kind not in _BUYERS):
        return None
    who = _somebody(schema) if word in _ANYBODY else _buyers(schema)
    if who is None or _is_known(word, schema) or _is_value(word, values) or _is_value(kind, values):
        return None
    before = tokens[at - 1].folded if at else ""
    return who if at == 0 or before in _LEADING or _is_value(before, values) else None


def _somebody(schema: Schema) -> Entity | None:
    """The one table of people; of several, the one that what happens refers to."""
    persons = [one.entity for one in people(schema.model)]
    if len(persons) == 1:
        return persons[0]
    event = main_event(schema.model)
    near = [one for one in persons if event is not None and schema.reach.to_one(event.name, one.name) == 1]
    return near[0] if len(near) == 1 else None


def _buyers(schema: Schema) -> Entity | None:
    found = [one.entity for one in people(schema.model) if _BUYERS & {singular(word) for word in _words(one.entity)}]
    return found[0] if len(found) == 1 else None


def _words(entity: Entity) -> tuple[str, ...]:
    return (*full_words(entity.name), *full_words(entity.label))


def _is_known(word: str, schema: Schema) -> bool:
    """Whether a table or a column is called so; a date may be ("member since")."""
    return any(singular(word) in {singular(one) for one in names} for names in _names(schema))


def _names(schema: Schema) -> Iterator[tuple[str, ...]]:
    for entity in schema.model.entities:
        yield _words(entity)
        for field in entity.fields:
            if not is_temporal(field):
                yield (*full_words(field.name), *full_words(field.label))


def _is_value(word: str, values: ValueIndex) -> bool:
    return any(one.how in ("exact", "normalised") for one in values.lookup(word, fuzzy=False)) if word else False
