"""What a thing earns is what is taken in with it: “which branch earned the most” is not about the wages of its people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agents.sql_expert.draft import Draft
from agents.sql_expert.lexemes import EntityLink, FieldLink, ValueLink
from agents.sql_expert.mainstays import people, takings
from agents.sql_expert.schema import Schema
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words

_WAGES = word_set("salary wage pay earnings income compensation hourly")
Link = EntityLink | FieldLink | ValueLink


def without_wages(links: Iterable[Link], draft: Draft, schema: Schema) -> tuple[Link, ...]:
    """The same links where people are asked for, or where nothing is taken in for what is."""
    found = tuple(links)
    wages = [one for one in found if isinstance(one, FieldLink) and _WAGES & set(full_words(one.field.name))]
    subject = next(_subjects(draft), None) if wages else None
    persons = {one.entity.name for one in people(schema.model)}
    if subject is None or subject in persons or any(one.entity.name == subject for one in wages):
        return found
    taken = [one for one in takings(schema.model) if schema.reach.to_one(one.entity.name, subject) is not None]
    if not taken or not any(one.entity.name in persons for one in wages):
        return found
    return tuple(one for one in found if one not in wages) or tuple(taken)


def _subjects(draft: Draft) -> Iterator[str]:
    """The tables that are asked for."""
    for noun in (*(one.noun for one in draft.targets), *(one.noun for one in draft.groups)):
        lexeme = noun.lexeme
        if lexeme is not None:
            yield from (link.entity.name for link in lexeme.entities[:1])
            yield from (link.entity.name for link in lexeme.fields[:1])
