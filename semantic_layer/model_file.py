"""A model written as YAML by people, read as the changes it makes to the model there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import InvalidInput, UnknownName, UserError
from core.model import Entity, Metric, Relationship, SemanticModel
from core.model_change import ModelChange
from core.suggest import did_you_mean
from semantic_layer.changes import ENTITY_ATTRIBUTES, WEEKDAYS, apply_changes
from semantic_layer.differences import attribute_values, entity_texts
from semantic_layer.field_changes import FIELD_ATTRIBUTES
from semantic_layer.measure_text import condition_text, measure_text
from semantic_layer.metric_changes import METRIC_ATTRIBUTES
from semantic_layer.metric_targets import target_text
from semantic_layer.relationship_changes import RELATIONSHIP_ATTRIBUTES
from semantic_layer.yaml_text import at_line, line_of, parse_yaml, plain_data

SECTIONS = ("entities", "relationships", "metrics", "suggested_metrics", "synonyms", "calendar")
TOLD_OF_ENTITY = ("table_version", "rows", "fields")
TOLD_OF_FIELD = ("type", "nulls", "distinct", "values", "range")
TOLD_OF_RELATIONSHIP = (
    "confidence", "coverage", "rows_without_partner", "rows_without_key", "never_referred_to", "unmatched_sample",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    change: ModelChange
    line: int | None


def read_model_file(text: str, model: SemanticModel, *, prune: bool = False) -> tuple[ModelChange, ...]:
    """What the file says otherwise than `model`. What it leaves out stays; with `prune`, relationships, metrics and synonyms
    that it does not have are removed.

    What is only told (rows, types, counts) is not looked at. Raises InvalidInput with the line.
    """
    document = parse_yaml(text)
    found: list[Read] = []
    for read in _read(document, model, prune=prune):
        try:
            model = apply_changes(model, (read.change,))
        except UserError as refused:
            raise InvalidInput(at_line(read.line, refused.message), hint=refused.hint) from None
        found.append(read)
    return tuple(read.change for read in found)


def _read(document: Any, model: SemanticModel, *, prune: bool) -> Iterator[Read]:
    _check_keys(document, SECTIONS, "section")
    entities = {one.name: one for one in model.entities}
    for name, told in _items(document, "entities"):
        place = document["entities"]
        if name not in entities:
            _refuse_name(place, name, "table", entities)
        yield from _entity(entities[name], told)
    relationships = {one.name: one for one in model.relationships}
    for name, told in _items(document, "relationships"):
        _check_keys(told, (*RELATIONSHIP_ATTRIBUTES, *TOLD_OF_RELATIONSHIP), "part of a relationship")
        values = {key: plain_data(told[key]) for key in RELATIONSHIP_ATTRIBUTES if key in told}
        changed = _differing(values, _relationship_values(relationships.get(name)))
        if {"from", "to"} & set(changed):
            changed |= {key: values[key] for key in ("from", "to") if key in values}
        if changed:
            yield Read(
                change=ModelChange(relationship=name, set=changed), line=line_of(document["relationships"], name)
            )
    metrics = {one.name: one for one in model.metrics}
    for name, told in _items(document, "metrics"):
        _check_keys(told, METRIC_ATTRIBUTES, "part of a metric")
        values = {key: plain_data(value) for key, value in told.items() if key in METRIC_ATTRIBUTES}
        changed = _differing(values, _metric_values(metrics.get(name), model))
        if changed:
            yield Read(change=ModelChange(metric=name, set=changed), line=line_of(document["metrics"], name))
    yield from _synonyms(document, model)
    yield from _calendar(document, model)
    if prune:
        yield from _missing(document, model)


def _entity(entity: Entity, told: Any) -> Iterator[Read]:
    _check_keys(told, (*ENTITY_ATTRIBUTES, *TOLD_OF_ENTITY), "part of a table")
    now = {name: getattr(entity, name) for name in ENTITY_ATTRIBUTES} | entity_texts(entity)
    for name, value in _differing(
        {key: plain_data(told[key]) for key in ENTITY_ATTRIBUTES if key in told}, now
    ).items():
        yield Read(change=ModelChange(target=entity.name, set={name: value}), line=line_of(told, name))
    fields = {one.name: one for one in entity.fields}
    for name, parts in _items(told, "fields"):
        if name not in fields:
            _refuse_name(told["fields"], name, "column", fields)
        _check_keys(parts, (*FIELD_ATTRIBUTES, *TOLD_OF_FIELD), "part of a field")
        values = {key: plain_data(parts[key]) for key in FIELD_ATTRIBUTES if key in parts}
        changed = _differing(values, attribute_values(fields[name]))
        if changed:
            target = f"{entity.name}.{name}"
            yield Read(change=ModelChange(target=target, set=changed), line=line_of(parts, next(iter(changed))))


def _relationship_values(one: Relationship | None) -> dict[str, Any]:
    if one is None:
        return {}
    ends = {
        "from": ", ".join(f"{one.from_entity}.{column}" for column in one.from_columns),
        "to": ", ".join(f"{one.to_entity}.{column}" for column in one.to_columns),
    }
    return {**ends, "name": one.name, "cardinality": one.cardinality}


def _metric_values(metric: Metric | None, model: SemanticModel) -> dict[str, Any]:
    import wire

    if metric is None:
        return {}
    plain = {name: getattr(metric, name) for name in ("name", "label", "description", "unit", "synonyms", "entity")}
    where = metric.where
    kept = None if where is None else condition_text(where, metric.entity, model) or wire.dump(where)
    expression = measure_text(metric.expression, model, metric.entity) or wire.dump(metric.expression)
    return {**plain, "expression": expression, "where": kept, "target": target_text(metric.target)}


def _synonyms(document: Any, model: SemanticModel) -> Iterator[Read]:
    known = {one.phrase: one.target for one in model.synonyms}
    for phrase, target in _values(document, "synonyms"):
        if known.get(phrase) != target:
            yield Read(
                change=ModelChange(synonym=phrase, target=str(target)), line=line_of(document["synonyms"], phrase)
            )


def _calendar(document: Any, model: SemanticModel) -> Iterator[Read]:
    now = {"week_start": WEEKDAYS[model.calendar.week_start], "fiscal_year_start": model.calendar.fiscal_year_start}
    changed = _differing(dict(_values(document, "calendar")), now)
    if changed:
        yield Read(change=ModelChange(calendar=changed), line=line_of(document["calendar"], next(iter(changed))))


def _missing(document: Any, model: SemanticModel) -> Iterator[Read]:
    def gone(section: str, names: list[str], change: Callable[[str], ModelChange]) -> Iterator[Read]:
        there = set(document.get(section) or {})
        yield from (Read(change=change(name), line=None) for name in names if name not in there)

    metrics = [one.name for one in reversed(model.metrics)]
    yield from gone("metrics", metrics, lambda name: ModelChange(metric=name, do="remove"))
    relationships = [one.name for one in model.relationships]
    yield from gone("relationships", relationships, lambda name: ModelChange(relationship=name, do="remove"))
    phrases = [one.phrase for one in model.synonyms]
    yield from gone("synonyms", phrases, lambda phrase: ModelChange(synonym=phrase, do="remove"))


def _differing(values: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if _same(value) != _same(now.get(name))}


def _same(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(" > ".join(part) if isinstance(part, list) else str(part) for part in value) or None
    return value if value not in ("", False) else None


def _items(document: Any, section: str) -> Iterator[tuple[str, Any]]:
    for name, told in _values(document, section):
        if not isinstance(told, dict):
            line = line_of(document[section], name)
            raise InvalidInput(at_line(line, f"“{name}” has no parts."), hint="Indent what belongs to it below.")
        yield name, told


def _values(document: Any, section: str) -> Iterator[tuple[str, Any]]:
    found = document.get(section)
    if found is None:
        return
    if not isinstance(found, dict):
        raise InvalidInput(at_line(line_of(document, section), f"“{section}” is no mapping of names."))
    yield from ((str(name), value if isinstance(value, dict) else plain_data(value)) for name, value in found.items())


def _check_keys(mapping: Any, known: tuple[str, ...], kind: str) -> None:
    for key in mapping:
        if key not in known and not str(key).startswith("x-"):
            _refuse_name(mapping, key, kind, known)


def _refuse_name(mapping: Any, name: Any, kind: str, known: Any) -> None:
    unknown = UnknownName(kind, str(name), known)
    hint = did_you_mean(str(name), known, kind)
    raise InvalidInput(at_line(line_of(mapping, name), unknown.message), hint=hint)
