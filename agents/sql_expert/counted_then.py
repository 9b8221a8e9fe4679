"""People counted by the time of what they did: "how many people came each month" has the months of their visits.

Their own date says when they were added; in each month, those are counted of whom there is a row of what happened.
"""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.draft import Draft
from agents.sql_expert.event_times import Events
from agents.sql_expert.fields import time_field
from agents.sql_expert.measures import count_different
from agents.sql_expert.schema import Schema
from agents.sql_expert.settling import Settled
from core.model import Entity
from core.plan import Aggregate, Condition, Exists, FieldRef, Plan, PlanDimension


def counted_then(plan: Plan, draft: Draft, settled: Settled, schema: Schema) -> Plan:
    """From the table of what happened; the plan itself where its own date was named, or nothing was done."""
    home = schema.model.entity(plan.entity)
    named = any(group.noun.lexeme is not None for group in draft.groups if group.grain or group.part)
    if named or not _counts_rows(plan) or len(home.key) != 1:
        return plan
    linked = [one for one in parts_of(plan.where) if isinstance(one, Exists) and not one.negated and not one.via]
    others = tuple(one for one in parts_of(plan.where) if one not in linked)
    event = _event(linked, Events(plan.entity, draft, settled, schema.model, schema.reach), schema)
    time = time_field(event) if event is not None else None
    if event is None or time is None or not schema.reach.to_one(event.name, home.name):
        return plan
    of = FieldRef(entity=event.name, name=time.name)
    key = FieldRef(entity=home.name, name=home.key[0])
    measure = replace(count_different(event, key, home.label), name=plan.measures[0].name)
    within: tuple[Condition, ...] = parts_of(linked[0].where) if linked else ()
    dimensions = tuple(replace(one, of=of) if one.grain or one.part else one for one in plan.dimensions)
    return replace(
        plan, entity=event.name, measures=(measure,), dimensions=dimensions, where=all_of((*within, *others))
    )


def _event(linked: list[Exists], events: Events, schema: Schema) -> Entity | None:
    if len(linked) == 1:
        return schema.model.entity(linked[0].entity)
    return next(iter(events.all_along()), None) if not linked else None


def _counts_rows(plan: Plan) -> bool:
    """One count of the rows of a table, by a date of its own."""
    value = plan.measures[0].value if len(plan.measures) == 1 else None
    plain = isinstance(value, Aggregate) and value.function == "count" and value.of is None and value.where is None
    timed = [one for one in plan.dimensions if one.grain or one.part]
    return plain and bool(timed) and all(_is_own(one, plan) for one in timed) and plan.having is None


def _is_own(dimension: PlanDimension, plan: Plan) -> bool:
    return isinstance(dimension.of, FieldRef) and dimension.of.entity == plan.entity
