"""A text compared with a column that never holds it, where one other column that is near does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from agents.sql_expert.repair_joining import join_in, linked_to
from core.model import Entity, Relationship
from semantic_layer import ValueIndex, ValueMatch
from semantic_layer.compiler.identifiers import column
from semantic_layer.compiler.paths import heeded_cardinality
from semantic_layer.sql_sources import Source, Sources
from semantic_layer.words import full_words, stem

_SURE = ("exact", "normalised")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the text stands: in `entity`, which is read as `source`, or is looked up from it by `link`."""

    match: ValueMatch
    entity: Entity
    source: Source
    link: Relationship | None = None


def moved(compared: exp.Column, literal: exp.Literal, sources: Sources, values: ValueIndex) -> str | None:
    """What the comparison was changed to; None where no other column, or several, hold the text."""
    test = compared.parent
    if not isinstance(test, exp.EQ | exp.NEQ):
        return None
    written: str = literal.this
    matches = [match for match in values.lookup_many([written]).get(written, ()) if match.how in _SURE]
    place = _one_of(list(_read(matches, sources)), compared) or _one_of(list(_near(matches, sources)), compared)
    if place is None:
        return None
    alias = place.source.alias
    if place.link is not None:
        alias = join_in(sources, place.source, place.link, place.entity)
    old = compared.sql(dialect="duckdb")
    compared.replace(column(place.match.field, alias))
    literal.set("this", place.match.value)
    return f"“{written}” stands in {place.entity.name}.{place.match.field}, not in {old}."


def _read(matches: Sequence[ValueMatch], sources: Sources) -> Iterator[_Place]:
    for match in matches:
        for source in sources.all:
            if source.entity is not None and source.entity.name == match.entity:
                yield _Place(match=match, entity=source.entity, source=source)


def _near(matches: Sequence[ValueMatch], sources: Sources) -> Iterator[_Place]:
    """Tables of which each row that is read has at most one."""
    for source in sources.all:
        for link, other in linked_to(source.entity, sources.model):
            forward = source.entity is not None and link.from_entity == source.entity.name
            one = heeded_cardinality(link) in (
                ("many_to_one", "one_to_one") if forward else ("one_to_many", "one_to_one")
            )
            for match in matches:
                if one and match.entity == other.name:
                    yield _Place(match=match, entity=other, source=source, link=link)


def _one_of(places: Sequence[_Place], compared: exp.Column) -> _Place | None:
    """The only one; of several the only one that the compared column's name speaks of, as an airline's name for “airline”."""
    if len(places) > 1:
        said = {stem(word) for word in full_words(compared.name)}
        places = [one for one in places if said & {stem(word) for word in full_words(one.entity.name)}]
    return places[0] if len(places) == 1 else None
