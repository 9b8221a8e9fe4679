"""Two links between the same tables, as of what goes from one place to another: "shipments from Kiel to Bonn".

Which of them is meant is told by words of going and coming; each place is read alone, with the link that its words tell.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.sets.among import own_parts
from core.model import SemanticModel
from core.plan import Exists, FieldRef, Plan
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, stem

Read = Callable[[str], Plan | None]
Node = TypeVar("Node")
_STARTS = word_set(
    "origin source departure departing from pickup pick picked collection start sender consignor sending home"
)
_ENDS = word_set(
    "destination dest arrival arriving to dropoff drop delivery return end recipient receiver consignee receiving away"
)
_GOING = word_set(
    "from leaving left leaves departs departed departing sends sent sending starting collected dispatched outbound"
)
_COMING = word_set(
    "to into receives received receiving arriving arrived arrives returned ending delivered inbound towards"
)
_TIME = (
    r"(?P<tail>(?: (?:in|during|since|by|per|last|this|before|after)"
    r" (?:\d{4}|each|every|the|month|year|[a-z]+ \d{4}|week|quarter|day).*)?)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?P<head>.+?)(?: (?:that |which )?(?:went|go|goes|going|travelled|shipped|sent|moved|transported))? "
        rf"from (?P<first>(?!\d).+?) to (?P<second>(?!\d).+?){_TIME}[?.!\s]*$",
        r"^(?P<head>.+?) (?:that |which )?(?:were |was |are )?(?:picked up|collected|starting|started|leaving|left|departing|sent|shipped)"
        r" (?:in|at|from) (?P<first>.+?) (?:and|but) (?:were |was )?(?:returned|dropped off|delivered|arriving|arrived|received|"
        rf"ending|ended|brought back) (?:in|at|to) (?P<second>.+?){_TIME}[?.!\s]*$",
    )
)


def told_way(ways: Sequence[frozenset[str]], said: Sequence[str]) -> list[int]:
    """Places of the ways that the words mean, each told by words of its name; none where both ends or neither is meant."""
    going, coming = not _GOING.isdisjoint(said), not _COMING.isdisjoint(said)
    if going == coming:
        return []
    return [place for place, words in enumerate(ways) if words & (_STARTS if going else _ENDS)]


def with_ways_told(lexemes: Sequence[Lexeme], model: SemanticModel) -> list[Lexeme]:
    """“Orders shipped to Rome” go by the shipping address, whatever state they are in."""
    ways = {stem(word) for words in _parallel_ways(model) for word in words}
    return [
        replace(one, kind="filler", values=(), entities=(), fields=(), score=_SAID_ONLY)
        if one.values and stem(one.text) in ways and _leads_to_place(lexemes[place + 1 : place + 4], one)
        else one
        for place, one in enumerate(lexemes)
    ]


def _parallel_ways(model: SemanticModel) -> list[frozenset[str]]:
    """Words of the links that share both their tables with another."""
    pairs = [(one.from_entity, one.to_entity) for one in model.relationships]
    return [words_of_way(one.name) for one in model.relationships if pairs.count((one.from_entity, one.to_entity)) > 1]


def _leads_to_place(behind: Sequence[Lexeme], state: Lexeme) -> bool:
    if not behind or behind[0].text.casefold() not in _TOWARDS:
        return False
    held = {link.entity.name for link in state.values}
    return any(link.entity.name not in held for one in behind[1:] for link in one.values)


_TOWARDS = frozenset({"to", "from", "into", "to the", "from the"})
_SAID_ONLY = 0.3


def from_and_to(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question with one of the two places."""
    links = _both_ways(model)
    for pattern in _PATTERNS:
        found = pattern.match(text.strip()) if links is not None else None
        if found is None or links is None:
            continue
        first = read(f"{found['head']} from {found['first']}{found['tail']}")
        second = read(f"{found['head']} to {found['second']}{found['tail']}") if first is not None else None
        if first is None or second is None:
            continue
        plan = joined_by_ways(first, second, links)
        if plan is not None:
            yield plan


def joined_by_ways(first: Plan, second: Plan, links: tuple[str, str]) -> Plan | None:
    """The rows of both plans, what is told of each by the link of its place; None where they differ in anything else."""
    alike = (first.entity, first.measures, first.dimensions, first.rows)
    if alike != (second.entity, second.measures, second.dimensions, second.rows) or first.having or first.limit:
        return None
    one, other = own_parts(first, second), own_parts(second, first)
    if not one or not other or first.dimensions or not all(_is_through(part, links) for part in (*one, *other)):
        return None
    shared = tuple(part for part in parts_of(first.where) if part not in one)
    return replace(first, where=all_of((*shared, *_by_way(one, links[0], links), *_by_way(other, links[1], links))))


def _both_ways(model: SemanticModel) -> tuple[str, str] | None:
    """The names of the two links, where one table is linked to another by its start and by its end."""
    starts = {
        (one.from_entity, one.to_entity): one.name for one in model.relationships if words_of_way(one.name) & _STARTS
    }
    ends = {(one.from_entity, one.to_entity): one.name for one in model.relationships if words_of_way(one.name) & _ENDS}
    pairs = [(starts[tables], ends[tables]) for tables in starts if ends.get(tables, starts[tables]) != starts[tables]]
    return pairs[0] if len(pairs) == 1 else None


def words_of_way(name: str) -> frozenset[str]:
    return frozenset(full_words(name))


def _is_through(node: object, links: tuple[str, str]) -> bool:
    if isinstance(node, FieldRef | Exists):
        return any(name in links for name in node.via)
    if isinstance(node, tuple):
        return any(_is_through(one, links) for one in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return False
    return any(_is_through(getattr(node, part.name), links) for part in dataclasses.fields(node))


def _by_way(node: Node, way: str, links: tuple[str, str]) -> Node:
    """The same by the given one of the two links."""
    if isinstance(node, tuple):
        return type(node)(_by_way(one, way, links) for one in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    if isinstance(node, FieldRef | Exists):
        return dataclasses.replace(node, via=tuple(way if name in links else name for name in node.via))
    changed = {part.name: _by_way(getattr(node, part.name), way, links) for part in dataclasses.fields(node)}
    return dataclasses.replace(node, **{name: value for name, value in changed.items() if name != "kind"})
