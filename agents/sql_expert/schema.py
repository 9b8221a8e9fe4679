"""The names of a semantic model, made ready to be found by words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from agents.sql_expert.metric_links import metric_names
from agents.sql_expert.reach import Reach, reach_of
from core.model import Entity, Field, SemanticModel
from semantic_layer.words import full_words, stem

_LIGHT = {
    "id": 0.5, "code": 0.3, "name": 0.35, "number": 0.45, "no": 0.4, "num": 0.45, "type": 0.6, "ref": 0.05,
    "in": 0.02, "of": 0.02, "the": 0.02, "and": 0.02, "for": 0.02, "to": 0.1, "by": 0.1, "is": 0.05,
    "million": 0.15, "billion": 0.15, "usd": 0.1, "euro": 0.15, "dollar": 0.15, "km": 0.1, "kg": 0.1, "cm": 0.1,
    "m": 0.1, "mm": 0.1, "pct": 0.3, "percent": 0.3, "tbl": 0.05, "table": 0.1, "data": 0.2, "list": 0.3,
    "record": 0.3, "info": 0.2, "detail": 0.4, "other": 0.4, "value": 0.4, "amount": 0.5,
    "unit": 0.3, "per": 0.2, "date": 0.6, "time": 0.6, "s": 0.02,
    "made": 0.3, "full": 0.2, "pk": 0.1, "fk": 0.1, "a": 0.02, "an": 0.02,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Stems of one name with their weights; `field` is None for the name of the entity itself."""

    entity: Entity
    field: Field | None
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    given: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """`by_stem` leads from a stem to the names that hold it; `role_stems` are
    words of the relationships that lead to an entity in several ways ("shipping"); `fits` remembers which stems a word may
    stand for, `links` which tables link two.
    """

    model: SemanticModel
    names: tuple[Name, ...]
    by_stem: dict[str, tuple[int, ...]]
    entity_stems: dict[str, frozenset[str]]
    reach: Reach
    role_stems: dict[str, frozenset[str]] = field(default_factory=dict)
    fits: dict[tuple[str, bool], dict[str, float]] = field(default_factory=dict)
    links: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


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
    entity_stems: dict[str, frozenset[str]] = {}
    for entity in model.entities:
        own = frozenset(stem(word) for word in full_words(entity.name))
        entity_stems[entity.name] = own
        for label in _labels(entity.name, entity.label, entity.synonyms, model, entity.name):
            names.append(_name(entity, None, label, frozenset(), given=label in entity.synonyms))
        for one in entity.fields:
            if one.hidden:
                continue
            target = f"{entity.name}.{one.name}"
            for label in _labels(one.name, one.label, one.synonyms, model, target):
                names.append(_name(entity, one, label, own, given=label in one.synonyms))
    for metric in metric_names(model):
        for label in _labels(metric.field.name, metric.field.label, metric.field.synonyms, model, metric.field.name):
            names.append(_name(metric.entity, metric.field, label, frozenset(), given=True))
    by_stem: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        for word in set(name.stems):
            by_stem.setdefault(word, []).append(index)
    return Schema(
        model=model,
        names=tuple(names),
        by_stem={one: tuple(found) for one, found in by_stem.items()},
        entity_stems=entity_stems,
        reach=reach_of(model),
        role_stems=_roles(model),
    )


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


def _name(entity: Entity, of: Field | None, label: str, entity_words: frozenset[str], *, given: bool) -> Name:
    stems = tuple(dict.fromkeys(stem(word) for word in full_words(label)))
    only_known = all(one in entity_words or one in _LIGHT_STEMS for one in stems)
    weights = tuple(_weight(one, entity_words, only_known=only_known) for one in stems)
    return Name(entity=entity, field=of, stems=stems, weights=weights, given=given)


def _weight(one: str, entity_words: frozenset[str], *, only_known: bool) -> float:
    light = _LIGHT_STEMS.get(one)
    if one in entity_words:
        return 0.05 if only_known and light is None else min(0.25, light or 0.25)
    return light if light is not None else 1.0


_LIGHT_STEMS = {stem(word): weight for word, weight in _LIGHT.items()}
