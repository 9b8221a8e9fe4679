"""Whose rows a figure is made of: “which customers are behind that?”, “which drivers?”, “who is that?”."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import name_fields
from agents.sql_expert.references import carried_over
from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.reread import read_alone, regrouped, sound
from agents.sql_expert.turns.said import mentions_in
from agents.sql_expert.turns.standing import noun_behind
from core.plan import FieldRef, Order, OutputRef, Plan, PlanDimension


def by_those_behind(last: Plan, text: str, task: Understanding) -> Plan | None:
    """The same figures by those who are named; None where nobody is, or they cannot be told of the rows."""
    noun = noun_behind(text)
    if noun is None or last.combine is not None:
        return None
    if last.rows is not None:
        return _listed(last, noun, task)
    if not last.measures or last.having is not None or last.limit is not None:
        return None
    mentions = mentions_in(noun, task)
    if not mentions or any(one.values for one in mentions):
        return None
    by_name = _by_rows_of(
        last, [link.entity.name for one in mentions for link in one.entities if link.score >= _SURELY], task
    )
    return by_name or regrouped(replace(last, dimensions=()), f"by {noun}", task, bare=True)


def _listed(last: Plan, noun: str, task: Understanding) -> Plan | None:
    """After a list of orders, the products that these are of."""
    read = read_alone(f"list {noun}", task)
    if read is None or read.rows is None or read.where is not None or read.entity == last.entity:
        return None
    plan = carried_over(last, read, task.model, schema_of(task.model).reach)
    return sound(plan, task) if plan is not None and plan.where is not None else None


def _by_rows_of(last: Plan, entities: list[str], task: Understanding) -> Plan | None:
    named = list(dict.fromkeys(entities))
    if len(named) != 1 or named[0] == last.entity:
        return None
    entity = task.model.entity(named[0])
    if schema_of(task.model).reach.to_one(last.entity, entity.name) is None:
        return None
    fields = [one.name for one in name_fields(entity)]
    if not fields or fields[0] in [one.of.name for one in last.dimensions if isinstance(one.of, FieldRef)]:
        return None
    dimensions = tuple(
        PlanDimension(name=name, label=entity.field(name).label, of=FieldRef(entity=entity.name, name=name))
        for name in fields
    )
    by = Order(by=OutputRef(name=last.measures[0].name), descending=True)
    return sound(replace(last, dimensions=dimensions, order=(by,), comparisons=()), task)


def possible_groups(last: Plan, task: Understanding, most: int = 3) -> tuple[Plan, ...]:
    """The figures of a plan without groups, by what its rows are linked to, and by a column with few values."""
    reach = schema_of(task.model).reach
    told = {field.name for one in last.dimensions if isinstance(field := one.of, FieldRef)}
    linked = [
        one.name
        for one in task.model.entities
        if one.name != last.entity
        and one.display is not None
        and one.display not in told
        and reach.to_one(last.entity, one.name) is not None
    ]
    plans = [_by_rows_of(last, [name], task) for name in linked]
    return tuple(one for one in plans if one is not None)[:most]


_SURELY = 0.8
