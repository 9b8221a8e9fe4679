"""Figures of the rows that were told: “what's the average age?”, “how many of each?”."""

from __future__ import annotations

import re

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import is_identifier
from agents.sql_expert.measures import aggregated, count_rows
from agents.sql_expert.references import FUNCTIONS, rows_told_first
from agents.sql_expert.turns.of_the_set.columns import columns_named, listed_set, shown_columns
from agents.sql_expert.turns.of_the_set.frame import Frame
from agents.sql_expert.turns.told import also, valued_fields
from core.plan import Condition, FieldRef, Plan, PlanDimension
from core.table import NUMERIC_TYPES

_OF_ONE = re.compile(r"\b(?:he|she|him|his|her|its|all|overall|per|each|every|by)\b")


def figure_of_set(last: Plan, frame: Frame, task: Understanding) -> Plan | None:
    """None where no aggregate is told, or it is of no column of these rows."""
    if frame.codes != "AM" or _OF_ONE.search(frame.text):
        return None
    told = listed_set(last)
    cue = frame.parts[0].cue("aggregate")
    links = columns_named(frame.parts[1], told, task) if told is not None else ()
    if told is None or cue is None or len(links) != 1 or cue.value not in FUNCTIONS.values():
        return None
    link = links[0]
    if link.entity.name != told.entity or link.field.type not in NUMERIC_TYPES or is_identifier(link.field):
        return None
    where = _rows(told, task)
    if where is None and told.limit is not None:
        return None
    figure = aggregated(next(one for one in FUNCTIONS.values() if one == cue.value), link)
    return Plan(entity=told.entity, measures=(figure,), where=where, assumptions=told.assumptions)


def counted_by_each(last: Plan, frame: Frame, task: Understanding) -> Plan | None:
    """“How many of each?”: by the column of which some values were asked for, else the only one that was shown."""
    if frame.codes not in ("CG", "C") or re.search(r"\beach\b", frame.text) is None:
        return None
    told = listed_set(last)
    if told is None:
        return None
    of = _kind(told, task)
    where = _rows(told, task)
    if of is None or (where is None and told.limit is not None):
        return None
    label = task.model.entity(of.entity).field(of.name).label
    dimension = PlanDimension(name=of.name, label=label, of=of)
    count = count_rows(task.model.entity(told.entity))
    return Plan(
        entity=told.entity, dimensions=(dimension,), measures=(count,), where=where, assumptions=told.assumptions
    )


def _kind(told: Plan, task: Understanding) -> FieldRef | None:
    valued, shown = valued_fields(told), shown_columns(told)
    entity = task.model.entity(told.entity)
    names = {entity.display, *entity.key}
    kinds = valued if len(valued) == 1 else [one for one in shown if one.name not in names]
    return kinds[0] if len(kinds) == 1 else None


def _rows(told: Plan, task: Understanding) -> Condition | None:
    if told.limit is None:
        return told.where
    first = rows_told_first(told, task.model)
    return also(None, first) if first is not None else None


def counted_set(last: Plan, frame: Frame, task: Understanding) -> Plan | None:
    """“How many does that leave?”."""
    told = listed_set(last) if frame.codes == "C" and _LEFT.search(frame.text) is not None else None
    where = _rows(told, task) if told is not None else None
    if told is None or (where is None and told.limit is not None):
        return None
    count = count_rows(task.model.entity(told.entity))
    return Plan(entity=told.entity, measures=(count,), where=where, assumptions=told.assumptions)


_LEFT = re.compile(r"\bhow many\b.*\b(?:leaves?|left|remain(?:s|ing)?)\W*$")
