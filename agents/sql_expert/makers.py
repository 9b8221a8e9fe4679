"""Who made something is not the thing: "who directed the longest film" asks for nobody that a table of films holds."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.draft import Draft
from agents.sql_expert.lexemes import EntityLink, FieldLink, Lexeme, ValueLink
from agents.sql_expert.qualities import PERSON
from core.model import Entity, SemanticModel
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

Link = EntityLink | FieldLink | ValueLink
_PEOPLE = word_set("""
director author artist singer composer writer creator maker builder designer owner founder editor actor producer inventor
winner captain coach manager chef architect developer publisher performer by who
""")
_MADE = word_set("wrote made built sang sung drew drawn shot led owns own flew drove ran")


def without_makers(links: Sequence[Link], draft: Draft, model: SemanticModel) -> tuple[Link, ...]:
    """No links where the only table there is tells of no people, and its rows are what somebody did something to."""
    lone = model.entities[0] if len(model.entities) == 1 else None
    if lone is None or draft.asked != "who" or not _tells_a_deed(draft) or _tells_of_people(lone):
        return tuple(links)
    return tuple(one for one in links if not isinstance(one, EntityLink))


def _tells_of_people(entity: Entity) -> bool:
    names = (entity.name, entity.label, *(one.name for one in entity.fields), *(one.label for one in entity.fields))
    words = {singular(word) for name in names for word in full_words(name)}
    return bool(words & (_PEOPLE | frozenset(PERSON.fields) | {"person", "people"}))


def _tells_a_deed(draft: Draft) -> bool:
    """“Who directed”, rather than “who is”."""
    words: list[Lexeme] = sorted((lexeme for lexeme, _ in draft.used), key=lambda one: one.first)
    verb = words[1] if len(words) > 1 and words[0].text.casefold().startswith("who") else None
    said = verb.text.casefold() if verb is not None and not verb.names else ""
    return said.endswith("ed") or said in _MADE
