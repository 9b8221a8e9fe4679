"""Columns beside the rows that were listed, and the rows behind a number: “show their email too”, “list them”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import free_name, name_fields
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.mainstays import people
from agents.sql_expert.references import subject_of
from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.said import Said, mentions_in
from core.model import Entity, SemanticModel
from core.plan import Aggregate, FieldRef, Plan, PlanDimension, PlanField, Rows

_SHOW = r"(?:show|add|include|give|list|display|tell|get|name|count)(?: me)?"
_MORE = re.compile(
    r"^(?:(?:and|also|please|can you|could you|now|ok) )*"
    rf"(?:{_SHOW}(?: (?:them|it|those|these))?(?: also| with)?|with|along with|plus|also|including)"
    r"(?: (?:their|its|the|his|her|also|a))* (?P<what>.+?)"
    r"(?P<too>(?: (?:too|as well|also|in addition|beside|alongside|please))*)[\s.?!]*$",
    re.IGNORECASE,
)
_ADDING = re.compile(
    r"^(?:(?:and|also|please|now|ok) )*(?:add|include|with|along with|plus|also|including)\b", re.IGNORECASE
)
_THEM = r"(?:them|those|these|it|that list|who they are|which (?:they|ones|those) are)"
_LIST = re.compile(
    r"^(?:(?:and|so|ok|now|please|can you|could you) )*"
    rf"(?:{_SHOW} {_THEM}(?: all| please)*"
    r"|who are (?:they|those|these)|which (?:ones )?are (?:they|those|these|that)|which ones"
    rf"|{_SHOW}(?: all)? (?:the|their|these) names?(?: of (?:them|those|these))?"
    r"|what are (?:their|the) names|their names)"
    r"(?P<with> with (?:their |the )?(?P<what>.+?))?[\s.?!]*$",
    re.IGNORECASE,
)


_WHO = re.compile(r"\bwho\b", re.IGNORECASE)


def _may_be_people(entity: Entity, model: SemanticModel) -> bool:
    """Whether no other table than this is of people."""
    known = [one.entity.name for one in people(model)]
    return not known or entity.name in known


def with_rows_behind(last: Plan, text: str, task: Understanding) -> Plan | None:
    """The rows that were counted, with their names; of a list, the names of its rows."""
    matched = _LIST.match(text.strip())
    entity = _listed(last, task.model) if matched is not None else None
    if matched is None or entity is None or (_WHO.search(text) and not _may_be_people(entity, task.model)):
        return None
    named = bool(re.search(r"\bnames?\b", text, re.IGNORECASE))
    fields = tuple(_field(entity, one.name) for one in name_fields(entity)) if named or matched["what"] else ()
    if last.rows is not None and last.rows.fields and not named:
        fields = last.rows.fields
    listed = Plan(
        entity=entity.name,
        rows=Rows(fields=fields),
        where=last.where,
        order=last.order if last.rows is not None else (),
        limit=last.limit if last.rows is not None else None,
        assumptions=last.assumptions,
    )
    return with_columns(listed, matched["what"], task) if matched["what"] else listed


def with_more_columns(last: Plan, said: Said, task: Understanding) -> Plan | None:
    what = what_is_added(said.text)
    if what is None:
        return None
    return with_columns(last, what, task) if last.rows is not None else _beside_groups(last, what, task)


def _beside_groups(last: Plan, words: str, task: Understanding) -> Plan | None:
    """Columns of the rows that the groups name: “add their specialty” after fees by doctor."""
    named = subject_of(last, task.model)
    entity = task.model.entity(named)
    names = (entity.display, *entity.key)
    told = [one.of for one in last.dimensions if isinstance(one.of, FieldRef)]
    by_rows = any(one.entity == named and one.name in names for one in told)
    mentions = mentions_in(words, task) if by_rows and last.combine is None and last.having is None else ()
    added = list(last.dimensions)
    for lexeme in mentions:
        of = _column(lexeme, named, task)
        if of is None:
            return None
        if of not in [one.of for one in added]:
            name = free_name(of.name, [*(one.name for one in added), *(one.name for one in last.measures)])
            label = task.model.entity(of.entity).field(of.name).label
            added.append(PlanDimension(name=name, label=label, of=of))
    return replace(last, dimensions=tuple(added)) if mentions else None


def what_is_added(text: str) -> str | None:
    """The words of what is shown beside; None where nothing says that it is beside."""
    matched = _MORE.match(text.strip())
    if matched is None or not (matched["too"].strip() or _ADDING.match(text.strip())):
        return None
    counted = re.match(r"^(?:and |also |please )*count\b", text.strip(), re.IGNORECASE)
    return f"number of {matched['what']}" if counted else str(matched["what"])


def with_columns(listed: Plan, words: str, task: Understanding) -> Plan | None:
    """None where a word names no column that each row has one value of."""
    if listed.rows is None or listed.combine is not None:
        return None
    fields = listed.rows.fields or tuple(
        _field(task.model.entity(listed.entity), one.name) for one in name_fields(task.model.entity(listed.entity))
    )
    mentions = mentions_in(words, task)
    for lexeme in mentions:
        of = _column(lexeme, listed.entity, task)
        if of is None:
            return None
        if of not in [one.of for one in fields]:
            added = _field(task.model.entity(of.entity), of.name)
            fields = (*fields, replace(added, name=free_name(added.name, [one.name for one in fields])))
    return replace(listed, rows=replace(listed.rows, fields=fields)) if mentions else None


def _column(lexeme: Lexeme, entity: str, task: Understanding) -> FieldRef | None:
    reach = schema_of(task.model).reach
    near = [one for one in lexeme.fields if one.score >= _SURELY and reach.to_one(entity, one.entity.name) is not None]
    own = [one for one in near if one.entity.name == entity] or near
    best = [one for one in own if one.score >= max(other.score for other in own) - _CLOSE]
    return FieldRef(entity=best[0].entity.name, name=best[0].field.name) if len(best) == 1 else None


_SURELY, _CLOSE = 0.6, 0.05


def _field(entity: Entity, name: str) -> PlanField:
    return PlanField(name=name, label=entity.field(name).label, of=FieldRef(entity=entity.name, name=name))


def _listed(last: Plan, model: SemanticModel) -> Entity | None:
    if last.combine is not None or last.having is not None:
        return None
    if last.rows is not None:
        return model.entity(last.entity)
    value = last.measures[0].value if len(last.measures) == 1 and not last.dimensions else None
    if isinstance(value, Aggregate) and value.function == "count" and value.of is None and value.where is None:
        return model.entity(value.entity) if value.entity == last.entity else None
    return None
