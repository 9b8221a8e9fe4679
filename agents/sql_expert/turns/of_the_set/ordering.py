"""The same rows or groups in another order: “by price descending”, “from oldest to youngest”, “by number of lessons”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.draft import Noun, Ordering
from agents.sql_expert.fields import name_fields
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.measured import descends
from agents.sql_expert.qualities import Quality, quality
from agents.sql_expert.references import rows_told_first
from agents.sql_expert.turns.of_the_set.columns import (
    column_measured,
    columns_named,
    count_of,
    listed_set,
    lone_figure,
    lone_time,
    ref_of,
)
from agents.sql_expert.turns.of_the_set.frame import Frame
from agents.sql_expert.turns.told import also
from core.plan import Aggregate, Expression, FieldRef, Order, OutputRef, Plan

_SHAPE = re.compile(
    r"(?:[OG]{1,2}D?(?P<keys>(?:C?M|Y)+)(?:D|SF|F)?|[OG]?(?:D|SF)(?:[OG]?(?P<more>(?:C?M|Y)+))?|OS|DS|SC?MF)"
)
_ADJECTIVE = re.compile(r"\b(?:from |the )*(?P<word>most expensive|least expensive|\w+est)\b")


def in_order_told(last: Plan, frame: Frame, task: Understanding) -> Plan | None:
    """None where no order is told, or what it is by is no column of what was told."""
    if _SHAPE.fullmatch(frame.codes) is None or not _tells_order(frame):
        return None
    if last.dimensions and last.measures:
        return _groups_in_order(last, frame)
    told = listed_set(last)
    if told is None or told.rows is None or told.rows.distinct:
        return None
    order = _order(told, frame, task)
    if not order:
        return None
    if told.limit is None:
        return replace(told, order=order)
    first = rows_told_first(told, task.model)
    return replace(told, order=order, limit=None, where=also(None, first)) if first is not None else None


def _tells_order(frame: Frame) -> bool:
    """“By price” alone says by what it is grouped."""
    return any(code in frame.codes for code in "ODS") and not ("S" in frame.codes and "F" not in frame.codes)


def _order(told: Plan, frame: Frame, task: Understanding) -> tuple[Order, ...]:
    named = _keys(told, frame, task)
    if named is None:
        return ()
    down = _descending(frame)
    if named:
        adjective = _adjective(frame)
        if adjective is not None and len(named) == 1 and isinstance(named[0], FieldRef):
            entity = task.model.entity(named[0].entity)
            link = FieldLink(entity=entity, field=entity.field(named[0].name), score=1.0)
            down = descends(Ordering(noun=Noun(quality=adjective), descending=_starts_high(frame, adjective)), link)
        return tuple(Order(by=one, descending=bool(down)) for one in named)
    return _without_column(told, frame, task, down)


def _without_column(told: Plan, frame: Frame, task: Understanding, down: bool | None) -> tuple[Order, ...]:
    cue = next((part.cue("direction") for part in frame.all_of("D")), None)
    if cue is not None and cue.value in ("alphabetical", "reverse"):
        fields = name_fields(task.model.entity(told.entity))
        by_name = tuple(FieldRef(entity=told.entity, name=one.name) for one in reversed(fields))
        return tuple(Order(by=one, descending=cue.value == "reverse") for one in by_name)
    if "Y" in frame.codes:
        return _by_age(told, frame, task)
    adjective = _adjective(frame)
    if adjective is not None:
        link = lone_time(told, task) if adjective.time else column_measured(adjective, told, task)
        ordering = Ordering(noun=Noun(quality=adjective), descending=_starts_high(frame, adjective))
        return (Order(by=ref_of(link), descending=descends(ordering, link)),) if link is not None else ()
    if "chrono" in frame.text:
        link = lone_time(told, task)
    elif told.order:
        return (replace(told.order[0], descending=bool(down)), *told.order[1:]) if down is not None else ()
    else:
        link = lone_figure(told, task)
    return (Order(by=ref_of(link), descending=bool(down)),) if link is not None else ()


def _by_age(told: Plan, frame: Frame, task: Understanding) -> tuple[Order, ...]:
    """The youngest first, by a column of ages or of births."""
    youngest = quality("youngest")
    link = column_measured(youngest, told, task) if youngest is not None else None
    if link is None:
        return ()
    ordering = Ordering(noun=Noun(quality=youngest), descending=bool(_descending(frame)))
    return (Order(by=ref_of(link), descending=descends(ordering, link)),)


def _keys(told: Plan, frame: Frame, task: Understanding) -> list[Expression] | None:
    """None where a name is no column that rows can be ordered by."""
    found: list[Expression] = []
    for place in frame.places("M"):
        counted = place > 0 and frame.codes[place - 1] == "C"
        by = count_of(frame.parts[place], told, task) if counted else None
        links = () if by is not None else columns_named(frame.parts[place], told, task)
        if by is None and not links:
            return None
        found.extend([by] if by is not None else [ref_of(one) for one in links])
    return found


_NAMED = 0.7


def _descending(frame: Frame) -> bool | None:
    """None where no direction is told."""
    for part in (*frame.all_of("D"), *frame.all_of("S")):
        cue = part.cue("direction") or part.cue("superlative")
        if cue is not None and cue.value in ("desc", "reverse", "frequent"):
            return True
        if cue is not None and cue.value in ("asc", "alphabetical", "rare"):
            return False
        if cue is not None and (measured := quality(cue.value)) is not None:
            return measured.descending
    return None


def _adjective(frame: Frame) -> Quality | None:
    """The quality that a direction is told by: “from oldest to youngest”, “cheapest first”."""
    for part in (*frame.all_of("D"), *frame.all_of("S")):
        matched = _ADJECTIVE.search(part.text.casefold())
        found = quality(matched["word"]) if matched is not None else None
        if found is not None:
            return found
    return None


def _starts_high(frame: Frame, adjective: Quality) -> bool:
    return adjective.descending


def _groups_in_order(last: Plan, frame: Frame) -> Plan | None:
    """By a column that was grouped by, or by a figure that was told."""
    names = frame.places("M")
    by = [_output(last, frame, one) for one in names]
    down = _descending(frame)
    if names and all(one is not None for one in by) and last.limit is None:
        return replace(last, order=tuple(Order(by=one, descending=bool(down)) for one in by if one is not None))
    shown = [one for one in last.measures if one.shown]
    if names or down is None or last.limit is not None or len(shown) != 1 or _adjective(frame) is not None:
        return None
    cues = [cue.value for part in frame.parts if (cue := part.cue("direction")) is not None]
    if {"alphabetical", "reverse"} & set(cues):
        grouped = [one.name for one in last.dimensions if one.shown and not (one.grain or one.part or one.bins)]
        by_name = tuple(Order(by=OutputRef(name=one), descending="reverse" in cues) for one in grouped)
        return replace(last, order=by_name) if by_name else None
    return replace(last, order=(Order(by=OutputRef(name=shown[0].name), descending=down),))


def _output(last: Plan, frame: Frame, place: int) -> OutputRef | None:
    lexeme, counted = frame.parts[place], place > 0 and frame.codes[place - 1] == "C"
    refs = {FieldRef(entity=one.entity.name, name=one.field.name) for one in lexeme.fields if one.score >= _NAMED}
    if not counted:
        grouped = [one.name for one in last.dimensions if one.shown and one.of in refs]
        if len(grouped) == 1:
            return OutputRef(name=grouped[0])
    figures = [
        one.name
        for one in last.measures
        if isinstance(one.value, Aggregate)
        and ((one.value.of in refs and not counted) or (counted and one.value.function.startswith("count")))
    ]
    return OutputRef(name=figures[0]) if len(figures) == 1 else None
