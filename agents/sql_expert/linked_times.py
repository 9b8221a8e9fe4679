"""Times of what is linked to a row: how long it took to the first of them, and what happened so soon after.

"Average days between signup and first order", "tickets opened within 30 days after signup".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.fields import is_temporal, time_field
from agents.sql_expert.schema import Schema
from agents.sql_expert.time_words import time_said
from core.model import Entity, Field
from core.plan import (
    Aggregate,
    AggregateFunction,
    Comparison,
    Condition,
    DateDifference,
    Exists,
    FieldRef,
    Grain,
    Plan,
    PlanMeasure,
    Related,
    Value,
)
from semantic_layer.words import full_words, singular, stem, word_stems

Read = Callable[[str], Plan | None]
_UNITS: dict[str, Grain] = {
    name: unit for unit in ("day", "hour", "week", "month", "year") for name in (unit, f"{unit}s")
}
_UNIT = rf"(?P<unit>time|duration|{'|'.join(_UNITS)})"
_FUNCTIONS: dict[str, AggregateFunction] = {
    "average": "avg", "avg": "avg", "mean": "avg", "median": "median", "longest": "max", "maximum": "max", "highest": "max",
    "shortest": "min", "minimum": "min", "lowest": "min",
}  # fmt: skip
_FUNCTION = rf"(?P<function>{'|'.join(_FUNCTIONS)})"
_ENDS = r"(?P<which>first|earliest|initial|last|latest|most recent)"
_TAIL = r"(?P<tail>(?:,?\s+(?:by|per|for|in|during|since|over|each|across|among|of (?:any|all|each|one) of (?:their|its|the))\b.*)?)[?.!]*$"
_BETWEEN = re.compile(
    r"^(?:what (?:is|was|are|were) |show (?:me )?|give me |calculate |compute |find |tell me )?(?:the )?"
    rf"{_FUNCTION} (?:number of |amount of |length of )?{_UNIT}(?: \(in (?P<inunit>{'|'.join(_UNITS)})\)|"
    rf" in (?P<inunit2>{'|'.join(_UNITS)}))?,? "
    r"(?:it takes |taken |passed |elapsed |that passes )?(?:between|from) (?:the |their |its |an? )?(?P<start>[\w' -]+?) "
    r"(?:and|to|until|till) "
    rf"(?:the |their |its |his |her )*{_ENDS} (?P<event>[\w -]+?){_TAIL}",
    re.IGNORECASE,
)
_SOON = re.compile(
    rf"\s*,?\b(?:(?:in|within|during) (?:the |their |its )?(?P<first>first) (?:(?P<many>\d+) )?(?P<unit>{'|'.join(_UNITS)})|"
    rf"within (?:the )?(?P<count>\d+) (?P<unit2>{'|'.join(_UNITS)})) (?:after|of|from|following|since) (?:the |their |its |being |first )?"
    r"(?P<start>[\w-]+(?: [\w-]+){0,2}?)(?P<rest>(?:,?\s+(?:by|per|for|in|during|each)\b.*)?[?.!]*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    entity: Entity
    field: Field

    @property
    def ref(self) -> FieldRef:
        return FieldRef(entity=self.entity.name, name=self.field.name)


def linked_lengths(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands which rows it is asked of, and for which groups."""
    found = _BETWEEN.match(text.strip())
    if found is None:
        return
    for start in starts_said(found["start"], schema):
        for event, time in events_said(found["event"], start.entity, schema):
            plan = _counted(start.entity, found["tail"], read)
            if plan is not None:
                yield _measured(plan, found, start, event, time)


def soon_after(text: str, schema: Schema, read: Read) -> Iterator[Plan]:
    """`read` understands the question without the words about time."""
    found = _SOON.search(text.strip())
    if found is None:
        return
    plan = read(f"{text.strip()[: found.start()]}{found['rest']}")
    if plan is None or plan.combine is not None:
        return
    for start in starts_said(found["start"], schema):
        where = _since(plan, start, found, schema)
        if where is not None:
            yield replace(plan, where=where)


def starts_said(words: str, schema: Schema) -> list[_Start]:
    """Dates of the table that is named, and those that are called so, before those of which as much can be said."""
    said = word_stems(words)

    def fits(start: _Start) -> tuple[bool, bool]:
        called = word_stems(start.field.name) - schema.entity_stems[start.entity.name]
        return not schema.entity_stems[start.entity.name] & said, not called & said

    return sorted(_starts(words, schema), key=fits)


