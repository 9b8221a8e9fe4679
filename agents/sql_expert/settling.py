"""Slots → the choices of names that fit together best."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agents.sql_expert.lexemes import EntityLink, FieldLink, Lexeme
from agents.sql_expert.reach import Reach
from agents.sql_expert.slots import Link, Slot, SlotKey

_BEAM = 24
_MOST_LINKS = 10
_NEW_ENTITY = 0.45
_PER_HOP = 0.15
_UNREACHABLE = 3.0
_OWNED = 0.25
_ENTITY_OWN = 0.05
_KEY = 0.06
_MANIFOLD = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """`score` is a sum of logarithms: 0 is perfect, and differences are what counts. `bridge` was not named itself."""

    score: float = 0.0
    choices: Mapping[SlotKey, Link] = field(default_factory=dict)
    entities: tuple[str, ...] = ()
    by_lexeme: Mapping[int, str] = field(default_factory=dict)
    bridge: str | None = None


def settle(slots: Sequence[Slot], reach: Reach) -> list[Settled]:
    """Best first; empty where a slot has no name that fits."""
    beam = [Settled()]
    for at, slot in enumerate(slots):
        if not slot.links:
            return []
        links = sorted(slot.links, key=lambda link: -link.score)
        near = {name for settled in beam for name in settled.entities}
        kept = links[:_MOST_LINKS] + [link for link in links[_MOST_LINKS:] if link.entity.name in near][:_MOST_LINKS]
        told = next(
            (one.key for one in slots[:at] if one.lexeme is slot.lexeme is not None and one.role == slot.role), None
        )
        grown = [_with(settled, slot, link, reach) for settled in beam for link in _same_again(settled, told, kept)]
        beam = sorted(grown, key=lambda settled: -settled.score)[:_BEAM]
    return beam


def _same_again(settled: Settled, told: SlotKey | None, links: Sequence[Link]) -> Sequence[Link]:
    """“The lowest and highest price”: a word that fills two places stands for one column in both."""
    before = settled.choices.get(told) if told is not None else None
    return [link for link in links if link == before] or links


def _with(settled: Settled, slot: Slot, link: Link, reach: Reach) -> Settled:
    entity = link.entity.name
    score = settled.score + math.log(max(link.score, 0.01)) + _place(settled, slot, link, reach)
    by_lexeme = settled.by_lexeme
    if slot.lexeme is not None:
        by_lexeme = {**by_lexeme, id(slot.lexeme): entity}
    return Settled(
        score=score,
        choices={**settled.choices, slot.key: link},
        entities=settled.entities if entity in settled.entities else (*settled.entities, entity),
        by_lexeme=by_lexeme,
    )


def _place(settled: Settled, slot: Slot, link: Link, reach: Reach) -> float:
    """What it costs to go to the link's entity, and what it gains to be where the owner is."""
    entity = link.entity.name
    gain = _owner_gain(settled, slot.owner, entity)
    if slot.role in ("counted", "grouped") and isinstance(link, FieldLink):
        gain -= _ENTITY_OWN
    if slot.role == "shown" and isinstance(link, EntityLink):
        gain -= _ENTITY_OWN
    if isinstance(link, FieldLink) and link.field.name in link.entity.key:
        gain += _KEY
    if not settled.entities or entity in settled.entities:
        return gain
    hops = min((h for known in settled.entities if (h := reach.any_way(known, entity)) is not None), default=None)
    if hops is None:
        return gain - _UNREACHABLE
    named = isinstance(link, EntityLink)
    if slot.role == "grouped" and all(reach.to_one(known, entity) is None for known in settled.entities):
        gain -= _MANIFOLD
    return gain - (0.1 if named else _NEW_ENTITY) - _PER_HOP * hops


def _owner_gain(settled: Settled, owner: Lexeme | None, entity: str) -> float:
    if owner is None:
        return 0.0
    return _OWNED if settled.by_lexeme.get(id(owner)) == entity else -_OWNED
