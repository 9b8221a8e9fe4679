"""Which unnamed table links two that are named, where several do: customers and products by orders or by reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from agents.sql_expert.draft import Draft
from agents.sql_expert.reach import Reach
from agents.sql_expert.schema import Schema
from agents.sql_expert.settling import Settled
from agents.sql_expert.sought_after import lines_of
from semantic_layer.vocabulary import likeness
from semantic_layer.words import full_words, stem

_SAID_BY: dict[str, str] = {
    "buy bought buying buyer purchase sell sold selling sale spend spent order pay paid": (
        "order purchase sale transaction invoice line item receipt payment basket"
    ),
    "review rate rated rating comment recommend": "review rating feedback comment",
    "return refund": "return refund",
    "book booked reserve": "booking reservation",
    "rent rented borrow borrowed lend lent lease": "rental loan lease checkout",
    "visit view click browse": "visit view click session event",
    "enrol enroll take took taken register attend study": "enrolment enrollment registration attendance class takes",
    "teach taught": "teaching teaches lesson assignment",
    "play played": "game match appearance",
    "ship deliver dispatch send sent": "shipment delivery",
    "work worked assign employ": "assignment employment shift job works",
    "complain contact raise": "complaint ticket case request",
    "treat treated prescribe": "treatment prescription visit",
    "donate give gave given": "donation gift contribution",
    "like follow": "like follow",
}
_EVENT_WORDS = tuple(
    (frozenset(map(stem, verbs.split())), frozenset(map(stem, nouns.split()))) for verbs, nouns in _SAID_BY.items()
)


def bridged(settled: Settled, draft: Draft, schema: Schema) -> list[Settled]:
    """The same names with the linking table that the question's verb tells; one for each where it tells none."""
    open_pair = _open_pair(settled, schema)
    if not open_pair:
        return [settled]
    told = _told(open_pair, settled, draft, schema)
    return [_through(settled, name) for name in (told or open_pair)]


def linking(one: str, other: str, reach: Reach, names: Sequence[str]) -> list[str]:
    """Tables that look up both, without those that do so by way of another of them."""
    if reach.to_one(one, other) is not None or reach.to_one(other, one) is not None:
        return []
    among = [name for name in names if reach.to_one(name, one) and reach.to_one(name, other)]
    return [name for name in among if not any(_is_nearer(other, name, reach) for other in among if other != name)]


def _is_nearer(one: str, other: str, reach: Reach) -> bool:
    """Whether `other` looks up `one`; of two that look up each other, the first by name."""
    return reach.to_one(other, one) is not None and (reach.to_one(one, other) is None or one < other)


def _open_pair(settled: Settled, schema: Schema) -> list[str]:
    for one, other in combinations(settled.entities, 2):
        pair = (one, other)
        if pair not in schema.links:
            names = [entity.name for entity in schema.model.entities]
            schema.links[pair] = tuple(linking(one, other, schema.reach, names))
        found = schema.links[pair]
        open_way = len(found) > 1 or (len(found) == 1 and _shares_more(one, other, schema))
        if open_way and not reaches_both(settled.entities, one, other, schema.reach):
            return list(found)
    return []


def _shares_more(one: str, other: str, schema: Schema) -> bool:
    """Both look up one table ("instructors" and "courses" their department): a tie that is rarely what a verb means."""
    names = (entity.name for entity in schema.model.entities)
    return any(schema.reach.to_one(one, name) and schema.reach.to_one(other, name) for name in names)


def reaches_both(named: Sequence[str], one: str, other: str, reach: Reach) -> str | None:
    """The named table that looks up both."""
    looked_up = (name for name in named if name not in (one, other))
    return next((name for name in looked_up if reach.to_one(name, one) and reach.to_one(name, other)), None)


def _told(names: Sequence[str], settled: Settled, draft: Draft, schema: Schema) -> list[str]:
    said = {stem(word) for lexeme, _ in draft.used for word in full_words(lexeme.text)}
    events = frozenset[str]().union(*(nouns for verbs, nouns in _EVENT_WORDS if verbs & said))
    own = [name for name in names if any(likeness(one, word) > 0.9 for one in said for word in _stems(name, schema))]
    meant = (
        own
        or [name for name in names if events & _stems(name, schema)]
        or (_lines(names, settled, schema) if not events else [])
    )
    return meant if len(meant) == 1 else []


def _lines(names: Sequence[str], settled: Settled, schema: Schema) -> list[str]:
    """“Products in an order” are on its lines, which happen with it; returns of them have dates of their own."""
    dated = [one for one in settled.entities if schema.model.entity(one).default_time is not None]
    lines = {line.name for one in dated for line in lines_of(one, schema)}
    return [name for name in names if name in lines]


def _stems(name: str, schema: Schema) -> frozenset[str]:
    return schema.entity_stems[name]


def _through(settled: Settled, name: str) -> Settled:
    return replace(settled, entities=(*settled.entities, name), bridge=name)
