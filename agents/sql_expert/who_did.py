"""Whom “who” asks for, by what they did: who bought is a customer, who sold is one of the staff.

Only where the data holds one kind of people that does so; else the question stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.model import Dimension, Entity, SemanticModel
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_WHO = re.compile(
    r"^(?P<who>who(?:['’]s| is| was)?(?: all| else)?) "
    r"(?P<aux>(?:have |has |had |did |actually |ever |never |only |always )*)(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
_BUYING = word_set(
    "buy buys bought purchase purchases purchased order orders ordered rent rents rented subscribe subscribed pay pays paid "
    "return returns returned borrow borrows borrowed donate donates donated"
)
_SELLING = word_set("sell sells sold close closed serve serves served process processed")
_BUYERS = word_set("""
customer client buyer shopper purchaser patron subscriber consumer renter guest member account borrower household donor
""")
_SELLERS = word_set("""
employee staff salesperson salesman seller agent rep representative cashier clerk assistant associate advisor adviser worker
salesperson waiter server consultant colleague barista broker
""")


_SPENDER = re.compile(
    r"\b(?:who (?:is|are|was|were) )?(?:the |our )?(?:biggest|top|largest|highest|best|(?P<least>lowest|smallest)) spenders?\b",
    re.I,
)


def by_what_they_did(text: str, model: SemanticModel) -> str:
    """“Which clients bought”, for “who bought”; “client who spent the most”, for the biggest spender."""
    buyers = list(_called(_BUYERS, model))
    if len(buyers) == 1:
        text = _SPENDER.sub(
            lambda told: f"{singular(buyers[0])} who spent the {'least' if told['least'] else 'most'}", text
        )
    found = _WHO.match(text)
    if found is None or " " in found["who"]:
        return text
    verb = found["verb"].lower()
    kind = _BUYERS if verb in _BUYING else _SELLERS if verb in _SELLING else None
    if kind is None:
        return text
    names = list(_called(kind, model))
    if len(names) != 1:
        return text
    return f"which {names[0]} {found['aux']}{found['verb']}{text[found.end() :]}"


def _called(kind: frozenset[str], model: SemanticModel) -> Iterator[str]:
    """Tables of such people; of a sheet that is alone, its columns of them."""
    tables = [one for one in model.entities if _is_kind(one.name, kind) or _is_kind(one.label, kind)]
    yield from (one.label for one in tables)
    if not tables and len(model.entities) == 1:
        yield from (one.label.lower() for one in _columns(model.entities[0]) if _is_kind(one.name, kind))


def _columns(entity: Entity) -> Iterator[Dimension]:
    return (one for one in entity.fields if isinstance(one, Dimension) and one.type == "text")


def _is_kind(name: str, kind: frozenset[str]) -> bool:
    words = [singular(word) for word in full_words(name) if word != "name"]
    return bool(words) and words[-1] in kind
