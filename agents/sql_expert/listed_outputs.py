"""Columns that a list is asked with, told behind it: "orders over 500 with date and channel", "the 5 longest tracks (name, length)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.fields import CannotPlan, free_name, name_fields
from agents.sql_expert.schema import Schema
from core.model import Dimension
from core.plan import FieldRef, Plan, PlanField, Rows
from semantic_layer.words import full_words, stem

Read = Callable[[str], Plan | None]
_ALONE = re.compile(
    r"^(?P<rows>.+?)\s*(?:\((?P<inside>[^()]+)\)|\s[-–—]\s*(?P<behind>[^-–—()]+)|:\s+(?P<told>[^:()]+))[?.!\s]*$"
)
_BESIDE = re.compile(
    r"^(?P<rows>.+?),?\s+(?:w/\s*|(?:with|together with|along with|including|incl\.?|and show|showing)\s+)"
    r"(?:the )?(?P<own>(?:their|its|his|her) )?"
    r"(?P<items>(?:(?! with ).)+?)[?.!\s]*$",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*(?:,|\+|&|\band\b)\s*(?:the |their |its )?", re.IGNORECASE)
_MOST_ITEMS, _MOST_WORDS = 6, 3


def listed_outputs(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands the rows alone, and the columns as a question about all rows."""
    plain = text.strip()
    alone = _ALONE.match(plain)
    if alone is not None:
        yield from _with(alone["rows"], alone["inside"] or alone["behind"] or alone["told"], schema, read, named=False)
    beside = _BESIDE.match(plain)
    if beside is not None:
        own = beside["own"] is not None
        yield from _with(beside["rows"], beside["items"], schema, read, named=True, own=own)


def _with(rows: str, items: str, schema: Schema, read: Read, *, named: bool, own: bool = False) -> Iterator[Plan]:
    """`named`: what names the rows is shown before the items; `own`: the items were called those of the rows."""
    names = [one for one in _COMMA.split(items.strip()) if one]
    if not 1 <= len(names) <= _MOST_ITEMS or any(len(name.split()) > _MOST_WORDS for name in names):
        return
    plan = read(rows)
    if plan is None or plan.rows is None or plan.combine is not None:
        return
    columns = _columns(names, plan, schema, read)
    if columns is None or (named and not own and len(columns) == 1 and _may_be_missing(columns[0], schema)):
        return
    told = [one.of for one in columns]
    shown = [*(one for one in (_naming(plan, schema) if named else ()) if one.of not in told), *columns]
    fields: list[PlanField] = []
    for one in shown:
        if one.of not in [known.of for known in fields]:
            fields.append(replace(one, name=free_name(one.name, [known.name for known in fields])))
    yield replace(plan, rows=Rows(fields=tuple(fields)))


def _columns(names: list[str], plan: Plan, schema: Schema, read: Read) -> list[PlanField] | None:
    """None where a word behind the list is anything but a column of its rows."""
    noun = schema.model.entity(plan.entity).label
    found: list[PlanField] = []
    for name in names:
        own = _own_column(name, plan.entity, schema)
        if own is not None:
            found.append(own)
            continue
        told = read(f"list the {name} of {noun}")
        if told is None or told.rows is None or not told.rows.fields or told.where is not None or told.limit:
            return None
        if not all(_is_told_of(one, plan.entity, schema) for one in told.rows.fields):
            return None
        found.extend(told.rows.fields)
    return found


def _own_column(name: str, entity: str, schema: Schema) -> PlanField | None:
    """The one column of the rows that is called so, or whose name has all of the words."""
    said = {stem(word) for word in full_words(name)}
    columns = [(one, {stem(word) for word in full_words(one.name)}) for one in schema.model.entity(entity).fields]
    called = [one for one, words in columns if said == words] or [
        one for one, words in columns if said and said < words
    ]
    if len(called) != 1:
        return None
    return PlanField(name=called[0].name, label=called[0].label, of=FieldRef(entity=entity, name=called[0].name))


def _is_told_of(column: PlanField, entity: str, schema: Schema) -> bool:
    """Each row has one: it is a column of its own, or of what it refers to."""
    of = column.of
    return isinstance(of, FieldRef) and not of.via and schema.reach.to_one(entity, of.entity) is not None


def _may_be_missing(column: PlanField, schema: Schema) -> bool:
    """“Orders with a discount code” are those that have one."""
    of = column.of
    return not isinstance(of, FieldRef) or schema.model.entity(of.entity).field(of.name).profile.nulls > 0


def _naming(plan: Plan, schema: Schema) -> tuple[PlanField, ...]:
    if plan.rows is not None and plan.rows.fields:
        return plan.rows.fields
    entity = schema.model.entity(plan.entity)
    named = [one for one in name_fields(entity) if isinstance(one, Dimension)]
    if not named:
        raise CannotPlan(f"{entity.label} has no column that names its rows.")
    return tuple(
        PlanField(name=one.name, label=one.label, of=FieldRef(entity=entity.name, name=one.name)) for one in named
    )
