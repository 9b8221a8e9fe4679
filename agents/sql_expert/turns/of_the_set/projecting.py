"""Other columns of the same rows: “show their names too”, “just the id”, “what are the prices?”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import free_name, is_temporal, name_fields
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.turns.of_the_set.columns import columns_named, listed_set
from agents.sql_expert.turns.of_the_set.frame import Frame
from core.plan import FieldRef, Plan, PlanField, Rows

_OF_ONE = re.compile(r"\b(?:he|she|him|his|her|its|it)\b")
_ASKS = re.compile(
    r"^(?:(?:and|so|but|ok|okay|now|then|please|also|can you|could you)\b[\s,]*)*(?:what|which|show|list|give|display|tell|add|include|"
    r"including|with|just|only|their|the|when|along|plus)\b|\b(?:too|as well|also|only)\W*$"
)
_OF_THEM = re.compile(r"^(?:and |so )*(?:what (?:are|were)|show|list|give|who are)\b|\b(?:their|they)\b")
"""After a figure, a bare name may as well be another figure."""
_VERBS = re.compile(r"\b(?:do|does|did|has|have|had)\b|^(?:which|who)\b(?! (?:are|is) (?:the|their))")


def other_columns(last: Plan, frame: Frame, task: Understanding) -> Plan | None:
    """None where a word names no column of these rows."""
    if not frame.codes or set(frame.codes) - {"M"} or _OF_ONE.search(frame.text):
        return None
    if not (frame.adding or _ASKS.search(frame.text)) or _VERBS.search(frame.text):
        return None
    told = listed_set(last)
    if told is None:
        return _without_figures(last, frame)
    if last.rows is None and _OF_THEM.search(frame.text) is None:
        return None
    named = fields_of(frame.parts, told, task)
    if named is None or told.rows is None or not _when_is_time(frame, named, task):
        return None
    fields = (*_before(last, told, task), *named) if frame.adding and not frame.only else named
    return replace(told, rows=Rows(fields=_apart(fields), distinct=told.rows.distinct and not frame.adding))


def fields_of(lexemes: Sequence[Lexeme], told: Plan, task: Understanding) -> tuple[PlanField, ...] | None:
    found: list[PlanField] = []
    for lexeme in lexemes:
        links = columns_named(lexeme, told, task)
        if not links:
            return None
        for link in links:
            of = FieldRef(entity=link.entity.name, name=link.field.name)
            found.append(PlanField(name=link.field.name, label=link.field.label, of=of))
    return _apart(tuple(found))


def _before(last: Plan, told: Plan, task: Understanding) -> tuple[PlanField, ...]:
    """What was shown; rows that were shown whole, and rows that were counted, are told by their names."""
    if told.rows is not None and told.rows.fields:
        return told.rows.fields
    entity = task.model.entity(told.entity)
    shown = entity.fields if last.rows is not None else name_fields(entity)
    return tuple(
        PlanField(name=one.name, label=one.label, of=FieldRef(entity=entity.name, name=one.name)) for one in shown
    )


def _apart(fields: tuple[PlanField, ...]) -> tuple[PlanField, ...]:
    """Each column once, under a name of its own."""
    kept: list[PlanField] = []
    for one in fields:
        if one.of not in [other.of for other in kept]:
            kept.append(replace(one, name=free_name(one.name, [other.name for other in kept])))
    return tuple(kept)


def _when_is_time(frame: Frame, named: Sequence[PlanField], task: Understanding) -> bool:
    if re.search(r"\bwhen\b", frame.text) is None:
        return True
    refs = [one.of for one in named if isinstance(one.of, FieldRef)]
    return all(is_temporal(task.model.entity(one.entity).field(one.name)) for one in refs)


def _without_figures(last: Plan, frame: Frame) -> Plan | None:
    """“Just the countries” after how many there are of each."""
    if frame.adding or not frame.only or not last.measures or last.comparisons:
        return None
    said = [{FieldRef(entity=link.entity.name, name=link.field.name) for link in one.fields} for one in frame.parts]
    kept = [one for one in last.dimensions if one.shown and any(one.of in refs for refs in said)]
    if not kept or len(kept) != len(said):
        return None
    dimensions = tuple(replace(one, shown=one in kept) if one.shown else one for one in last.dimensions)
    return replace(last, dimensions=dimensions, measures=tuple(replace(one, shown=False) for one in last.measures))
