"""What a sum or an average of a measure has to be, given what the model says of the measure.

An average is weighted where the model names a weight; a price, rate or percentage is not added up at all. A measure that
is `plain` is left alone.
"""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import TypeVar

from core.answer import Clarification, Option
from core.errors import InvalidInput
from core.model import Entity, Measure, SemanticModel
from core.plan import (
    Aggregate,
    And,
    Arithmetic,
    Condition,
    Expression,
    FieldRef,
    IsNull,
    MeasureArithmetic,
    MeasureExpression,
    Plan,
    Value,
)
from core.ways import Unclear
from semantic_layer.compiler.paths import find, walk
from semantic_layer.compiler.scope import field_of
from semantic_layer.compiler.walking import field_refs

Node = TypeVar("Node")


class DoesNotAddUp(Exception):
    """Raised where a sum has no meaning; translated where the whole Plan is known."""

    def __init__(self, aggregate: Aggregate, measure: Measure, entity: str) -> None:
        super().__init__(measure.name)
        self.aggregate, self.measure, self.entity = aggregate, measure, entity


def meant(expression: MeasureExpression, model: SemanticModel) -> MeasureExpression:
    """A written-out measure with its averages weighted. Raises DoesNotAddUp; InvalidInput where a join repeats values."""
    if isinstance(expression, MeasureArithmetic):
        return replace(expression, left=meant(expression.left, model), right=meant(expression.right, model))
    if not isinstance(expression, Aggregate) or expression.plain:
        return expression
    if expression.function == "sum":
        _refuse_repeated(expression, model)
        measure = not_adding_up(expression, model)
        if measure is not None:
            raise DoesNotAddUp(expression, measure[1], measure[0])
    weight = weight_of(expression, model)
    return expression if weight is None else weighted(expression, weight)


def differs_from_plain(aggregate: Aggregate, model: SemanticModel) -> bool:
    """Whether the model makes something else of it than the rows as they stand give."""
    if aggregate.function == "sum":
        return not_adding_up(aggregate, model) is not None or bool(levels_in(aggregate, model))
    return weight_of(aggregate, model) is not None


def not_adding_up(aggregate: Aggregate, model: SemanticModel) -> tuple[str, Measure] | None:
    """The measure, with its entity, that is added up although it must not be; a price times a quantity may."""
    for ref in _bare(aggregate.of):
        field = field_of(model, ref)
        if isinstance(field, Measure) and field.additivity == "non_additive":
            return ref.entity, field
    return None


def levels_in(aggregate: Aggregate, model: SemanticModel) -> tuple[Measure, ...]:
    """Semi-additive measures of the aggregate's own table, where that says how things stood time after time."""
    if model.entity(aggregate.entity).snapshots is None or aggregate.plain or aggregate.function != "sum":
        return ()
    own = (ref for ref in field_refs(aggregate.of) if ref.entity == aggregate.entity and not ref.via)
    fields = (field_of(model, ref) for ref in own)
    return tuple(f for f in fields if isinstance(f, Measure) and f.additivity == "semi_additive")


def weight_of(aggregate: Aggregate, model: SemanticModel) -> FieldRef | None:
    of = aggregate.of
    if aggregate.function != "avg" or aggregate.plain or not isinstance(of, FieldRef):
        return None
    field = field_of(model, of)
    if not isinstance(field, Measure) or field.weight is None or of.entity != aggregate.entity:
        return None
    names = {known.name for known in model.entity(of.entity).fields}
    return replace(of, name=field.weight) if field.weight in names else None


def weighted(aggregate: Aggregate, weight: FieldRef) -> MeasureExpression:
    """The sum of value times weight, per weight of the rows that have a value."""
    assert aggregate.of is not None
    has_value = IsNull(of=aggregate.of, negated=True)
    product = Arithmetic(operator="*", left=aggregate.of, right=weight)
    above = replace(aggregate, function="sum", of=product, plain=True)
    below = replace(aggregate, function="sum", of=weight, where=_both(aggregate.where, has_value), plain=True)
    return MeasureArithmetic(operator="/", left=above, right=below)


def question_of_meaning(found: DoesNotAddUp, plan: Plan, model: SemanticModel) -> Unclear | InvalidInput:
    """What could be meant instead, each ready to run; an error where the Plan does not hold the sum itself."""
    entity, measure, aggregate = model.entity(found.entity), found.measure, found.aggregate
    told = f"{measure.label} of {entity.label.lower()} does not add up"
    options = tuple(
        Option(label=label, plan=changed)
        for label, instead in _instead(aggregate, measure, entity)
        if (changed := replaced(plan, aggregate, instead)) != plan
    )
    if not options:
        return InvalidInput(
            f"{told}: it is a price, rate, share or property of each row.",
            hint="Average it, or multiply it by a quantity before it is added up.",
            stage="compiling",
        )
    return Unclear(Clarification(question=f"{told}. What do you want instead?", options=options))


def _instead(aggregate: Aggregate, measure: Measure, entity: Entity) -> list[tuple[str, Aggregate]]:
    label = measure.label.lower()
    found: list[tuple[str, Aggregate]] = []
    of = aggregate.of
    if measure.weight is not None and isinstance(of, FieldRef):
        weight = entity.field(measure.weight)
        product = Arithmetic(operator="*", left=of, right=replace(of, name=weight.name))
        found.append((f"{label} times {weight.label.lower()}, added up", replace(aggregate, of=product)))
    found.append((f"average {label}", replace(aggregate, function="avg")))
    found.append((f"{label} of each row added up all the same", replace(aggregate, plain=True)))
    return found


def _bare(of: Expression | None) -> tuple[FieldRef, ...]:
    """The fields that an expression adds up, unless each is multiplied by another."""
    match of:
        case FieldRef():
            return (of,)
        case Arithmetic(operator="+" | "-"):
            return (*_bare(of.left), *_bare(of.right))
        case Arithmetic(left=Value()):
            return _bare(of.right) if of.operator == "*" else ()
        case Arithmetic(right=Value()):
            return _bare(of.left)
        case _:
            return ()


def _refuse_repeated(aggregate: Aggregate, model: SemanticModel) -> None:
    """A customer's credit, added up over orders, would count once for each order."""
    refs = tuple(field_refs(aggregate.of))
    if not refs or any(ref.entity == aggregate.entity and not ref.via for ref in refs):
        return
    for ref in refs:
        path = walk(model, aggregate.entity, ref.via) if ref.via else find(model, aggregate.entity, ref.entity)
        if not path or not all(hop.to_one for hop in path) or all(h.cardinality == "one_to_one" for h in path):
            return
    home = refs[0].entity
    raise InvalidInput(
        f"Added up over {aggregate.entity}, “{home}.{refs[0].name}” would count once for each of several rows.",
        hint=f"Aggregate the rows of {home}.",
        stage="compiling",
    )


def _both(first: Condition | None, second: Condition) -> Condition:
    return second if first is None else And(conditions=(first, second))


def replaced(node: Node, old: Aggregate, new: Aggregate) -> Node:
    if node == old:
        return new  # type: ignore[return-value]
    if isinstance(node, tuple):
        return type(node)(replaced(item, old, new) for item in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    changes = {part.name: replaced(getattr(node, part.name), old, new) for part in dataclasses.fields(node)}
    changed = {name: value for name, value in changes.items() if value is not getattr(node, name)}
    return replace(node, **changed) if changed else node
