"""Columns by the unit that a number is said in: "over 50 kg"."""

from __future__ import annotations

from agents.sql_expert.draft import Filter
from agents.sql_expert.fields import is_measure, is_orderable
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.schema import Schema
from agents.sql_expert.units_told import UNITS, unit_of
from core.model import Field
from semantic_layer.words import full_words

_TOLD_IN = (
    ("feet foot ft meters meter metres metre", "height elevation altitude alt depth"),
    ("kg kilograms kilogram lb lbs pounds tons tonnes tonne ton grams gram oz ounces", "weight mass"),
    ("km kilometers kilometres miles mile", "distance mileage"),
    ("mph kmh", "speed velocity"),
    ("degrees celsius fahrenheit", "temperature temp"),
)


def in_unit(found: Filter, schema: Schema) -> list[FieldLink]:
    """“Over 50 kg”: columns that are told in that unit."""
    unit = found.operands[0].unit if found.operands and not found.counted else ""
    said = {unit, unit.rstrip("s"), *full_words(unit)} - {""}
    said |= next((frozenset(told.split()) for units, told in _TOLD_IN if unit in units.split()), frozenset[str]())
    return [
        FieldLink(entity=entity, field=field, score=0.9, evidence="its unit")
        for entity in schema.model.entities
        for field in entity.fields
        if said
        and is_orderable(field)
        and (said & set(full_words(field.name)) or (field.unit or "") in said or _is_of_one_kind(unit, field))
    ]


def _is_of_one_kind(said: str, field: Field) -> bool:
    """“Over 2 tonnes” of a column that is told in kilograms."""
    unit, told = UNITS.get(said), unit_of(field)
    return unit is not None and told is not None and unit.kind == told.kind != "money" and is_measure(field)
