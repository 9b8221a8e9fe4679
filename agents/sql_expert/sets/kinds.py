"""How many different ones each has: every one of them ("stores that sell all brands"), or so many ("at least two regions").

Who is meant and what they have are read as lists of their own; the table that links the two holds what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import is_measure, name_fields
from agents.sql_expert.mainstays import main_event
from agents.sql_expert.schema import Schema
from agents.sql_expert.sets.among import is_list, listed_field, lists_rows, with_condition
from agents.sql_expert.sought_after import lines_of
from core.plan import (
    Aggregate,
    Comparison,
    ComparisonOperator,
    Condition,
    Exists,
    FieldRef,
    In,
    OutputRef,
    Plan,
    PlanDimension,
    PlanMeasure,
    Related,
    ScalarPlan,
    Value,
)

Read = Callable[[str], Plan | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """What is counted: rows of a table by their key, or different values of a column; `rows` where it is the former."""

    of: FieldRef
    where: Condition | None
    rows: bool


def kinds_in(plan: Plan | None, schema: Schema) -> Kinds | None:
    """What a list is of. None where it is of numbers, or of nothing that can be told apart."""
    if plan is None or not is_list(plan):
        return None
    entity = schema.model.entity(plan.entity)
    field = listed_field(plan)
    named = field is None or field.name in {*entity.key, *(one.name for one in name_fields(entity))}
    if lists_rows(plan) and named and len(entity.key) == 1:
        key = FieldRef(entity=entity.name, name=entity.key[0])
        return Kinds(of=key, where=plan.where, rows=True)
    if field is None or is_measure(schema.model.entity(field.entity).field(field.name)):
        return None
    return Kinds(of=field, where=plan.where, rows=False)


def with_so_many(
    who: Plan, kinds: Kinds, operator: ComparisonOperator, number: int | None, times: Sequence[Condition], event: str
) -> Plan | None:
    """`who` kept to those with so many kinds in the rows of `event`; `number` is None for all there are."""
    where = all_of((*parts_of(kinds.where), *times))
    has = Aggregate(function="count_distinct", entity=event, of=kinds.of, where=where)
    bound = _all_there_are(kinds) if number is None else Value(value=number, type="integer")
    if lists_rows(who):
        return with_condition(who, Comparison(left=Related(aggregate=has), operator=operator, right=bound))
    field = listed_field(who)
    if field is None:
        return None
    groups = Plan(
        entity=event,
        dimensions=(PlanDimension(name=field.name, label=field.name, of=field),),
        measures=(PlanMeasure(name="kinds", label="kinds", value=replace(has, where=None), shown=False),),
        where=all_of((*parts_of(who.where), *parts_of(where))),
        having=Comparison(left=OutputRef(name="kinds"), operator=operator, right=bound),
    )
    return with_condition(who, In(of=field, plan=groups))


def at_the_event(kinds: Kinds, event: str, schema: Schema) -> Kinds:
    """“Every origin” of flights is their own, though the weather is told for origins too."""
    own = any(one.name == kinds.of.name for one in schema.model.entity(event).fields)
    if kinds.rows or kinds.where is not None or not own:
        return kinds
    return replace(kinds, of=FieldRef(entity=event, name=kinds.of.name))


def _all_there_are(kinds: Kinds) -> ScalarPlan:
    home = kinds.of.entity
    value = Aggregate(
        function="count" if kinds.rows else "count_distinct", entity=home, of=None if kinds.rows else kinds.of
    )
    measure = PlanMeasure(name="count", label="count", value=value)
    return ScalarPlan(plan=Plan(entity=home, measures=(measure,), where=kinds.where))


def linking_event(who: Plan, kinds: Kinds, done: Plan | None, schema: Schema) -> str | None:
    """The table whose rows link the two: the one that is said to be there, else the only nearest."""
    rows, field = lists_rows(who), listed_field(who)
    own = who.entity if rows or field is None else field.entity
    home, reach = kinds.of.entity, schema.reach
    hops = {
        one.name: near + far
        for one in schema.model.entities
        if (near := reach.to_one(one.name, own)) is not None
        and (far := reach.to_one(one.name, home)) is not None
        and not (rows and one.name == own)
        and not (kinds.rows and one.name == home)
    }
    said = {one.entity for one in parts_of(done.where if done is not None else None) if isinstance(one, Exists)}
    if said:
        lines = {line.name for one in said for line in lines_of(one, schema)}
        told = [name for name in hops if name in said | lines]
        nearest = [
            name for name in told if reach.to_one(name, home) == min(reach.to_one(one, home) or 0 for one in told)
        ]
        return nearest[0] if len(nearest) == 1 else None
    least = min(hops.values(), default=0)
    nearest = [name for name, far in hops.items() if far == least]
    event = main_event(schema.model)
    if len(nearest) == 1:
        return nearest[0]
    return event.name if event is not None and event.name in nearest else None
