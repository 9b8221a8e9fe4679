"""Conditions on totals: "categories with over 3,000 units sold" compares each category's sum, not each row."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.draft import Draft, Filter
from agents.sql_expert.fields import MetricField, is_measure
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.schema import Schema
from agents.sql_expert.settling import Settled
from core.model import Measure

_COMPARED = ("<", "<=", ">", ">=", "between")


def with_totals(draft: Draft, settled: Settled, schema: Schema) -> Draft:
    """Amounts of another entity, of which each thing asked for has many rows, are summed before they are compared."""
    shown = [
        link for key, link in settled.choices.items() if key[0] == "target" and isinstance(link, EntityLink | FieldLink)
    ]
    if not shown:
        return draft
    goal = shown[0].entity.name
    named = {link.entity.name for key, link in settled.choices.items() if isinstance(link, EntityLink)}
    filters = [
        _totalled(found, settled.choices.get(("filter", place)), goal, named, schema)
        for place, found in enumerate(draft.filters)
    ]
    return draft if filters == draft.filters else replace(draft, filters=filters)


def _totalled(found: Filter, link: object, goal: str, named: set[str], schema: Schema) -> Filter:
    if isinstance(link, FieldLink) and isinstance(link.field, MetricField) and found.operator in _COMPARED:
        return replace(found, function=found.function or link.field.aggregation)
    return replace(found, function="sum") if _is_total(found, link, goal, named, schema) else found


def _is_total(found: Filter, link: object, goal: str, named: set[str], schema: Schema) -> bool:
    if found.operator not in _COMPARED or found.counted or found.function or not isinstance(link, FieldLink):
        return False
    if not is_measure(link.field) or not isinstance(link.field, Measure) or link.field.additivity != "additive":
        return False
    many = schema.reach.to_one(goal, link.entity.name) is None
    return many and link.entity.name not in named and schema.reach.to_one(link.entity.name, goal) is not None
