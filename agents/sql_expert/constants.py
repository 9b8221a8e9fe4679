"""What a column is compared with, as a constant of the column's type."""

from __future__ import annotations

from agents.sql_expert.draft import Operand
from agents.sql_expert.fields import CannotPlan, is_temporal
from agents.sql_expert.units_told import in_unit_of
from core.model import Dimension, Entity, Field
from core.plan import Value
from core.table import NUMERIC_TYPES


def constant(operand: Operand, field: Field, entity: Entity | None = None) -> Value:
    lexeme = operand.lexeme
    if lexeme is not None and entity is not None:
        for link in lexeme.values:
            if link.entity.name == entity.name and link.field.name == field.name:
                return link.value
    if (
        lexeme is not None
        and entity is not None
        and isinstance(field, Dimension)
        and any(one.exact for one in lexeme.values)
    ):
        raise CannotPlan(f"{field.label} holds no “{lexeme.text}”.")
    if operand.number is not None:
        percent = "%" if lexeme is not None and lexeme.unit == "%" else ""
        return _number(in_unit_of(operand.number, operand.unit or percent, field), field)
    if lexeme is None or (entity is not None and field.type != "text"):
        raise CannotPlan(f"{field.label} holds no such value.")
    if entity is not None and isinstance(field, Dimension) and lexeme.kind != "quoted":
        raise CannotPlan(f"{field.label} holds no “{lexeme.text}”.")
    return Value(value=lexeme.text, type="text")


def _number(number: int | float, field: Field) -> Value:
    if field.type == "text":
        return Value(value=str(number), type="text")
    if is_temporal(field):
        return Value(value=f"{number}-01-01", type="date")
    if field.type not in NUMERIC_TYPES:
        raise CannotPlan(f"{field.label} is not a number.")
    return Value(value=number, type="integer" if isinstance(number, int) else "float")


def text_of(operand: Operand) -> str:
    if operand.lexeme is None:
        raise CannotPlan("It is not said what text to look for.")
    return operand.lexeme.text
