"""What a query can name, as JSON."""

from __future__ import annotations

from functools import cache
from typing import Any

from core.model import Entity, Field, Measure, Metric, Relationship, SemanticModel
from wire import dump
from workspace import function_names


def catalogue_object(model: SemanticModel) -> dict[str, Any]:
    return {
        "tables": [_table(entity) for entity in model.entities],
        "relationships": [_relationship(one) for one in model.relationships],
        "metrics": [_metric(metric) for metric in model.metrics],
        "functions": _functions(),
        "calendar": dump(model.calendar),
    }


@cache
def _functions() -> list[str]:
    return list(function_names())


def _table(entity: Entity) -> dict[str, Any]:
    return {
        "name": entity.name,
        "label": entity.label,
        "description": entity.description,
        "rows": entity.rows,
        "key": entity.key,
        "display": entity.display,
        "default_time": entity.default_time,
        "columns": [_column(field) for field in entity.fields if not field.hidden],
    }


def _column(field: Field) -> dict[str, Any]:
    known = field.profile
    return {
        "name": field.name,
        "label": field.label,
        "type": field.type,
        "kind": field.kind,
        "role": None if isinstance(field, Measure) else field.role,
        "aggregation": field.aggregation if isinstance(field, Measure) else None,
        "unit": field.unit,
        "description": field.description,
        "distinct": known.distinct,
        "nulls": known.nulls,
        "minimum": dump(known.minimum) if known.minimum is not None else None,
        "maximum": dump(known.maximum) if known.maximum is not None else None,
    }


def _relationship(one: Relationship) -> dict[str, Any]:
    return {
        "name": one.name,
        "from_table": one.from_entity,
        "from_columns": one.from_columns,
        "to_table": one.to_entity,
        "to_columns": one.to_columns,
        "cardinality": one.cardinality,
        "coverage": one.coverage,
        "from_unmatched": one.from_unmatched + one.from_null,
        "to_unmatched": one.to_unmatched,
    }


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "label": metric.label,
        "table": metric.entity,
        "unit": metric.unit,
        "description": metric.description,
    }
