"""The semantic model as YAML for people: findings as fields, what they were told from as comments."""

from __future__ import annotations

from io import StringIO
from typing import Any

from core.model import Dimension, Entity, Field, Measure, Metric, Profile, Relationship, SemanticModel
from core.table import Cell
from semantic_layer.entity_times import snapshots_text
from semantic_layer.measure_text import condition_text, measure_text
from semantic_layer.metric_targets import target_text

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHOWN_VALUES = 5
_LONGEST_VALUE = 40


def model_yaml(model: SemanticModel, kept: str | None = None) -> str:
    """Entities, relationships, metrics, suggestions, synonyms and calendar, in this order: the same text for the same model.

    An entity has label, description, table_version, rows, key, display, default_time, synonyms, hierarchies, spine, snapshots
    and fields; a field its role, type, unit, aggregation, additivity, over_time and weight (measures), label, synonyms, nulls, distinct,
    and values or range. With `kept`, a file of the model as it was, the comments in it stay.
    """
    yaml = round_trip()
    whole = _document(model)
    if kept is not None:
        old = yaml.load(kept)
        if isinstance(old, dict):
            update_document(old, whole)
            whole = old
    text = StringIO()
    yaml.dump(whole, text)
    return text.getvalue()


def round_trip() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 120
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def update_document(old: Any, new: Any) -> None:
    """In place; keys that begin with "x-" are people's own."""
    for key in [key for key in old if key not in new and not str(key).startswith("x-")]:
        del old[key]
    for place, (key, value) in enumerate(new.items()):
        if key not in old:
            old.insert(min(place, len(old)), key, value)
        elif isinstance(old[key], dict) and isinstance(value, dict):
            update_document(old[key], value)
        elif old[key] != value:
            old[key] = value


def _document(model: SemanticModel) -> Any:
    from ruamel.yaml.comments import CommentedMap

    whole = CommentedMap()
    whole["entities"] = CommentedMap((entity.name, _entity(entity)) for entity in model.entities)
    if model.relationships:
        whole["relationships"] = CommentedMap((one.name, _relationship(one)) for one in model.relationships)
    if model.metrics:
        whole["metrics"] = CommentedMap((metric.name, _metric(metric, model)) for metric in model.metrics)
    if model.suggested_metrics:
        suggested = ((metric.name, _metric(metric, model)) for metric in model.suggested_metrics)
        whole["suggested_metrics"] = CommentedMap(suggested)
    if model.synonyms:
        whole["synonyms"] = CommentedMap((synonym.phrase, synonym.target) for synonym in model.synonyms)
    whole["calendar"] = CommentedMap(
        week_start=_WEEKDAYS[model.calendar.week_start], fiscal_year_start=model.calendar.fiscal_year_start
    )
    return whole


def _entity(entity: Entity) -> Any:
    from ruamel.yaml.comments import CommentedMap

    fields = CommentedMap((field.name, _field(field)) for field in entity.fields)
    for field in entity.fields:
        if field.evidence:
            fields.yaml_set_comment_before_after_key(field.name, before=_one_line(field.evidence), indent=6)
    return _mapping(
        label=entity.label,
        description=entity.description,
        table_version=entity.version,
        rows=entity.rows,
        key=_inline(entity.key),
        display=entity.display,
        default_time=entity.default_time,
        synonyms=_inline(entity.synonyms),
        hierarchies=[_inline(one.levels) for one in entity.hierarchies] or None,
        spine=entity.spine and entity.spine.grain,
        snapshots=snapshots_text(entity.snapshots),
        fields=fields,
    )


def _field(field: Field) -> Any:
    own = (
        {"role": field.role, "type": field.type, "unit": field.unit}
        if isinstance(field, Dimension)
        else {"role": "measure", "type": field.type, "unit": field.unit, **_summing(field)}
    )
    return _mapping(
        **own,
        label=field.label,
        description=field.description,
        synonyms=_inline(field.synonyms),
        hidden=field.hidden or None,
        nulls=field.profile.nulls or None,
        distinct=field.profile.distinct,
        **_values(field.profile, listed=isinstance(field, Dimension) and field.role in ("category", "flag")),
    )


def _summing(measure: Measure) -> dict[str, str]:
    told = {"over_time": measure.over_time, "weight": measure.weight}
    return {"aggregation": measure.aggregation, "additivity": measure.additivity} | {k: v for k, v in told.items() if v}


def _values(profile: Profile, *, listed: bool) -> dict[str, Any]:
    if listed and profile.top:
        return {"values": _inline([_plain(value) for value, _ in profile.top[:_SHOWN_VALUES]])}
    if profile.minimum is None:
        return {}
    return {"range": _inline([_plain(profile.minimum), _plain(profile.maximum)])}


def _relationship(relationship: Relationship) -> Any:
    mapping = _mapping(
        **{
            "from": _columns(relationship.from_entity, relationship.from_columns),
            "to": _columns(relationship.to_entity, relationship.to_columns),
        },
        cardinality=relationship.cardinality,
        confidence=round(relationship.confidence, 2),
        coverage=round(relationship.coverage, 4),
        rows_without_partner=relationship.from_unmatched or None,
        rows_without_key=relationship.from_null or None,
        never_referred_to=relationship.to_unmatched or None,
        unmatched_sample=_inline(relationship.unmatched_sample),
    )
    if relationship.evidence:
        mapping.yaml_set_start_comment(_one_line(relationship.evidence), indent=4)
    return mapping


def _columns(entity: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{entity}.{column}" for column in columns)


def _metric(metric: Metric, model: SemanticModel) -> Any:
    """Expressions as SQL, where SQL says them; else as the parts they have."""
    import wire

    where = None
    if metric.where is not None:
        where = condition_text(metric.where, metric.entity, model) or wire.dump(metric.where)
    mapping = _mapping(
        label=metric.label,
        entity=metric.entity,
        description=metric.description,
        unit=metric.unit,
        synonyms=_inline(metric.synonyms),
        expression=measure_text(metric.expression, model, metric.entity) or wire.dump(metric.expression),
        where=where,
        target=target_text(metric.target),
    )
    if metric.evidence:
        mapping.yaml_set_start_comment(_one_line(metric.evidence), indent=4)
    return mapping


def _mapping(**entries: Any) -> Any:
    """Without what is empty."""
    from ruamel.yaml.comments import CommentedMap

    return CommentedMap((name, value) for name, value in entries.items() if value is not None)


def _inline(items: Any) -> Any:
    from ruamel.yaml.comments import CommentedSeq

    if not items:
        return None
    sequence = CommentedSeq(items)
    sequence.fa.set_flow_style()
    return sequence


def _plain(cell: Cell) -> bool | int | float | str:
    if isinstance(cell, bool | int | float):
        return cell
    text = str(cell)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split())
