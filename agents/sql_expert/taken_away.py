"""Columns of what is taken away, told with a minus: a refund of more than 100 is one below -100."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from agents.sql_expert.draft import Filter, Operand
from core.model import Field, SemanticModel
from core.plan import Aggregate, FieldRef, MeasureArithmetic, MeasureExpression, Plan
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words

_TAKEN = word_set(
    "refund discount withdrawal expense cost fee charge debit deduction rebate payment amount loss penalty"
)
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def is_taken_away(field: Field) -> bool:
    """Refunds that stand with a minus: the highest takes the most away. Temperatures below nought are none of these."""
    low, high = field.profile.minimum, field.profile.maximum
    if not isinstance(low, int | float | Decimal) or not isinstance(high, int | float | Decimal):
        return False
    return low < 0 and high <= 0 and bool(_TAKEN & set(full_words(field.name)))


def with_minus(found: Filter, field: Field) -> Filter:
    """The same comparison in the figures of the column; as it is where a minus was said."""
    numbers = [one.number for one in found.operands if one.number is not None]
    if not numbers or len(numbers) < len(found.operands) or min(numbers) <= 0 or not is_taken_away(field):
        return found
    operands = tuple(_negated(one) for one in reversed(found.operands))
    return replace(found, operands=operands, operator=_TURNED.get(found.operator, found.operator))  # type: ignore[arg-type]


def _negated(operand: Operand) -> Operand:
    return replace(operand, number=-operand.number if operand.number is not None else None)


def less_what_is_taken(plans: Iterable[Plan], model: SemanticModel) -> Iterator[Plan]:
    """“Revenue minus refunds”: what stands with a minus is less by adding it."""
    for plan in plans:
        measures = tuple(replace(one, value=_added(one.value, model)) for one in plan.measures)
        yield replace(plan, measures=measures)


def _added(value: MeasureExpression, model: SemanticModel) -> MeasureExpression:
    if not isinstance(value, MeasureArithmetic):
        return value
    left, right = _added(value.left, model), _added(value.right, model)
    turned = value.operator == "-" and _is_taken(right, model) and not _is_taken(left, model)
    return replace(value, operator="+" if turned else value.operator, left=left, right=right)


def _is_taken(value: MeasureExpression, model: SemanticModel) -> bool:
    of = value.of if isinstance(value, Aggregate) and value.function in ("sum", "avg") else None
    return isinstance(of, FieldRef) and is_taken_away(model.entity(of.entity).field(of.name))
