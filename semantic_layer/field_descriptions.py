"""What a column holds, in a few words, where its name, role and references say more than its label does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.model import Dimension, Entity, Field, Measure, Relationship
from semantic_layer.entities import entity_words
from semantic_layer.units import unit_of_words
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, name_words

_TIME_WORDS = word_set("date time timestamp datetime day at on dt ts when")
_EVENTS = {
    event: told
    for told, events in {
        "was shipped": "ship shipped shipping shipment",
        "was delivered": "deliver delivered delivery",
        "was created": "create created creation",
        "was updated": "update updated",
        "was modified": "modified",
        "was paid": "paid",
        "was cancelled": "cancelled canceled",
        "was closed": "closed",
        "was opened": "opened",
        "was approved": "approved approval",
        "was received": "received",
        "was returned": "returned",
        "was registered": "registered registration",
        "was published": "published publication",
        "was released": "released release",
        "was completed": "completed completion",
        "was resolved": "resolved",
        "was deleted": "deleted",
        "was hired": "hire hired",
        "was founded": "founded",
        "was submitted": "submitted submission",
        "was booked": "booked",
        "is due": "due",
        "expires": "expiry expires expiration",
        "starts": "start starts",
        "ends": "end ends",
        "started": "started",
        "ended": "ended finished",
    }.items()
    for event in events.split()
}
_WHETHER = {"is": "is", "has": "has", "was": "was", "can": "can"}
_KEY_WORDS = word_set("id key code no number uuid guid pk")
_SPOKEN = {"%": "percent", "ratio": "a share of one"}


def with_descriptions(entity: Entity, relationships: Sequence[Relationship], labels: Mapping[str, str]) -> Entity:
    """Where a person described a field, that stays. `labels` are those of the entities, by their name."""
    named = {one.from_columns[0]: one.to_entity for one in relationships if _is_by_key(one)}
    thing = " ".join(entity_words(entity.label))
    return replace(
        entity,
        fields=tuple(
            field
            if "description" in field.by_person
            else replace(field, description=_described(field, thing, entity, named.get(field.name), labels))
            for field in entity.fields
        ),
    )


def _is_by_key(one: Relationship) -> bool:
    """And not by a name or a day."""
    return len(one.to_columns) == 1 and bool(_KEY_WORDS & set(name_words(one.to_columns[0])[-1:]))


def _described(field: Field, thing: str, entity: Entity, target: str | None, labels: Mapping[str, str]) -> str | None:
    if target is not None:
        return f"Identifier of the {' '.join(entity_words(labels[target]))}, listed in {labels[target]}"
    if isinstance(field, Measure):
        return _measured(field)
    if not thing:
        return None
    if field.role == "time":
        return _moment(field, thing)
    if field.role == "identifier" and entity.key == (field.name,) and set(name_words(field.name)) <= _KEY_WORDS:
        return f"Identifier of the {thing}"
    return _whether(field, thing) if field.role == "flag" else None


def _moment(field: Dimension, thing: str) -> str | None:
    """Only of names that tell one event and nothing else: "shipped_at", "order_ship_date"."""
    words = [word for word in full_words(field.name) if word not in _TIME_WORDS]
    kind = "Date and time" if field.type in ("timestamp", "timestamptz") else "Date"
    if field.type not in ("date", "timestamp", "timestamptz"):
        return None
    if words == thing.split():
        return f"{kind} of the {thing}"
    about = words[len(thing.split()) :] if words[: len(thing.split())] == thing.split() else words
    if about == ["birth"]:
        return f"{kind} of birth of the {thing}"
    told = _EVENTS.get(about[0]) if len(about) == 1 else None
    return f"{kind} the {thing} {told}" if told else None


def _whether(field: Dimension, thing: str) -> str | None:
    first, *rest = name_words(field.name) or ("",)
    return f"Whether the {thing} {_WHETHER[first]} {' '.join(rest)}" if first in _WHETHER and rest else None


def _measured(field: Measure) -> str | None:
    words = field.label.split()
    if field.unit is None or not words:
        return None
    while len(words) > 1 and unit_of_words(words[-1]) == field.unit:
        words.pop()
    what = " ".join(words)
    said = _SPOKEN.get(field.unit, field.unit)
    if unit_of_words(words[-1]) == field.unit or f"({field.unit.casefold()})" in what.casefold():
        return None
    return f"{what[:1].upper()}{what[1:]} {'as' if field.unit == 'ratio' else 'in'} {said}"
