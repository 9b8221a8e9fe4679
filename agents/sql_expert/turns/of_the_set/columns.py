"""Columns that a turn names, among those of the rows that were told before and of what these refer to."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import is_identifier, is_orderable, is_temporal, is_year, name_fields
from agents.sql_expert.lexemes import FieldLink, Lexeme
from agents.sql_expert.measured import measured_by
from agents.sql_expert.qualities import Quality
from agents.sql_expert.schema import schema_of
from core.model import Entity, Field
from core.plan import Aggregate, FieldRef, Plan, Related, Rows
from core.table import NUMERIC_TYPES
from semantic_layer.words import stem

_SURELY, _NEARER, _CLOSE = 0.6, 0.3, 0.03
_NAMED = 0.7
_SHOWN = 0.4
"""A column that was shown is meant by a part of its name."""


def listed_set(last: Plan) -> Plan | None:
    """The rows that were told, or that the figures were of; None where they were told by groups."""
    if last.combine is not None or last.having is not None or last.top_per_group is not None:
        return None
    if last.rows is not None:
        return last
    if last.dimensions or last.comparisons or not last.measures:
        return None
    values = [one.value for one in last.measures]
    plain = all(isinstance(one, Aggregate) and one.entity == last.entity and one.where is None for one in values)
    return Plan(entity=last.entity, rows=Rows(), where=last.where, assumptions=last.assumptions) if plain else None


def columns_named(lexeme: Lexeme, told: Plan, task: Understanding) -> tuple[FieldLink, ...]:
    """One column, or those that name a row together; empty where it is a column of none of these rows."""
    entity = task.model.entity(told.entity)
    if stem(lexeme.text.casefold()) == "name":
        return tuple(_link(entity, one) for one in name_fields(entity) if not is_identifier(one))
    if stem(lexeme.text.casefold()) == "id" and len(entity.key) == 1:
        return (_link(entity, entity.field(entity.key[0])),)
    if any(one.score >= _IN_FULL for one in lexeme.entities) and not _in_full(lexeme, entity):
        return ()
    found = _nearest([one for one in lexeme.fields if one.score >= _SURELY], told, task)
    found = found or _best([one for one in lexeme.fields if one.score >= _SHOWN and _ref(one) in shown_columns(told)])
    return (found,) if found is not None else ()


def count_of(lexeme: Lexeme, told: Plan, task: Understanding) -> Related | None:
    """How many rows of another table refer to a row."""
    entities = [one.entity.name for one in lexeme.entities if one.score >= _NAMED and one.entity.name != told.entity]
    reach = schema_of(task.model).reach
    near = [one for one in entities if reach.to_one(one, told.entity) is not None]
    return Related(aggregate=Aggregate(function="count", entity=near[0])) if len(near) == 1 else None


def column_measured(quality: Quality, told: Plan, task: Understanding) -> FieldLink | None:
    """The column that an adjective is about, one that was shown before the others."""
    links = sorted(measured_by(quality, schema_of(task.model)), key=lambda one: -one.score)
    shown = [one for one in links if _ref(one) in shown_columns(told)]
    return _best(shown) or _nearest(links, told, task, alone=True)


def lone_figure(told: Plan, task: Understanding) -> FieldLink | None:
    """The one column of figures that was shown."""
    found = [
        FieldLink(entity=entity, field=field, score=1.0)
        for of in shown_columns(told)
        if (entity := task.model.entity(of.entity)) and (field := entity.field(of.name)).type in NUMERIC_TYPES
        if not is_identifier(field) and not is_year(field)
    ]
    return found[0] if len(found) == 1 else None


def lone_time(told: Plan, task: Understanding) -> FieldLink | None:
    """The one time of a row: that which was shown, else the only one there is."""
    entity = task.model.entity(told.entity)
    shown = [one.name for one in shown_columns(told) if one.entity == told.entity]
    times = [one for one in entity.fields if is_temporal(one) or is_year(one)]
    told_ones = [one for one in times if one.name in shown] or times
    return _link(entity, told_ones[0]) if len(told_ones) == 1 else None


def shown_columns(told: Plan) -> list[FieldRef]:
    fields = told.rows.fields if told.rows is not None else ()
    return [one.of for one in fields if isinstance(one.of, FieldRef)]


def ref_of(link: FieldLink) -> FieldRef:
    return _ref(link)


def is_ordered(link: FieldLink) -> bool:
    return is_orderable(link.field) and not is_identifier(link.field)


def _in_full(lexeme: Lexeme, entity: Entity) -> bool:
    return any(one.entity.name == entity.name and one.score >= _IN_FULL for one in lexeme.fields)


_IN_FULL = 0.9


def _nearest(links: Sequence[FieldLink], told: Plan, task: Understanding, *, alone: bool = False) -> FieldLink | None:
    """A column of the rows' own table, else of one that each row refers to."""
    most = max((one.score for one in links), default=0.0)
    own = [one for one in links if one.entity.name == told.entity]
    if own and (alone or own[0].score >= most - _NEARER):
        return _best(own)
    reach = schema_of(task.model).reach
    linked = [one for one in links if reach.to_one(told.entity, one.entity.name) is not None]
    return _best(linked)


def _best(links: Sequence[FieldLink]) -> FieldLink | None:
    """None where two are meant as well."""
    first = max(links, key=lambda one: one.score, default=None)
    if first is None or sum(one.score > first.score - _CLOSE for one in links) > 1:
        return None
    return first


def _ref(link: FieldLink) -> FieldRef:
    return FieldRef(entity=link.entity.name, name=link.field.name)


def _link(entity: Entity, field: Field) -> FieldLink:
    return FieldLink(entity=entity, field=field, score=1.0)
