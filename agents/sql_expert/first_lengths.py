"""How long it took to the first of what is linked, row by row: "return the name and the days between joining and the first order"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agents.sql_expert.linked_times import events_said, starts_said
from agents.sql_expert.schema import Schema
from core.model import Dimension, Entity
from core.plan import (
    Aggregate,
    DateDifference,
    Exists,
    FieldRef,
    Grain,
    Limit,
    Order,
    OutputRef,
    Plan,
    PlanField,
    Related,
    Rows,
)
from semantic_layer.words import full_words, singular, stem, word_stems

Read = Callable[[str], Plan | None]
_UNITS: dict[str, Grain] = {
    name: unit for unit in ("day", "hour", "week", "month", "year") for name in (unit, f"{unit}s")
}
_LENGTH = re.compile(
    r"(?:the )?(?:difference (?:between|in|of) )?(?:the |their |its )?(?:number of |amount of |length of )?"
    rf"(?P<unit>time|duration|difference|{'|'.join(_UNITS)})(?: in (?P<unit2>{'|'.join(_UNITS)}))? (?:it took |taken |passed )?"
    r"(?:between|from) (?:the |their |its )?(?P<start>[\w' -]+?) (?:and|to|until|till) (?:the |their |its |his |her )*"
    r"(?:(?:start|date|time|day) of (?:the |their |its )*)?(?P<which>first|earliest|last|latest|most recent) (?P<event>[\w-]+(?: [\w-]+)??)"
    r"(?= date\b| time\b|[.,:;?!]|\s*$)(?: date| time)?",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:return|show|list|give(?: me)?|display|output|what (?:is|are)|for (?:each|every)) (?:the |each |their )?(?P<items>[^.?!;:]*?)\s*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[:.;?,]\s*(?:please )?(?:return|show|list|give|display)\s+(?P<items>[^.?!;]+?)(?=[.?!;]|$)", re.IGNORECASE
)
_WITHOUT = re.compile(
    r"[.,;]\s*(?:ignor(?:e|ing)|exclud(?:e|ing)|skip(?:ping)?|leav(?:e|ing) out|only)\s+(?:those\s+|all\s+)?"
    r"\w+\s+(?:who|that|which|without|with)\b[^.;]*",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?:,|\band\b|\.)?\s*(?:sorted by )?(?:the )?(?:(?P<long>longest|highest|most)|(?P<short>shortest|lowest|fewest))(?: \w+)? first\b"
    r"|(?:,|\band\b)?\s*(?:the )?top (?P<most>\d+)(?: (?P<long2>longest)| (?P<short2>shortest))?",
    re.IGNORECASE,
)
_TIMES = frozenset(
    map(
        stem,
        ("day", "time", "week", "month", "year", "hour", "difference", "duration", "length", "number", "days", "of"),
    )
)


def first_lengths(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands the rows alone. Nothing where a column is asked for that the rows do not have."""
    found = _LENGTH.search(text)
    if found is None:
        return
    plain = _WITHOUT.sub("", text[: found.start()] + "‹" + text[found.end() :])
    before, _, behind = plain.partition("‹")
    asked, later = _ASKED.search(before), _BEHIND.search(behind)
    if asked is None and later is None and before.strip():
        return
    items = [*_items(asked["items"] if asked else ""), *_items(_FIRST.sub("", later["items"]) if later else "")]
    for start in starts_said(found["start"], schema):
        for event, time in events_said(found["event"], start.entity, schema):
            columns = [_column(one, start.entity) for one in items] or [_naming(start.entity)]
            rows = read(f"list the {start.entity.label} with {event.label}")
            if rows is not None and rows.entity == start.entity.name and all(one is not None for one in columns):
                of = FieldRef(entity=event.name, name=time.name)
                last = found["which"].casefold() in ("last", "latest", "most recent")
                end = Related(aggregate=Aggregate(function="max" if last else "min", entity=event.name, of=of))
                unit = _UNITS.get((found["unit2"] or found["unit"]).casefold(), "day")
                length = DateDifference(unit=unit, start=start.ref, end=end)
                label = f"{unit}s from {start.field.label} to {'last' if last else 'first'} {event.label}"
                told = PlanField(name=f"{unit}s", label=label, of=length)
                fields = (*(one for one in columns if one is not None), told)
                yield _ordered(
                    Plan(entity=start.entity.name, rows=Rows(fields=fields), where=Exists(entity=event.name)), behind
                )


def _ordered(plan: Plan, words: str) -> Plan:
    ends = list(_FIRST.finditer(words))
    down = any(one["long"] or one["long2"] or one["most"] for one in ends) and not any(
        one["short"] or one["short2"] for one in ends
    )
    most = next((int(one["most"]) for one in ends if one["most"]), None)
    if not ends or plan.rows is None:
        return plan
    order = (Order(by=OutputRef(name=plan.rows.fields[-1].name), descending=down),)
    limit = Limit(count=most, ties="cut") if most else None
    return Plan(entity=plan.entity, rows=plan.rows, where=plan.where, order=order, limit=limit)


def _items(words: str) -> list[str]:
    """What is shown beside the length itself."""
    parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", words.strip(" ,"))
    plain = [re.sub(r"^(?:the|their|its|and) |\band$", "", one.strip(), flags=re.IGNORECASE).strip() for one in parts]
    return [one for one in plain if one and not word_stems(one) <= _TIMES]


def _column(words: str, entity: Entity) -> PlanField | None:
    """Called so, with the name of the rows or without it."""
    said, own = word_stems(words), {stem(word) for word in full_words(entity.name)} | word_stems(entity.label)
    own |= word_stems(" ".join(singular(word) for word in entity.label.split()))
    if said <= own:
        return _naming(entity)
    if said - own == {stem("name")}:
        return _naming(entity)
    named = [(one, {stem(word) for word in full_words(one.name)}) for one in entity.fields]
    called = [one for one, name in named if name in (said, said - own) or name - own == said - own]
    called = called or [one for one, name in named if said - own <= name]
    if len(called) != 1:
        return None
    return PlanField(name=called[0].name, label=called[0].label, of=FieldRef(entity=entity.name, name=called[0].name))


def _naming(entity: Entity) -> PlanField | None:
    name = entity.display or (entity.key[0] if entity.key else None)
    field = next((one for one in entity.fields if one.name == name and isinstance(one, Dimension)), None)
    return (
        None
        if field is None
        else PlanField(name=field.name, label=field.label, of=FieldRef(entity=entity.name, name=field.name))
    )