def _starts(words: str, schema: Schema) -> Iterator[_Start]:
    for entity in schema.model.entities:
        times = [one for one in entity.fields if is_temporal(one)]
        own = schema.entity_stems[entity.name]
        said = word_stems(words)
        field = next((one for one in times if word_stems(one.label) == said), None) or time_said(words, times, own)
        if field is not None:
            yield _Start(entity=entity, field=field)


def events_said(words: str, entity: Entity, schema: Schema) -> Iterator[tuple[Entity, Field]]:
    """Tables with several rows for each of `entity`, called by the words, and the time that is meant."""
    said = word_stems(words)
    for other in schema.model.entities:
        own = {stem(singular(word)) for word in full_words(other.name)}
        linked = schema.reach.to_one(other.name, entity.name)
        if not own <= said or not linked:
            continue
        times = [one for one in other.fields if is_temporal(one)]
        rest = " ".join(word for word in full_words(words) if stem(singular(word)) not in own)
        field = (time_said(rest, times) if rest else None) or time_field(other)
        if field is not None and (field in times):
            yield other, field


def _counted(entity: Entity, tail: str, read: Read) -> Plan | None:
    """The rows of `entity` that the words behind are about, counted in their groups."""
    said = re.sub(r"^,?\s+of (?:any|all|each|one) of (?:their|its|the) \w+", "", tail, flags=re.IGNORECASE)
    named = re.match(r"^,?\s+(?:for|among|of)\s+(?!each\b|every\b)", said, re.IGNORECASE)
    asked = [f"number of {said[named.end() :]}"] if named else []
    for words in (*asked, f"number of {entity.label}{said}"):
        plan = read(words)
        counts = plan is not None and plan.rows is None and len(plan.measures) == 1 and plan.having is None
        if plan is not None and counts and plan.entity == entity.name and not plan.comparisons:
            return plan
    return None


def _measured(plan: Plan, found: re.Match[str], start: _Start, event: Entity, time: Field) -> Plan:
    unit = _UNITS.get((found["inunit"] or found["inunit2"] or found["unit"]).casefold(), "day")
    last = found["which"].casefold() in ("last", "latest", "most recent")
    of = FieldRef(entity=event.name, name=time.name)
    end = Related(aggregate=Aggregate(function="max" if last else "min", entity=event.name, of=of))
    length = DateDifference(unit=unit, start=start.ref, end=end)
    function = _FUNCTIONS[found["function"].casefold()]
    spoken = {"avg": "average", "max": "longest", "min": "shortest"}.get(function, function)
    label = f"{spoken} {unit}s from {start.field.label} to {'last' if last else 'first'} {time.label} of {event.label}"
    value = Aggregate(function=function, entity=start.entity.name, of=length)
    measure = PlanMeasure(name=f"{spoken}_{unit}s", label=label, value=value)
    names = {one.name for one in plan.measures}
    order = tuple(one for one in plan.order if getattr(one.by, "name", None) not in names)
    return replace(plan, measures=(measure,), order=order)


def _since(plan: Plan, start: _Start, found: re.Match[str], schema: Schema) -> Condition | None:
    """On the rows themselves, where each has one start; else on the one kind of linked rows that is asked for."""
    entity = schema.model.entity(plan.entity)
    parts = parts_of(plan.where)
    if entity.name != start.entity.name and schema.reach.to_one(entity.name, start.entity.name):
        time = time_field(entity)
        soon = _soon(entity, time, start, found) if time is not None else None
        return all_of((*parts, *soon)) if soon is not None else None
    linked = [one for one in parts if isinstance(one, Exists) and not one.negated]
    if entity.name != start.entity.name or len(linked) != 1:
        return None
    event = schema.model.entity(linked[0].entity)
    time = time_field(event)
    soon = _soon(event, time, start, found) if time is not None else None
    if soon is None:
        return None
    within = replace(linked[0], where=all_of((*parts_of(linked[0].where), *soon)))
    return all_of(tuple(within if one is linked[0] else one for one in parts))


def _soon(event: Entity, time: Field, start: _Start, found: re.Match[str]) -> tuple[Condition, ...]:
    """“The first week” is the 7 days from the start on; “within 7 days” has their end."""
    unit = _UNITS[(found["unit"] or found["unit2"]).casefold()]
    count = int(found["count"] or found["many"] or 1)
    if unit == "week":
        unit, count = "day", count * 7
    of = FieldRef(entity=event.name, name=time.name)
    length = DateDifference(unit=unit, start=start.ref, end=of)
    most = Comparison(left=length, operator="<" if found["first"] else "<=", right=Value(value=count, type="integer"))
    return Comparison(left=of, operator=">=", right=start.ref), most
