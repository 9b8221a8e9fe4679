"""The order of what was told: “cheapest first”, “alphabetically”, “the other way round”, “newest at the top”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import is_temporal, name_fields
from agents.sql_expert.turns.reread import read_alone, sound
from agents.sql_expert.turns.standing import AT_FRONT, FIGURES, NAMES, TIMES, TURNED, is_an_order
from core.plan import FieldRef, Order, OutputRef, Plan, PlanDimension


def in_other_order(last: Plan, text: str, task: Understanding) -> Plan | None:
    said = text.strip()
    if not is_an_order(said) or last.combine is not None:
        return None
    made = _turned(last, said) or _by_figure(last, said) or _by_time(last, said, task) or _by_name(last, said, task)
    return sound(made or _as_read(last, said, task) or last, task) if made or _as_read(last, said, task) else None


def _turned(last: Plan, said: str) -> Plan | None:
    """Figures of groups are shown with the highest first where no order was asked."""
    if TURNED.match(said) is None:
        return None
    if last.order:
        return replace(last, order=tuple(replace(one, descending=not one.descending) for one in last.order))
    shown = [one for one in last.measures if one.shown]
    if not last.dimensions or not shown or any(one.grain for one in last.dimensions):
        return None
    return replace(last, order=(Order(by=OutputRef(name=shown[0].name)),))


def _by_figure(last: Plan, said: str) -> Plan | None:
    matched, shown = FIGURES.match(said), [one for one in last.measures if one.shown]
    if matched is None or AT_FRONT.search(said) is None:
        return None
    down = matched["high"] is not None
    if last.dimensions and shown and last.limit is None:
        return replace(last, order=(Order(by=OutputRef(name=shown[0].name), descending=down),))
    if last.order and re.search(r"\b(?:asc|desc)", said, re.IGNORECASE):
        return replace(last, order=(replace(last.order[0], descending=down), *last.order[1:]))
    return None


def _by_time(last: Plan, said: str, task: Understanding) -> Plan | None:
    matched = TIMES.match(said)
    if matched is None:
        return None
    down = matched["new"] is not None or "reverse" in (matched["chrono"] or "").lower()
    grained = [one for one in last.dimensions if one.grain is not None]
    if grained:
        return replace(last, order=(Order(by=OutputRef(name=grained[0].name), descending=down),))
    if last.rows is None or last.limit is not None:
        return None
    entity = task.model.entity(last.entity)
    times = [one.name for one in entity.fields if is_temporal(one)]
    if len(times) != 1:
        return None
    return replace(last, order=(Order(by=FieldRef(entity=entity.name, name=times[0]), descending=down),))


def _by_name(last: Plan, said: str, task: Understanding) -> Plan | None:
    matched = NAMES.match(said)
    if matched is None:
        return None
    down = matched["down"] is not None
    named = [one for one in last.dimensions if _is_text(one, task)]
    if named:
        return replace(last, order=(Order(by=OutputRef(name=named[0].name), descending=down),))
    if last.rows is None:
        return None
    entity = task.model.entity(last.entity)
    fields = [one.name for one in name_fields(entity)]
    return (
        replace(last, order=tuple(Order(by=FieldRef(entity=entity.name, name=one), descending=down) for one in fields))
        or None
    )


def _is_text(dimension: PlanDimension, task: Understanding) -> bool:
    of = dimension.of
    plain = dimension.shown and dimension.grain is None and dimension.part is None and dimension.bins is None
    return plain and isinstance(of, FieldRef) and task.model.entity(of.entity).field(of.name).type == "text"


def _as_read(last: Plan, said: str, task: Understanding) -> Plan | None:
    """“Oldest first” after a list: by the column that the rows themselves would be ordered by."""
    if last.rows is None or last.limit is not None:
        return None
    label = task.model.entity(last.entity).label
    read = read_alone(f"list {label} {said}", task, least=_LIKELY) or read_alone(f"{label} {said}", task, least=_LIKELY)
    if read is None or read.entity != last.entity or read.where is not None or not read.order or read.limit is not None:
        return None
    return replace(last, order=read.order)


_LIKELY = 0.5
