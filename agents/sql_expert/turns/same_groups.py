"""Figures of each of the groups that were told: “how many patients do they have?” after fees by insurer."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.fields import free_name
from agents.sql_expert.reach import Reach
from agents.sql_expert.turns.told import grouped_fields
from core.plan import Order, OutputRef, Plan

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
