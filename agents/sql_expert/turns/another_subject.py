"""The same count of other rows: “and students?” after how many teachers a department has."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.said import Said, bare, mentions_in
from agents.sql_expert.turns.told import each_condition, field_of
from core.plan import Aggregate, Plan

_HOW_MANY = re.compile(r"^how many\b\s*", re.IGNORECASE)


def with_other_subject(last: Plan, said: Said, task: Understanding) -> Plan | None:
    """None where the conditions are of columns that the other rows have no one value of."""
    value = last.measures[0].value if len(last.measures) == 1 else None
    if not isinstance(value, Aggregate) or value.function != "count" or value.of is not None or value.where is not None:
        return None
    mentions = mentions_in(_HOW_MANY.sub("", bare(said.words)), task) if said.opened else ()
    links = [one for one in mentions[0].entities if one.score >= _SURELY] if len(mentions) == 1 else []
    if (
        len(links) != 1
        or said.without
        or last.dimensions
        or last.having is not None
        or last.combine is not None
        or mentions[0].values
    ):
        return None
    entity = links[0].entity
    if entity.name == last.entity or value.entity != last.entity:
        return None
    reach = schema_of(task.model).reach
    places = [field_of(one) for one in each_condition(last.where)]
    if any(one is None or one.entity == last.entity or reach.to_one(entity.name, one.entity) is None for one in places):
        return None
    measure = replace(last.measures[0], value=replace(value, entity=entity.name), label=f"number of {entity.label}")
    return replace(last, entity=entity.name, measures=(measure,), assumptions=())


_SURELY = 0.9
