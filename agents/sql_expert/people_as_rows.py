"""“People” and “users” in questions: the rows of a table of people, or of the one sheet there is where those have an age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.lexemes import EntityLink, Lexeme
from agents.sql_expert.linking import REWORDED
from agents.sql_expert.mainstays import people
from agents.sql_expert.qualities import PERSON
from agents.sql_expert.schema import Schema
from core.model import Entity
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

ROWS = "what the rows are taken for"
TAKEN = 0.75
_OF_PEOPLE = word_set("age gender sex birthdate birthday")
_PERSONS = frozenset(PERSON.fields) | word_set("people respondent participant individual human")


def people_as_rows(lexemes: list[Lexeme], schema: Schema) -> list[Lexeme]:
    """“Premium users”, “people over 60”: rows that have an age or a gender are people, whatever the sheet is called."""
    entity = schema.model.entities[0]
    if not any(_OF_PEOPLE & set(full_words(one.name)) for one in entity.fields):
        return lexemes
    link = EntityLink(entity=entity, score=TAKEN, evidence=ROWS)
    persons = _PERSONS | _DEAD if _are_deaths(entity) else _PERSONS
    return [
        replace(one, kind="mention", score=TAKEN, entities=(link,))
        if one.kind == "unknown" and singular(one.text.casefold()) in persons
        else one
        for one in lexemes
    ]


def _are_deaths(entity: Entity) -> bool:
    """Whether each row tells when somebody died."""
    return any(is_temporal(one) and _DIED & set(full_words(one.name)) for one in entity.fields)


_DEAD = word_set("victim casualty fatality deceased")
_DIED = word_set("death died killed deceased dod")


def people_meant(lexemes: list[Lexeme], schema: Schema) -> list[Lexeme]:
    """“How many people” are rows of the tables whose rows are people."""
    links = tuple(people(schema.model)) if any(one.text.casefold() in _ANYBODY for one in lexemes) else ()
    return [
        replace(one, kind="mention", score=TAKEN, entities=links, fields=())
        if links and one.text.casefold() in _ANYBODY and _is_loose(one, links)
        else one
        for one in lexemes
    ]


def _is_loose(lexeme: Lexeme, links: Sequence[EntityLink]) -> bool:
    """Without a meaning, or with one that is only near to it where there is one table of people."""
    near = all(one.evidence in REWORDED for one in lexeme.entities) and all(
        one.evidence in REWORDED for one in lexeme.fields
    )
    return lexeme.kind == "unknown" or (lexeme.kind == "mention" and near and len(links) == 1 and not lexeme.values)


_ANYBODY = word_set("people person persons folks individuals humans")
