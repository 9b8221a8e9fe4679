"""Those whose rows were late or on time: "customers who returned late", "clients who always paid on time".

Which rows those are is told by the date of what was promised and the date of what happened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.durations import lateness
from agents.sql_expert.schema import Schema
from agents.sql_expert.sets.among import counted, lists_rows
from agents.sql_expert.sets.both_and_not import COUNT
from agents.sql_expert.time_spans import stems_of
from core.plan import Comparison, ComparisonOperator, Condition, Exists, FieldRef, Plan
from semantic_layer.words import stem

Read = Callable[[str], Plan | None]
_LATE = r"(?P<late>late|too late|on[ -]time|early)"
_WHO = re.compile(
    r"^(?P<head>.+?)(?: (?:who|that|which))?(?: (?:have|has|had|did|do|does|are|were|was|is))?(?: (?P<often>always|never))?"
    rf" (?P<verb>[a-z]+(?:ed|id|s)?)(?: (?:everything|(?:(?:an?|the|any|their|its|his|her) )?\w+))?? {_LATE}[?.!\s]*$",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"^(?P<head>.+? (?:with|had|have|has|having)(?: any| a)?) {_LATE} (?P<rows>\w+)[?.!\s]*$", re.IGNORECASE
)
_ASKED = re.compile(r"^(?:which|what|list|show(?: me)?|find) ", re.IGNORECASE)
_OPPOSITE: dict[str, ComparisonOperator] = {">": "<=", "<=": ">", "<": ">="}


def late_ones(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands who is asked for."""
    listed = COUNT.sub("which ", text.strip())
    for plan in (*_who(listed, schema, read), *_with(listed, schema, read)):
        made = plan if listed == text.strip() else counted(plan)
        if made is not None:
            yield made


def _who(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    found = _WHO.match(text)
    plan = read(_ASKED.sub("", found["head"])) if found is not None else None
    if found is None or plan is None or not lists_rows(plan):
        return
    for entity, condition in lateness(found["late"].lower().removeprefix("too "), schema.model):
        own = isinstance(condition.left, FieldRef) and entity.field(condition.left.name)
        if not own or stem(found["verb"].lower()) not in stems_of(own):
            continue
        if schema.reach.to_one(entity.name, plan.entity) != 1:
            continue
        rows = Exists(entity=entity.name, where=condition)
        often = (found["often"] or "").lower()
        yield replace(plan, where=all_of((*parts_of(plan.where), *_so_often(rows, condition, often))))


def _so_often(rows: Exists, condition: Comparison, often: str) -> tuple[Condition, ...]:
    if often == "never":
        return replace(rows, where=None), replace(rows, negated=True)
    if often == "always":
        other = replace(condition, operator=_OPPOSITE[condition.operator])
        return rows, replace(rows, where=other, negated=True)
    return (rows,)


def _with(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """“Customers with late returns”."""
    found = _WITH.match(text)
    plan = read(f"{found['head']} {found['rows']}") if found is not None else None
    if found is None or plan is None or not lists_rows(plan):
        return
    for entity, condition in lateness(found["late"].lower(), schema.model):
        parts = parts_of(plan.where)
        there = [one for one in parts if isinstance(one, Exists) and one.entity == entity.name and not one.negated]
        if len(there) == 1:
            late = replace(there[0], where=all_of((*parts_of(there[0].where), condition)))
            yield replace(plan, where=all_of(tuple(late if one is there[0] else one for one in parts)))
