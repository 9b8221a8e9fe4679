"""Which names of a model need words most: those that no vocabulary explains."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.errors import UnknownName
from core.model import Dimension, Entity, Field, Measure, SemanticModel, provenance
from semantic_layer.vocabulary import abbreviations, known_words
from semantic_layer.words import name_words, singular

WORDS = ("label", "description", "synonyms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`target` is a table or a dotted field; `open` are the attributes that no person has set."""

    target: str
    fact: Entity | Dimension | Measure
    open: tuple[str, ...]


def wanted_names(model: SemanticModel, tables: Collection[str] = ()) -> tuple[Wanted, ...]:
    """Of `tables`, or of all; the least understood first, hidden fields left out. Raises UnknownName."""
    known = [entity.name for entity in model.entities]
    for name in tables:
        if name not in known:
            raise UnknownName("table", name, known)
    chosen = [entity for entity in model.entities if not tables or entity.name in tables]
    found = [one for entity in chosen for one in _of(entity) if one.open]
    return tuple(sorted(found, key=lambda one: -_unknown(one)))


def _of(entity: Entity) -> Iterator[Wanted]:
    yield Wanted(target=entity.name, fact=entity, open=_open(entity))
    for field in entity.fields:
        if not field.hidden:
            yield Wanted(target=f"{entity.name}.{field.name}", fact=field, open=_open(field))


def _open(fact: Entity | Field) -> tuple[str, ...]:
    return tuple(attribute for attribute in WORDS if provenance(fact, attribute) == "inferred")


def _unknown(one: Wanted) -> float:
    """The share of its words that are in no vocabulary, written out or not."""
    words = name_words(one.fact.name)
    strange = [word for word in words if not _is_known(word)]
    return len(strange) / max(1, len(words))


def _is_known(word: str) -> bool:
    known = known_words()
    return word in known or singular(word) in known or word in abbreviations()
