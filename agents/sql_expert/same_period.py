"""What happened in the same calendar period as something else: "orders in the same month as the customer signed up"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import time_field
from agents.sql_expert.linked_times import starts_said
from agents.sql_expert.schema import Schema
from core.model import Entity
from core.plan import Call, Comparison, Condition, Exists, FieldRef, Plan, Value

Read = Callable[[str], Plan | None]
_SAME = re.compile(
    r",?\s*\b(?:in|within|during|on) the same (?:calendar )?(?P<unit>day|week|month|quarter|year) "
    r"(?:(?:as|that|in which|when|of)\s+)?(?:the |their |its |his |her |they |it |he |she |was |were )*"
    r"(?P<start>[\w-]+(?: [\w-]+){0,3}?)(?P<rest>\s*(?:\([^()]*\)\s*)?(?:[?.!,;].*)?)$",
    re.IGNORECASE | re.DOTALL,
)


def same_period(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands the question without the words about time."""
    found = _SAME.search(text.strip())
    if found is None:
        return
    rest = re.sub(r"^\s*\([^()]*\)", "", found["rest"])
    plan = read(f"{text.strip()[: found.start()]}{rest}")
    if plan is None or plan.combine is not None:
        return
    for start in starts_said(found["start"], schema):
        where = _together(plan, start.entity, start.ref, found["unit"].casefold(), schema)
        if where is not None:
            yield replace(plan, where=where)


def _together(plan: Plan, entity: Entity, start: FieldRef, unit: str, schema: Schema) -> Condition | None:
    """On the rows themselves, where each has one start; else on the one kind of linked rows that is asked for."""
    rows, parts = schema.model.entity(plan.entity), parts_of(plan.where)
    if rows.name != entity.name and schema.reach.to_one(rows.name, entity.name):
        same = _same(rows, start, unit)
        return all_of((*parts, same)) if same is not None else None
    linked = [one for one in parts if isinstance(one, Exists) and not one.negated]
    if rows.name != entity.name or len(linked) != 1:
        return None
    same = _same(schema.model.entity(linked[0].entity), start, unit)
    if same is None:
        return None
    within = replace(linked[0], where=all_of((*parts_of(linked[0].where), same)))
    return all_of(tuple(within if one is linked[0] else one for one in parts))


def _same(event: Entity, start: FieldRef, unit: str) -> Condition | None:
    time = time_field(event)
    if time is None:
        return None
    of = FieldRef(entity=event.name, name=time.name)
    return Comparison(left=_begin(unit, of), operator="=", right=_begin(unit, start))


def _begin(unit: str, of: FieldRef) -> Call:
    return Call(function="date_trunc", arguments=(Value(value=unit, type="text"), of))
