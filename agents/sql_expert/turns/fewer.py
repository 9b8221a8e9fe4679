"""Groups and conditions that go: “drop the industry”, “back to all channels”, “for everyone again”, “all vets”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.turns.said import Said, mentions_in
from agents.sql_expert.turns.told import each_condition, exchanged, field_of, grouped_fields, is_period
from core.model import SemanticModel
from core.plan import Condition, FieldRef, Plan

_ALL = re.compile(
    r"^(?:(?:go |going )?back to |for |from |of |in |over |across |with |show )*(?:"
    r"(?P<whole>everyone|everybody|everything|all|overall|all of (?:them|it)|the whole|in total)"
    r"|(?:all(?: of)?|every|any|each|regardless of|irrespective of)(?: the)? (?P<what>.+?))(?: again| together)?$",
    re.IGNORECASE,
)


def with_fewer(last: Plan, said: Said, task: Understanding) -> Plan | None:
    if last.combine is not None:
        return None
    if (all_of := _ALL.match(said.words.strip())) is not None and not said.without:
        return _of_all(last, all_of["what"], task)
    if said.without:
        return _without_group(last, re.sub(r"^(?:split |grouped )?by ", "", said.words), task)
    return None


def _without_group(last: Plan, words: str, task: Understanding) -> Plan | None:
    mentions = mentions_in(words, task)
    gone = {field for field in grouped_fields(last) if any(_names(one, field, task.model) for one in mentions)}
    if not mentions or len(gone) != len(mentions) or len(gone) == len(last.dimensions):
        return None
    kept = tuple(one for one in last.dimensions if one.of not in gone)
    names = {one.name for one in last.dimensions if one not in kept}
    order = tuple(one for one in last.order if getattr(one.by, "name", "") not in names)
    return replace(last, dimensions=kept, order=order, top_per_group=None)


def _of_all(last: Plan, what: str | None, task: Understanding) -> Plan | None:
    """The condition on what is named goes; where nothing is, the only condition."""
    singles = [one for one in each_condition(last.where) if not is_period(one)]
    if what is not None:
        mentions = mentions_in(what, task)
        singles = [one for one in singles if (field := field_of(one)) and _any(mentions, field, task.model)]
    if not singles or len({field_of(one) for one in singles}) != 1:
        return None

    def kept(condition: Condition) -> Condition | None:
        return None if condition in singles else condition

    return replace(last, where=exchanged(last.where, kept))


def _any(mentions: object, field: FieldRef, model: SemanticModel) -> bool:
    return isinstance(mentions, list | tuple) and any(_names(one, field, model) for one in mentions)


def _names(lexeme: Lexeme, field: FieldRef, model: SemanticModel) -> bool:
    """Its column, or the table that the column names the rows of."""
    if any((one.entity.name, one.field.name) == (field.entity, field.name) for one in lexeme.fields):
        return True
    entity = model.entity(field.entity)
    return field.name in (entity.display, *entity.key) and any(
        one.entity.name == entity.name for one in lexeme.entities
    )
