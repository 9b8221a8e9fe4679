"""Other columns of the same rows: “show their names too”, “just the id”, “what are the prices?”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import free_name, is_temporal, name_fields
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.turns.of_the_set.columns import columns_named, count_of, listed_set
from agents.sql_expert.turns.of_the_set.frame import Frame
from core.plan import Aggregate, FieldRef, Plan, PlanField, Rows

_OF_ONE = re.compile(r"\b(?:he|she|him|his|her|its|it)\b")
_ASKS = re.compile(
    r"^(?:(?:and|so|but|ok|okay|now|then|please|also|can you|could you)\b[\s,]*)*(?:what|which|show|list|give|display|tell|add|include|"
    r"including|with|just|only|their|the|when|along|plus)\b|\b(?:too|as well|also|only)\W*$"
)
_OF_THEM = re.compile(r"^(?:and |so )*(?:what (?:are|were)|show|list|give|who are)\b|\b(?:their|they)\b")
"""After a figure, a bare name may as well be another figure."""
_GOES = re.compile(
    r"^(?:(?:and|but|now|then|please|ok)\b[\s,]*)*(?:drop|remove|hide|leave out|skip|without|omit|lose|delete)\b"
)
_VERBS = re.compile(r"\b(?:do|does|did|has|have|had)\b|^(?:which|who)\b(?! (?:are|is) (?:the|their))")


def other_columns(last: Plan, frame: Frame, task: Understanding) -> Plan | None:
    """None where a word names no column of these rows."""
    if re.fullmatch(r"(?:C?M)+", frame.codes) is None or _OF_ONE.search(frame.text):
        return None
    if _GOES.match(frame.text):
        return _without(last, frame, task)
    if not (frame.adding or _ASKS.search(frame.text)) or _VERBS.search(frame.text):
        return None
    told = listed_set(last)
    if told is None:
        return _with_hidden(last, frame) or _without_figures(last, frame)
    if last.rows is None and _OF_THEM.search(frame.text) is None:
        return None
    named = _named(frame, told, task)
    if named is None or told.rows is None or not _when_is_time(frame, named, task):
        return None
    if last.rows is None and any(isinstance(one.of, FieldRef) and one.of.entity != told.entity for one in named):
        return None
    fields = (*_before(last, told, task), *named) if frame.adding and not frame.only else named
    return replace(told, rows=Rows(fields=_apart(fields), distinct=told.rows.distinct and not frame.adding))


def _named(frame: Frame, told: Plan, task: Understanding) -> tuple[PlanField, ...] | None:
    found: list[PlanField] = []
    for place in frame.places("M"):
        if place > 0 and frame.codes[place - 1] == "C":
            counted = count_of(frame.parts[place], told, task)
            if counted is None:
                return None
            label = f"number of {task.model.entity(counted.aggregate.entity).label}"
            found.append(PlanField(name="count", label=label, of=counted))
            continue
        columns = fields_of([frame.parts[place]], told, task)
        if columns is None:
            return None
        found.extend(columns)
    return _apart(tuple(found))


def _without(last: Plan, frame: Frame, task: Understanding) -> Plan | None:
    """“Drop the bed type”, of the columns that were shown."""
    gone = fields_of(frame.parts, last, task) if last.rows is not None and "C" not in frame.codes else None
    if gone is None or last.rows is None:
        return None
    columns = [one.of for one in gone]
    kept = tuple(one for one in _before(last, last, task) if one.of not in columns)
    if len(kept) + len(gone) != len(_before(last, last, task)) or not kept:
        return None
    return replace(last, rows=replace(last.rows, fields=kept))


def _with_hidden(last: Plan, frame: Frame) -> Plan | None:
    """“With the number of albums” after “which artists have more than 9 albums”: the figure that was compared."""
    hidden = [one for one in last.measures if not one.shown and isinstance(one.value, Aggregate)]
    if frame.codes != "CM" or not frame.adding or len(hidden) != 1:
        return None
    value, rows = hidden[0].value, {one.entity.name for one in frame.parts[1].entities}
    if not isinstance(value, Aggregate) or not value.function.startswith("count") or value.entity not in rows:
        return None
    measures = tuple(replace(one, shown=True) if one is hidden[0] else one for one in last.measures)
    return replace(last, measures=measures)


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
