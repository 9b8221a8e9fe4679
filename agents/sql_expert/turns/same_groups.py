"""Figures of each of the groups that were told: “how many patients do they have?” after fees by insurer."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.conjunction import parts_of
from agents.sql_expert.fields import free_name
from agents.sql_expert.reach import Reach
from agents.sql_expert.turns.told import grouped_fields
from core.plan import FieldRef, In, Order, OutputRef, Plan

_THEY = re.compile(r"\b(?:they|their|each of (?:them|those|these))\b", re.IGNORECASE)


def by_the_same(last: Plan, read: Plan, text: str, reach: Reach) -> Plan:
    """As it was read, where the groups were not meant or cannot be told of its rows."""
    groups = grouped_fields(last)
    told = not read.measures or read.dimensions or read.combine is not None or read.limit is not None
    if told or last.limit is not None or not groups or len(groups) != len(last.dimensions) or not _THEY.search(text):
        return read
    if any(reach.to_one(read.entity, field.entity) is None for field in groups):
        return read
    taken = [one.name for one in read.measures]
    dimensions = tuple(replace(one, name=free_name(one.name, taken)) for one in last.dimensions)
    shown = next((one for one in read.measures if one.shown), read.measures[0])
    return replace(read, dimensions=dimensions, order=(Order(by=OutputRef(name=shown.name), descending=True),))


def each_apart(plan: Plan, last: Plan, text: str, reach: Reach) -> Plan:
    """“How many products does each of them have?”: by the groups that were told, which the figure is limited to."""
    limits = [one for one in parts_of(plan.where) if isinstance(one, In) and one.plan is not None and not one.negated]
    figure = len(plan.measures) == 1 and not plan.dimensions and plan.rows is None and plan.combine is None
    groups = grouped_fields(last)
    if not figure or len(limits) != 1 or not groups or not _EACH.search(text):
        return plan
    told = [one for one in last.dimensions if not (one.grain or one.part or one.bins)]
    fields = [one.of for one in told if isinstance(one.of, FieldRef)]
    if len(fields) != len(last.dimensions) or any(reach.to_one(plan.entity, one.entity) is None for one in fields):
        return plan
    name = plan.measures[0].name
    dimensions = tuple(replace(one, name=free_name(one.name, [name])) for one in told)
    return replace(plan, dimensions=dimensions, order=(Order(by=OutputRef(name=name), descending=True),))


_EACH = re.compile(r"\beach (?:of (?:them|those|these)|one)\b|\b(?:for|of|per|by) each(?=\W*$)", re.IGNORECASE)
