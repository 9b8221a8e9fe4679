"""Lengths of time that rows have: from one of their dates to another, told by what happened on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agents.sql_expert.fields import is_temporal
from agents.sql_expert.qualities import PERSON
from agents.sql_expert.time_words import time_said
from core.model import Entity, Field, SemanticModel
from core.plan import Call, Expression, FieldRef, Value
from semantic_layer.words import full_words, stem

FINISHING = frozenset(map(stem, ["finish", "complete", "do", "done", "turn", "process", "handle"]))
DUE = frozenset(
    map(stem, ["due", "promised", "expected", "deadline", "required", "scheduled", "target", "planned", "estimated"])
)
DONE = frozenset(
    map(
        stem,
        [
            "delivered",
            "delivery",
            "shipped",
            "ship",
            "returned",
            "return",
            "paid",
            "completed",
            "finished",
            "closed",
            "arrival",
            "actual",
        ],
    )
)
BORN = frozenset(map(stem, ["birth", "dob", "birthday", "born", "birthdate"]))
JOINED = frozenset(
    map(
        stem,
        [
            "hire",
            "hired",
            "join",
            "joined",
            "start",
            "started",
            "employed",
            "signup",
            "enrolled",
            "moved",
            "admission",
            "checkin",
        ],
    )
)
LEFT = frozenset(
    map(
        stem,
        [
            "termination",
            "terminated",
            "left",
            "leave",
            "end",
            "ended",
            "exit",
            "quit",
            "discharge",
            "cancelled",
            "churned",
            "checkout",
        ],
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one time of a row to another; `open_start` where other dates could have been its start."""

    entity: Entity
    start: Expression
    end: Expression
    label: str
    timed: bool
    open_start: bool = False


def outer_spans(model: SemanticModel, starts: frozenset[str] | None, ends: frozenset[str] | None) -> Iterator[Span]:
    for entity in model.entities:
        times = [one for one in entity.fields if is_temporal(one) and not stems_of(one) & (DUE | BORN)]
        first = [one for one in times if starts is None or stems_of(one) & starts]
        last = [one for one in times if ends is None or stems_of(one) & ends]
        told = len(times) == 2 and not (starts or ends)
        if told or (starts and ends and len(first) == len(last) == 1 and first != last):
            start, end = (FieldRef(entity=entity.name, name=one.name) for one in (first[0], last[-1]))
            label = f"from {first[0].label} to {last[-1].label}"
            timed = all(one.type != "date" for one in (first[0], last[-1]))
            yield Span(entity=entity, start=start, end=end, label=label, timed=timed)


def spans_between(start: str | None, end: str, model: SemanticModel) -> Iterator[Span]:
    for entity in model.entities:
        times = [one for one in entity.fields if is_temporal(one)]
        own = frozenset(stem(word) for word in full_words(entity.name))
        last = _named(end, times) or time_said(end, times, own)
        rest = [one for one in times if one is not last]
        first = (_named(start, rest) or time_said(start, rest, own)) if start else None
        undue = [one for one in times if not stems_of(one) & DUE]
        if last is None and {stem(word) for word in full_words(end)} & FINISHING and len(undue) == 2:
            last = undue[-1]
        if last is None or (start and first is None):
            continue
        others = [one for one in times if one is not last]
        if first is None:
            before = [one for one in others if times.index(one) < times.index(last) and not stems_of(one) & DUE]
            first = before[-1] if before else None
        if first is not None:
            ends = tuple(FieldRef(entity=entity.name, name=one.name) for one in (first, last))
            timed = all(one.type != "date" for one in (first, last))
            yield Span(entity=entity, start=ends[0], end=ends[1], label=f"from {first.label} to {last.label}",
                       timed=timed, open_start=start is None and len(others) > 1)  # fmt: skip


def linked_spans(start: str, end: str, model: SemanticModel) -> Iterator[Span]:
    """From a time of the row that is referred to, to one of the row that refers to it: from an order to its payment."""
    for link in model.relationships:
        if link.cardinality == "one_to_many" or link.from_entity == link.to_entity:
            continue
        before, after = model.entity(link.to_entity), model.entity(link.from_entity)
        first, last = _time_of(start, before), _time_of(end, after)
        if first is not None and last is not None:
            yield Span(
                entity=after,
                start=FieldRef(entity=before.name, name=first.name),
                end=FieldRef(entity=after.name, name=last.name),
                label=f"from {first.label} to {last.label}",
                timed=all(one.type != "date" for one in (first, last)),
            )


def _time_of(words: str, entity: Entity) -> Field | None:
    """The column that the words name, or when the rows happened that they name."""
    times = [one for one in entity.fields if is_temporal(one)]
    own = frozenset(stem(word) for word in full_words(entity.name))
    said = {stem(word) for word in full_words(words)} - {stem("date"), stem("time")}
    if said and said <= own and entity.default_time is not None:
        return entity.field(entity.default_time)
    return _named(words, times) or time_said(words, times, own)


def _named(words: str, times: list[Field]) -> Field | None:
    """The one column of dates whose name has the words' root ("delivery", "being closed")."""
    said = {stem(word) for word in full_words(words)} - {stem("date"), stem("time"), stem("order")}
    said = said or {stem(word) for word in full_words(words)}
    found = [one for one in times if any(_alike(word, own) for word in said for own in stems_of(one))]
    whole = [one for one in found if all(any(_alike(word, own) for own in stems_of(one)) for word in said)]
    told = whole if len(whole) == 1 else found
    return told[0] if len(told) == 1 else None


def _alike(one: str, other: str) -> bool:
    synonyms = (
        {"resolut", "resolv", "close", "solv"},
        {"ship", "dispatch", "shipment", "send"},
        {"pay", "paid", "payment"},
        {"deliveri", "deliv", "arriv"},
    )
    if one == other or any({one, other} <= group for group in synonyms):
        return True
    return min(len(one), len(other)) >= 5 and one[:5] == other[:5]


def stems_of(field: Field) -> frozenset[str]:
    return frozenset(stem(word) for word in full_words(field.name))


def ages(what: str, model: SemanticModel, today: date) -> Iterator[Span]:
    now = Value(value=today.isoformat(), type="date")
    roots = BORN if what == "age" else JOINED
    people = {stem(word) for word in PERSON.fields}
    for entity in model.entities:
        if what != "age" and people.isdisjoint(stem(word) for word in full_words(entity.name)):
            continue
        times = [one for one in entity.fields if is_temporal(one)]
        starts = [one for one in times if stems_of(one) & roots]
        if len(starts) != 1:
            continue
        left = [one for one in times if what != "age" and stems_of(one) & LEFT]
        start = FieldRef(entity=entity.name, name=starts[0].name)
        end: Expression = now
        if left:
            end = Call(function="coalesce", arguments=(FieldRef(entity=entity.name, name=left[0].name), now))
        yield Span(entity=entity, start=start, end=end, label=f"since {starts[0].label}", timed=False)


def has_column(model: SemanticModel, word: str) -> bool:
    said = stem(word)
    return any(said in stems_of(one) for entity in model.entities for one in entity.fields)
