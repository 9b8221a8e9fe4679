"""The first of the rows that were told: “the cheapest one?”, “who has the most?”, “just the top 5”, “who joined first?”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.draft import Noun, Ordering
from agents.sql_expert.fields import is_orderable, is_temporal, is_year, name_fields
from agents.sql_expert.lexemes import FieldLink, Lexeme
from agents.sql_expert.measured import descends
from agents.sql_expert.measures import aggregated
from agents.sql_expert.qualities import quality
from agents.sql_expert.references import rows_told_first
from agents.sql_expert.turns.of_the_set.columns import (
    column_measured,
    columns_named,
    count_of,
    is_ordered,
    listed_set,
    lone_figure,
    lone_time,
    ref_of,
    shown_columns,
)
from agents.sql_expert.turns.of_the_set.frame import Frame
from agents.sql_expert.turns.of_the_set.projecting import fields_of
from agents.sql_expert.turns.told import also
from core.plan import Aggregate, FieldRef, Limit, Order, OutputRef, Plan, PlanField, Rows
from core.table import NUMERIC_TYPES

_SHAPE = re.compile(r"(?P<out>M*)N?[SFL]?N?[SFL]N?C?(?P<by>M?)|(?P<deed>M)[FL]|[FL]")
_NAMES_ONE = re.compile(r"^(?:and |so |then |but )*(?:who|which)\b")
_ASKS_FIGURE = re.compile(
    r"^(?:and |so |then |but )*(?:what(?:'s| is| was| are)|(?:show|give|tell)(?: me)?)? ?the \w+ |^(?:and )?(?:the )?(?:highest|lowest)"
)
_ONE = re.compile(r"\b(?:ones?|who|which|whose|with|has|have|had|of)\b")


def first_told(last: Plan, frame: Frame, task: Understanding) -> Plan | None:
    """None where no end is told, or it is of no column of these rows."""
    if _SHAPE.fullmatch(frame.codes) is None or not set(frame.codes) & set("SFL"):
        return None
    told = listed_set(last)
    if told is None:
        return _most_common(last, frame)
    if told.rows is None or told.rows.distinct:
        return None
    cut = _cut(told, frame)
    if cut is not None:
        return cut
    order, outputs = _ranked(told, frame, task)
    base = _among(told, order, frame, task) if order is not None else None
    if order is None or base is None or base.rows is None:
        return None
    figure = _figure(base, order, frame, task)
    if figure is not None:
        return figure
    shown = fields_of(outputs, base, task) if outputs else _shown(base, frame, task)
    count = _count(frame)
    rows = Rows(fields=shown if shown is not None else base.rows.fields)
    return replace(base, rows=rows, order=(order,), limit=Limit(count=count or 1, ties="kept" if not count else "cut"))


def _most_common(last: Plan, frame: Frame) -> Plan | None:
    """“Which is the most popular?” of groups that were told with how many rows each has."""
    cue = next((part.cue("superlative") for part in frame.all_of("S")), None)
    shown = [one for one in last.measures if one.shown]
    counts = [one for one in shown if isinstance(one.value, Aggregate) and one.value.function.startswith("count")]
    if cue is None or cue.value not in ("frequent", "rare") or last.limit is not None or len(counts) != 1:
        return None
    grouped = [one.of for one in last.dimensions]
    named = [
        {FieldRef(entity=link.entity.name, name=link.field.name) for link in one.fields} for one in frame.all_of("M")
    ]
    if len(shown) > 1 or last.combine is not None or not all(refs & set(grouped) for refs in named):
        return None
    hidden = (
        tuple(replace(one, shown=False) for one in last.measures) if _NAMES_ONE.match(frame.text) else last.measures
    )
    order = Order(by=OutputRef(name=counts[0].name), descending=cue.value == "frequent")
    return replace(last, measures=hidden, order=(order,), limit=Limit(count=_count(frame) or 1))


def _cut(told: Plan, frame: Frame) -> Plan | None:
    """“Just the top 5” of rows that stand in an order."""
    count = _count(frame)
    words = {part.text.casefold() for part in (*frame.all_of("S"), *frame.all_of("F"))}
    if not count or not told.order or told.limit is not None or not words <= {"top", "first", "the top"}:
        return None
    return replace(told, limit=Limit(count=count, ties="cut")) if set(frame.codes) <= set("SFN") else None


def _ranked(told: Plan, frame: Frame, task: Understanding) -> tuple[Order | None, tuple[Lexeme, ...]]:
    """What they are ranked by, and what is asked of the first."""
    ends = [place for place, code in enumerate(frame.codes) if code in "SFL"]
    outputs = tuple(frame.parts[place] for place in frame.places("M") if place < ends[0])
    behind = [frame.parts[place] for place in frame.places("M") if place > ends[-1]]
    end = frame.parts[ends[0]]
    if frame.codes[ends[0]] in "FL" and behind:
        return None, ()
    if frame.codes[ends[0]] in "FL":
        return _by_time(told, frame, outputs, task), ()
    if "C" in frame.codes or (behind and not behind[0].fields):
        return _by_count(told, end, behind, task), outputs
    return _by_column(told, end, behind, task), outputs


def _by_time(told: Plan, frame: Frame, deeds: tuple[Lexeme, ...], task: Understanding) -> Order | None:
    links = columns_named(deeds[0], told, task) if deeds else ()
    link = links[0] if links else (lone_time(told, task) if not deeds else None)
    if link is None or not (is_temporal(link.field) or is_year(link.field)):
        return None
    return Order(by=ref_of(link), descending="L" in frame.codes)


def _by_count(told: Plan, end: Lexeme, behind: list[Lexeme], task: Understanding) -> Order | None:
    cue = end.cue("superlative")
    if not behind or cue is None or cue.value not in ("desc", "asc"):
        return None
    counted = count_of(behind[0], told, task)
    return Order(by=counted, descending=cue.value == "desc") if counted is not None else None


def _by_column(told: Plan, end: Lexeme, behind: list[Lexeme], task: Understanding) -> Order | None:
    cue = end.cue("superlative")
    if cue is None or cue.value in ("frequent", "rare"):
        return None
    measured = quality(cue.value)
    if behind:
        links = columns_named(behind[0], told, task)
        link = links[0] if len(links) == 1 and is_orderable(links[0].field) else None
    elif measured is not None and cue.value not in ("best", "worst"):
        link = column_measured(measured, told, task)
    else:
        link = _of_order(told, task) or lone_figure(told, task)
    if link is None or not (is_ordered(link) or behind):
        return None
    descending = measured.descending if measured is not None else cue.value == "desc"
    ordering = Ordering(noun=Noun(quality=measured), descending=descending)
    return Order(by=ref_of(link), descending=descends(ordering, link))


def _of_order(told: Plan, task: Understanding) -> FieldLink | None:
    """The column that they were ordered by."""
    by = told.order[0].by if told.order else None
    if not isinstance(by, FieldRef):
        return None
    entity = task.model.entity(by.entity)
    field = entity.field(by.name)
    return FieldLink(entity=entity, field=field, score=1.0) if field.type in NUMERIC_TYPES else None


def _among(told: Plan, order: Order, frame: Frame, task: Understanding) -> Plan | None:
    """The rows of which the first is asked: those told first, unless it is the other end, or one alone."""
    if told.limit is None:
        return told
    whole = replace(told, limit=None, order=())
    same = bool(told.order) and told.order[0].by == order.by
    if told.limit.count == 1 or (same and _count(frame) == told.limit.count):
        return whole
    first = rows_told_first(told, task.model)
    return replace(whole, where=also(None, first)) if first is not None else None


def _figure(base: Plan, order: Order, frame: Frame, task: Understanding) -> Plan | None:
    """“What's the highest price?”: the figure itself."""
    by, cue = order.by, (frame.first_of("S") or frame.parts[0]).cue("superlative")
    general = cue is not None and cue.value in ("desc", "asc")
    if not general or not isinstance(by, FieldRef) or not frame.codes.endswith("SM") or _ONE.search(frame.text):
        return None
    entity = task.model.entity(by.entity)
    link = FieldLink(entity=entity, field=entity.field(by.name), score=1.0)
    if entity.name != base.entity or link.field.type not in NUMERIC_TYPES:
        return None
    figure = aggregated("max" if order.descending else "min", link)
    return Plan(entity=base.entity, measures=(figure,), where=base.where, assumptions=base.assumptions)


def _shown(base: Plan, frame: Frame, task: Understanding) -> tuple[PlanField, ...] | None:
    """Who it is, where that is asked: its name and nothing beside."""
    if base.rows is None or not base.rows.fields or not _NAMES_ONE.match(frame.text):
        return None
    names = [FieldRef(entity=base.entity, name=one.name) for one in name_fields(task.model.entity(base.entity))]
    shown = [one for one in shown_columns(base) if one in names]
    kept = tuple(one for one in base.rows.fields if one.of in shown)
    return kept or None


def _count(frame: Frame) -> int:
    number = frame.first_of("N")
    return number.number if number is not None and isinstance(number.number, int) else 0
