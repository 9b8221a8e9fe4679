"""The names of a semantic model, made ready to be found by words."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from agents.sql_expert.metric_links import metric_names
from agents.sql_expert.reach import Reach, reach_of
from agents.sql_expert.schema_names import Name as Name
from agents.sql_expert.schema_names import initials_of, name_of, other_names, without_initial
from agents.sql_expert.suggested_metrics import suggested_names
from agents.sql_expert.written_short import Short, short_names
from core.model import Entity, SemanticModel
from core.table import TEMPORAL_TYPES
from semantic_layer.words import full_words, stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """`by_stem` leads from a stem to the names that hold it, `literal` are those of names as they are written; `role_stems` are
    words of the relationships that lead to an entity in several ways ("shipping"); `fits` remembers which stems a word may
    stand for, `links` which tables link two; `tie_stems` are words that only tables between others are called by,
    `table_stems` words that are a table's whole name, `shorts` names with what is no word.
    """

    model: SemanticModel
    names: tuple[Name, ...]
    by_stem: dict[str, tuple[int, ...]]
    literal: frozenset[str]
    entity_stems: dict[str, frozenset[str]]
    reach: Reach
    role_stems: dict[str, frozenset[str]] = field(default_factory=dict)
    fits: dict[tuple[str, bool, bool], dict[str, float]] = field(default_factory=dict)
    tie_stems: frozenset[str] = frozenset()
    table_stems: frozenset[str] = frozenset()
    links: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    shorts: tuple[Short, ...] = ()


_recent: OrderedDict[int, Schema] = OrderedDict()


def schema_of(model: SemanticModel) -> Schema:
    """Kept for the models asked about last; building one takes milliseconds."""
    kept = _recent.get(id(model))
    if kept is not None and kept.model is model:
        return kept
    schema = _build(model)
    _recent[id(model)] = schema
    while len(_recent) > 8:
        _recent.popitem(last=False)
    return schema


def _build(model: SemanticModel) -> Schema:
    names: list[Name] = []
    entity_stems = {entity.name: frozenset(stem(word) for word in full_words(entity.name)) for entity in model.entities}
    for entity in model.entities:
        own = list(_names_of(entity, model, entity_stems[entity.name] | _key_stems(entity, entity_stems)))
        names += own + [other for one in own for other in other_names(one, entity_stems[entity.name])]
        names += [short for one in own for short in initials_of(one)]
    for metric in metric_names(model):
        for label in _labels(metric.field.name, metric.field.label, metric.field.synonyms, model, metric.field.name):
            names.append(name_of(metric.entity, metric.field, label, frozenset(), given=True))
    names.extend(suggested_names(model))
    by_stem: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        for word in set(name.stems):
            by_stem.setdefault(word, []).append(index)
    return Schema(
        model=model,
        names=tuple(names),
        by_stem={one: tuple(found) for one, found in by_stem.items()},
        literal=frozenset(word for name in names if name.fit == 1.0 for word in name.stems),
        entity_stems=entity_stems,
        table_stems=frozenset(one for stems in entity_stems.values() if len(stems) == 1 for one in stems),
        reach=reach_of(model),
        role_stems=_roles(model),
        tie_stems=_ties(model, entity_stems),
        shorts=short_names(model),
    )


def _ties(model: SemanticModel, entity_stems: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Words of tables that refer to two others or more, which no other table is called by."""
    referring = Counter(one.from_entity for one in model.relationships if one.cardinality == "many_to_one")
    between = {name for name, count in referring.items() if count > 1}
    others = (stems for name, stems in entity_stems.items() if name not in between)
    return frozenset[str]().union(*(entity_stems[name] for name in between)) - frozenset[str]().union(*others)


def _names_of(entity: Entity, model: SemanticModel, own: frozenset[str]) -> Iterator[Name]:
    for label in _labels(entity.name, entity.label, entity.synonyms, model, entity.name):
        yield name_of(entity, None, label, frozenset(), given=label in entity.synonyms)
    if (noun := _keyed_by(entity, model)) is not None:
        yield name_of(entity, None, noun, frozenset(), given=True)
    for noun in _told_since(entity, model):
        yield name_of(entity, None, noun, frozenset(), given=True)
    for one in entity.fields:
        if one.hidden:
            continue
        target = f"{entity.name}.{one.name}"
        for label in _labels(one.name, one.label, one.synonyms, model, target):
            yield name_of(entity, one, label, own, given=label in one.synonyms)
        if (bare := without_initial(one.name, entity)) is not None:
            yield name_of(entity, one, bare, own, given=False)


def _keyed_by(entity: Entity, model: SemanticModel) -> str | None:
    """“Respondents” are the rows that “respondent_id” tells apart, where nothing else is called so."""
    words = full_words(entity.key[0]) if len(entity.key) == 1 else ()
    noun = words[0] if len(words) == 2 and words[1] in ("id", "number", "key", "code") else None
    if noun is None or any(stem(noun) in {stem(word) for word in full_words(one.name)} for one in model.entities):
        return None
    return noun


def _told_since(entity: Entity, model: SemanticModel) -> Iterator[str]:
    """Rows that have a “member_since” are members, where nothing else is called so."""
    taken = {stem(word) for other in model.entities for word in full_words(other.name)}
    for one in entity.fields:
        words = full_words(one.name)
        if len(words) == 2 and words[1] == "since" and one.type in TEMPORAL_TYPES and stem(words[0]) not in taken:
            yield words[0]


def _key_stems(entity: Entity, entity_stems: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Where “tourist_id” tells visitors apart, “tourist_details” are details of visitors."""
    words = full_words(entity.key[0]) if len(entity.key) == 1 else ()
    if len(words) != 2 or words[1] not in ("id", "number", "code"):
        return frozenset()
    own = frozenset({stem(words[0])})
    return own if own not in [stems for name, stems in entity_stems.items() if name != entity.name] else frozenset()


def _roles(model: SemanticModel) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one in model.relationships:
        several = [other for other in model.relationships
                   if (other.from_entity, other.to_entity) == (one.from_entity, one.to_entity)]  # fmt: skip
        if len(several) > 1:
            words = frozenset(stem(word) for word in full_words(one.name))
            found[one.to_entity] = found.get(one.to_entity, frozenset()) | words
    return found


def _labels(name: str, label: str, synonyms: Iterable[str], model: SemanticModel, target: str) -> list[str]:
    given = [*synonyms, *(synonym.phrase for synonym in model.synonyms if synonym.target == target)]
    return list(dict.fromkeys([name, label, *given]))
