"""JSON Schema of the model as YAML."""

from __future__ import annotations

from typing import Any, get_args

from core.model import Additivity, Cardinality, OverTime
from semantic_layer.changes import WEEKDAYS
from semantic_layer.entity_times import GRAINS
from semantic_layer.field_changes import AGGREGATIONS, ROLES

SCHEMA_ID = "urn:tablespeak:model:1"
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_OWN: dict[str, Any] = {"^x-": {}}


def model_schema() -> dict[str, Any]:
    """What people may set, and what is only told (marked readOnly). Keys that begin with "x-" are their own."""
    sections = {
        "entities": _each({"$ref": "#/$defs/entity"}, "Tables by name."),
        "relationships": _each({"$ref": "#/$defs/relationship"}, "Relationships by name."),
        "metrics": _each({"$ref": "#/$defs/metric"}, "Metrics that answers use, by name."),
        "suggested_metrics": _told({"type": "object"}, "Suggestions: moved to metrics, they are accepted."),
        "synonyms": _each(_TEXT, "What phrases mean: a table or a field (orders.amount)."),
        "calendar": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "week_start": {"enum": list(WEEKDAYS)},
                "fiscal_year_start": {"type": "integer", "minimum": 1, "maximum": 12, "description": "A month."},
            },
        },
    }
    definitions = {"entity": _entity(), "field": _field(), "relationship": _relationship(), "metric": _metric()}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, "title": "Semantic model"}
    return {**head, **_object(sections), "$defs": definitions}


def _entity() -> dict[str, Any]:
    return _object(
        {
            "label": _TEXT,
            "description": _TEXT,
            "key": {**_TEXTS, "description": "Columns that tell rows apart."},
            "display": {**_TEXT, "description": "The column that names a row to people."},
            "default_time": {**_TEXT, "description": "The column a question means that names no time."},
            "synonyms": _TEXTS,
            "fields": _each({"$ref": "#/$defs/field"}, "Columns by name."),
            "table_version": _told({"type": "integer"}),
            "rows": _told({"type": "integer"}),
            "hierarchies": {
                "type": "array",
                "items": {**_TEXTS, "minItems": 2},
                "description": "Columns from the coarsest level, each value within one of the level before.",
            },
            "spine": {"enum": list(GRAINS), "description": "The periods that rows come in, by default_time."},
            "snapshots": {
                "type": ["string", "object"],
                "description": "Columns of the time and, behind a colon, of the things that a row tells the level of"
                " (month: shop).",
            },
        }
    )


def _field() -> dict[str, Any]:
    return _object(
        {
            "role": {"enum": list(ROLES)},
            "label": _TEXT,
            "description": _TEXT,
            "unit": _TEXT,
            "synonyms": _TEXTS,
            "hidden": {"type": "boolean", "description": "No word of a question means it."},
            "aggregation": {"enum": list(AGGREGATIONS)},
            "additivity": {"enum": list(get_args(Additivity))},
            "over_time": {"enum": list(get_args(OverTime)), "description": "Of semi-additive measures."},
            "weight": {**_TEXT, "description": "The column that an average is weighted by, of non-additive measures."},
            "type": _told(_TEXT),
            "nulls": _told({"type": "integer"}),
            "distinct": _told({"type": "integer"}),
            "values": _told({"type": "array"}),
            "range": _told({"type": "array", "minItems": 2, "maxItems": 2}),
        }
    )


def _relationship() -> dict[str, Any]:
    counts = ("rows_without_partner", "rows_without_key", "never_referred_to")
    shares = ("confidence", "coverage")
    return _object(
        {
            "name": {**_TEXT, "description": "Another name for it."},
            "from": {**_TEXT, "description": "Columns that refer (orders.customer_id), with commas."},
            "to": {**_TEXT, "description": "Columns that are referred to (customers.id), with commas."},
            "cardinality": {"enum": list(get_args(Cardinality))},
            **{name: _told({"type": "number", "minimum": 0, "maximum": 1}) for name in shares},
            **{name: _told({"type": "integer"}) for name in counts},
            "unmatched_sample": _told({"type": "array"}),
        }
    )


def _metric() -> dict[str, Any]:
    expression = {
        "type": ["string", "object"],
        "description": "Aggregates of columns and metrics with + - * /, as SQL.",
    }
    return _object(
        {
            "name": {**_TEXT, "description": "Another name for it."},
            "label": _TEXT,
            "description": _TEXT,
            "unit": _TEXT,
            "synonyms": _TEXTS,
            "entity": {**_TEXT, "description": "The table whose rows it is told of."},
            "expression": expression,
            "where": {"type": ["string", "object"], "description": "The rows that count, as an SQL condition."},
            "target": {"type": ["string", "number"], "description": "At least so much, or like “<= 5%” at most."},
        }
    )


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": properties, "patternProperties": dict(_OWN), "additionalProperties": False,
    }  # fmt: skip


def _each(what: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": what, "description": description}


def _told(what: dict[str, Any], description: str = "Only told.") -> dict[str, Any]:
    return {**what, "readOnly": True, "description": description}
