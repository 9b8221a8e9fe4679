"""Another date of the same rows: “no, by order date”, “use the shipping date”, “based on when they were booked”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.fields import is_temporal
from agents.sql_expert.schema import schema_of
from agents.sql_expert.turns.said import Said
from agents.sql_expert.turns.told import each_condition, exchanged, field_of, is_period
from core.model import Entity
from core.plan import AbsolutePeriod, Condition, FieldRef, Plan, RelativePeriod
from semantic_layer.words import full_words, stem

_BY = re.compile(
    r"^(?:i mean(?:t)? )?(?:by|on|using|use|based on|going by|according to|with|per|it should be|take|from)\s+(?:the |their |its )?"
    r"(?P<what>(?:\w+[ -])*?\w+)(?:,? not (?:by |on )?(?:the )?(?:\w+[ -]?)+)?$",
    re.IGNORECASE,
)
_TIME = frozenset(
    stem(word) for word in ("date", "day", "time", "when", "on", "at", "it", "they", "was", "were", "of", "the")
)


def with_other_time(last: Plan, said: Said, task: Understanding) -> Plan | None:
    """None where no period or grain is told, or no other date of the rows is called so."""
    matched = _BY.match(said.words.strip())
    if matched is None or said.without or last.combine is not None:
        return None
    told = _told(last, task)
    if told is None:
        return None
    wanted = {stem(word) for word in full_words(matched["what"])} - _TIME
    if not wanted:
        return None
    other = _called(told.entity, wanted, told, task)
    return _moved(last, told, other) if other is not None else None


def _told(last: Plan, task: Understanding) -> FieldRef | None:
    """The one date that periods and grains are told by."""
    fields = {field for one in each_condition(last.where) if is_period(one) and (field := field_of(one)) is not None}
    fields |= {one.of for one in last.dimensions if (one.grain or one.part) and isinstance(one.of, FieldRef)}
    return next(iter(fields)) if len(fields) == 1 else None


def _called(start: str, wanted: set[str], told: FieldRef, task: Understanding) -> FieldRef | None:
    """Every word but “date” is of its name, or of its table's."""
    reach = schema_of(task.model).reach
    near = [one for one in task.model.entities if reach.to_one(start, one.name) is not None]
    own = _fields_called(task.model.entity(start), wanted)
    found = own or [one for entity in near for one in _fields_called(entity, wanted)]
    found = [one for one in dict.fromkeys(found) if one != told]
    return found[0] if len(found) == 1 else None


def _fields_called(entity: Entity, wanted: set[str]) -> list[FieldRef]:
    found: list[FieldRef] = []
    for field in entity.fields:
        names = (field.name, field.label, *field.synonyms)
        if is_temporal(field) and any(wanted <= {stem(word) for word in full_words(name)} for name in names):
            found.append(FieldRef(entity=entity.name, name=field.name))
    return found


def _moved(last: Plan, told: FieldRef, other: FieldRef) -> Plan:
    def instead(condition: Condition) -> Condition:
        if isinstance(condition, AbsolutePeriod | RelativePeriod) and condition.of == told:
            return replace(condition, of=other)
        return condition

    dimensions = tuple(
        replace(one, of=other) if (one.grain or one.part) and one.of == told else one for one in last.dimensions
    )
    return replace(last, where=exchanged(last.where, instead), dimensions=dimensions)
