"""How many people one row is for: “bookings for 4 or more people” are told by a party size, not by rows of guests."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.draft import Draft, Filter
from agents.sql_expert.fields import is_measure
from agents.sql_expert.lexemes import EntityLink, FieldLink, Lexeme
from agents.sql_expert.mainstays import people
from agents.sql_expert.schema import Schema
from core.model import Entity, Field
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_COUNTED = word_set("""
pax headcount people person persons guest attendee participant occupant passenger traveller traveler adult diner visitor
player student pupil member head seat cover
""")
_TOGETHER = word_set("party group team class crew family household audience people guest occupancy")
_ANYBODY = word_set("people persons pax folks individuals guests")
_HOW_MANY = word_set("size count number total")


def with_people_in_one(draft: Draft, schema: Schema) -> Draft:
    """The draft with conditions on the size instead of on the rows of people, where the rows asked about have one."""
    rows = _rows(draft)
    if rows is None:
        return draft
    draft.filters = [_of_size(one, rows, schema) for one in draft.filters]
    return draft


def with_size_named(lexemes: list[Lexeme], schema: Schema) -> list[Lexeme]:
    """“5 or more people”, where no table has people: the one column that counts them."""
    places = [at for at, one in enumerate(lexemes) if at and one.kind == "unknown" and one.text.casefold() in _ANYBODY]
    if not places:
        return lexemes
    sizes = [(entity, one) for entity in schema.model.entities for one in entity.fields if _is_size(one)]
    if len(sizes) != 1:
        return lexemes
    link = FieldLink(entity=sizes[0][0], field=sizes[0][1], score=_SIZE, evidence="how many people")
    return [
        replace(one, kind="mention", score=_SIZE, fields=(link,)) if at in places and _is_numbered(lexemes, at) else one
        for at, one in enumerate(lexemes)
    ]


def _is_numbered(lexemes: list[Lexeme], at: int) -> bool:
    """“5 people”, “5 or more people”."""
    return any(one.number is not None for one in lexemes[max(0, at - 2) : at])


def _rows(draft: Draft) -> Entity | None:
    noun = draft.targets[0].noun.lexeme if len(draft.targets) == 1 else None
    link = _best(noun)
    return link.entity if link is not None else None


def _best(noun: Lexeme | None) -> EntityLink | None:
    return max(noun.entities, key=lambda one: one.score) if noun is not None and noun.entities else None


def _of_size(found: Filter, rows: Entity, schema: Schema) -> Filter:
    noun = found.noun.lexeme
    counted = _best(noun) if found.counted else None
    if noun is None or counted is None or counted.entity is rows:
        return found
    anybody = noun.text.casefold() in _ANYBODY
    if not anybody and all(one.entity is not counted.entity for one in people(schema.model)):
        return found
    if schema.reach.to_one(rows.name, counted.entity.name) is None:
        return found
    sizes = [one for one in rows.fields if _is_size(one)]
    if len(sizes) != 1:
        return found
    link = FieldLink(entity=rows, field=sizes[0], score=_SIZE, evidence="how many people")
    return replace(found, noun=replace(found.noun, lexeme=replace(noun, entities=(), fields=(link,))), counted=False)


_SIZE = 0.95


def _is_size(field: Field) -> bool:
    name = full_words(field.name)
    words = {*name, *map(singular, name)}
    many = bool(words & _HOW_MANY)
    if not is_measure(field):
        return False
    return (many and bool(words & (_TOGETHER | _COUNTED))) or (len(name) == 1 and bool(words & _COUNTED))
