"""“The average number of orders per customer”: how many there are, divided by those that they are counted for."""

from __future__ import annotations

from agents.sql_expert.asked import Asked
from agents.sql_expert.conditions import Conditions
from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import CannotPlan, is_measure, ref
from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.measures import Link
from core.model import Entity
from core.plan import Aggregate, Call, Expression, FieldRef, IsNull, MeasureArithmetic, Plan, PlanMeasure, Value


def average_count(asked: Asked, conditions: Conditions) -> Plan:
    """Only of those that have any. Raises CannotPlan."""
    links = [asked.group(place) for place in range(len(asked.draft.groups))]
    each = links[0] if len(links) == 1 else None
    counted = asked.measured[0][1] if len(asked.measured) == 1 else None
    if not isinstance(each, EntityLink) or counted is None or len(each.entity.key) != 1:
        raise CannotPlan("It is not said for each of what the count is averaged.")
    key = FieldRef(entity=each.entity.name, name=each.entity.key[0])
    root, value = _counted(counted, each.entity, key, asked)
    where, known = conditions.where(root), IsNull(of=key, negated=True)
    average = MeasureArithmetic(
        operator="/", left=value, right=Aggregate(function="count_distinct", entity=root, of=key)
    )
    label = f"average number of {_called(counted)} per {each.entity.label}"
    return Plan(
        entity=root,
        measures=(PlanMeasure(name="average_count", label=label, value=average),),
        where=all_of((*parts_of(where), known)),
    )


def _counted(counted: Link, each: Entity, key: FieldRef, asked: Asked) -> tuple[str, Aggregate]:
    """The rows that are counted over, and how: rows that look up one of each, a number of them, or different pairs."""
    entity = counted.entity
    looked_up = entity.name != each.name and asked.reach.to_one(entity.name, each.name) is not None
    if isinstance(counted, EntityLink) and looked_up:
        return entity.name, Aggregate(function="count", entity=entity.name)
    if isinstance(counted, FieldLink) and is_measure(counted.field) and looked_up:
        return entity.name, Aggregate(function="sum", entity=entity.name, of=ref(counted))
    between, of = _between(entity, each, asked), _told_apart(counted)
    if between is None or of is None:
        raise CannotPlan(f"{_called(counted)} cannot be counted for each of {each.label}.")
    pair = Call(function="concat_ws", arguments=(Value(value=" / ", type="text"), key, of))
    known = IsNull(of=of, negated=True)
    return between, Aggregate(function="count_distinct", entity=between, of=pair, where=known)


def _between(entity: Entity, each: Entity, asked: Asked) -> str | None:
    """Of the tables whose rows look up one of both, the largest: what is sold, more than what is returned of it."""
    both = [
        one
        for one in asked.model.entities
        if one.name != each.name and all(asked.reach.to_one(one.name, goal.name) is not None for goal in (entity, each))
    ]
    return max(both, key=lambda one: one.rows).name if both else None


def _told_apart(counted: Link) -> Expression | None:
    if isinstance(counted, FieldLink):
        return None if is_measure(counted.field) else ref(counted)
    if isinstance(counted, EntityLink) and len(counted.entity.key) == 1:
        return FieldRef(entity=counted.entity.name, name=counted.entity.key[0])
    return None


def _called(counted: Link) -> str:
    return counted.entity.label if isinstance(counted, EntityLink) else counted.field.label
