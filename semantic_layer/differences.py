"""What is different between two models, in words; counts, evidence and types are no difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from core.model import Entity, Field, Metric, Relationship, SemanticModel
from core.model_change import ModelDifference
from semantic_layer.describe import describe_condition
from semantic_layer.entity_times import snapshots_text
from semantic_layer.measure_text import measure_text
from semantic_layer.metric_targets import target_text

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENTITY = ("label", "description", "synonyms", "key", "display", "default_time")
_METRIC = ("label", "description", "unit", "synonyms", "entity")


def model_differences(before: SemanticModel, after: SemanticModel) -> tuple[ModelDifference, ...]:
    """In the order of the model: tables with their fields, relationships, metrics, synonyms, calendar."""
    return (
        *_each("table", _by_name(before.entities), _by_name(after.entities), _entity),
        *_each("relationship", _by_name(before.relationships), _by_name(after.relationships), _relationship),
        *_each("metric", _by_name(before.metrics), _by_name(after.metrics), _metrics(before, after)),
        *_rejected(before, after),
        *_each(
            "synonym",
            {one.phrase: one for one in before.synonyms},
            {one.phrase: one for one in after.synonyms},
            lambda old, new: _attributes(f"synonym {new.phrase}", old, new, ("target",)),
        ),
        *_calendar(before, after),
    )


def entity_texts(entity: Entity) -> dict[str, Any]:
    spine = entity.spine and entity.spine.grain
    told = {"hierarchies": hierarchy_texts(entity), "snapshots": snapshots_text(entity.snapshots)}
    return {**told, "spine": spine}


def hierarchy_texts(entity: Entity) -> tuple[str, ...]:
    """As "country > city", from the coarsest level."""
    return tuple(" > ".join(one.levels) for one in entity.hierarchies)


def attribute_values(field: Field) -> dict[str, Any]:
    """What of a field people may set, as it is."""
    own = {"role": field.role} if field.kind == "dimension" else {"role": "measure"}
    summing = ("aggregation", "additivity", "over_time", "weight")
    told = {name: getattr(field, name, None) for name in summing} if field.kind == "measure" else {}
    common = {name: getattr(field, name) for name in ("label", "description", "unit", "synonyms", "hidden")}
    return {**common, **own, **told}


def _by_name(facts: Sequence[Any]) -> dict[str, Any]:
    return {one.name: one for one in facts}


def _each(
    kind: str, old: Mapping[str, Any], new: Mapping[str, Any], differ: Callable[[Any, Any], Iterator[ModelDifference]]
) -> Iterator[ModelDifference]:
    for name in dict.fromkeys((*old, *new)):
        what = name if kind == "table" else f"{kind} {name}"
        if name not in new:
            yield ModelDifference(
                what=what, attribute=None, before=name, after=None, text=f"The {kind} {name} is removed."
            )
        elif name not in old:
            yield ModelDifference(
                what=what,
                attribute=None,
                before=None,
                after=name,
                text=f"The {kind} {name} is new{_meaning(new[name])}.",
            )
        else:
            yield from differ(old[name], new[name])


def _meaning(fact: Any) -> str:
    target = getattr(fact, "target", None)
    return f": it means {target}" if target else ""


def _entity(old: Entity, new: Entity) -> Iterator[ModelDifference]:
    yield from _attributes(new.name, old, new, _ENTITY)
    yield from _mapping(new.name, entity_texts(old), entity_texts(new))
    fields = {field.name: field for field in old.fields}
    for field in new.fields:
        if field.name in fields:
            yield from _mapping(
                f"{new.name}.{field.name}", attribute_values(fields[field.name]), attribute_values(field)
            )


def _relationship(old: Relationship, new: Relationship) -> Iterator[ModelDifference]:
    def told(one: Relationship) -> dict[str, Any]:
        return {
            "from": tuple(f"{one.from_entity}.{column}" for column in one.from_columns),
            "to": tuple(f"{one.to_entity}.{column}" for column in one.to_columns),
            "cardinality": one.cardinality,
        }

    yield from _mapping(f"relationship {new.name}", told(old), told(new))


def _metrics(before: SemanticModel, after: SemanticModel) -> Callable[[Metric, Metric], Iterator[ModelDifference]]:
    def plainly(metric: Metric) -> dict[str, Any]:
        return {**{name: getattr(metric, name) for name in _METRIC}, "target": target_text(metric.target)}

    def told(metric: Metric, model: SemanticModel) -> dict[str, Any]:
        plain = plainly(metric)
        expression = measure_text(metric.expression, model, metric.entity) or "another expression"
        where = None if metric.where is None else describe_condition(metric.where, model)
        return {**plain, "expression": expression, "where": where}

    def differ(old: Metric, new: Metric) -> Iterator[ModelDifference]:
        if (old.expression, old.where) == (new.expression, new.where):
            yield from _mapping(f"metric {new.name}", plainly(old), plainly(new))
        else:
            yield from _mapping(f"metric {new.name}", told(old, before), told(new, after))

    return differ


def _rejected(before: SemanticModel, after: SemanticModel) -> Iterator[ModelDifference]:
    was = {f"metric {one.name}" for one in before.suggested_metrics}
    for name in after.removed:
        if name not in before.removed and name in was:
            text = f"The suggested {name} is not suggested any more."
            yield ModelDifference(what=name, attribute=None, before="suggested", after=None, text=text)


def _calendar(before: SemanticModel, after: SemanticModel) -> Iterator[ModelDifference]:
    def told(model: SemanticModel) -> dict[str, Any]:
        calendar = model.calendar
        return {"week_start": _WEEKDAYS[calendar.week_start], "fiscal_year_start": calendar.fiscal_year_start}

    yield from _mapping("calendar", told(before), told(after))


def _attributes(what: str, old: Any, new: Any, names: Sequence[str]) -> Iterator[ModelDifference]:
    yield from _mapping(what, {one: getattr(old, one) for one in names}, {one: getattr(new, one) for one in names})


def _mapping(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ModelDifference]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before != after:
            text = f"{what}: {name.replace('_', ' ')} {_was(before)}{_shown(after)}."
            yield ModelDifference(what=what, attribute=name, before=before, after=after, text=text)


def _was(before: Any) -> str:
    return "is now " if before in (None, (), "") else f"was {_shown(before)}, is now "


def _shown(value: Any) -> str:
    if value in (None, (), ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        ", ".join(map(str, value))
        if isinstance(value, tuple)
        else f"“{value}”"
        if isinstance(value, str)
        else str(value)
    )
