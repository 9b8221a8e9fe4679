"""Tables that are called by the noun of a verb: what was “rented” are rentals, what was “paid” are payments."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.lexemes import EntityLink
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token
from semantic_layer.words import full_words, singular, stem

_ENDINGS = ("al", "ment", "i", "y", "t", "ance", "ation", "ion", "at", "rat", "ing")
_IRREGULAR = {
    "paid": ("payment",), "sold": ("sale",), "gave": ("gift", "donation"), "given": ("gift", "donation"),
    "subscribed": ("subscription",), "enrolled": ("enrolment", "enrollment"), "registered": ("registration",),
    "borrowed": ("loan",), "flew": ("flight",), "flown": ("flight",), "fly": ("flight",), "flies": ("flight",),
    "applied": ("application",), "prescribed": ("prescription",),
    "bought": ("purchase",),
}  # fmt: skip
_SHORTEST = 3
SCORE = 0.93


def tables_of_verbs(span: Sequence[Token], entities: dict[str, EntityLink], schema: Schema) -> None:
    """Adds the one table that is called so; nothing where a table is called by the very words."""
    word = span[0].folded if len(span) == 1 else ""
    if entities or not (word in _IRREGULAR or (word.endswith("ed") and len(word) > _SHORTEST + 1)):
        return
    found = [one for one in schema.model.entities if is_noun_of(singular(full_words(one.label)[-1]), word)]
    if len(found) == 1:
        entities[found[0].name] = EntityLink(entity=found[0], score=SCORE, evidence="done")


def is_noun_of(noun: str, verb: str) -> bool:
    """Whether “delivery” is what happens where something is “delivered”."""
    root, nominal = stem(verb), stem(noun)
    if noun in _IRREGULAR.get(verb, ()):
        return True
    if verb.endswith("ed") and len(verb) > _SHORTEST + 2 and noun.removeprefix(verb[:-2]) in _ENDINGS:
        return True
    derived = nominal.startswith(root) and nominal[len(root) :] in _ENDINGS
    return len(root) >= _SHORTEST and derived
