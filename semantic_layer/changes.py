"""Changes that people make, put into a model: each fact keeps what of it a person set."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.errors import InvalidInput, UnknownName, UserError
from core.model import EVERYTHING, Calendar, Dimension, Entity, Hierarchy, SemanticModel, Synonym
from core.model_change import ModelChange
from core.table import TEMPORAL_TYPES
from semantic_layer.change_values import described, named, optional_text, text, texts
from semantic_layer.entity_times import read_snapshots, read_spine
from semantic_layer.field_changes import changed_field
from semantic_layer.metric_changes import changed_metrics
from semantic_layer.relationship_changes import changed_relationships

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ENTITY_ATTRIBUTES = (
    "label",
    "description",
    "synonyms",
    "key",
    "display",
    "default_time",
    "hierarchies",
    "spine",
    "snapshots",
)
_ABOUT = ("target", "metric", "relationship", "synonym", "calendar")
_KNOWN = tuple(field.name for field in dataclasses.fields(ModelChange))
_MOST_CHANGES = 5_000


def read_changes(given: Any) -> tuple[ModelChange, ...]:
    """Of a list of objects, as `PATCH` takes it. Raises InvalidInput and UnknownName that name the change."""
    if not isinstance(given, list) or not given:
        raise InvalidInput(
            "Changes are a list with at least one change.", hint='[{"target": "orders", "set": {"label": "Sales"}}]'
        )
    if len(given) > _MOST_CHANGES:
        raise InvalidInput(f"At most {_MOST_CHANGES:,} changes are taken at once.")
    return tuple(_told_which(number, len(given), lambda one=one: _read(one)) for number, one in enumerate(given, 1))


def apply_changes(model: SemanticModel, changes: Sequence[ModelChange]) -> SemanticModel:
    """In their order. Raises InvalidInput and UnknownName that name the change; then nothing is changed."""
    for number, change in enumerate(changes, 1):
        model = _told_which(number, len(changes), lambda model=model, change=change: _applied(model, change))
    return model


def _told_which(number: int, many: int, work: Any) -> Any:
    try:
        return work()
    except UserError as refused:
        if many > 1:
            refused.message = f"Change {number}: {refused.message}"
            refused.args = (refused.message,)
        raise


def _read(given: Any) -> ModelChange:
    if not isinstance(given, dict):
        raise InvalidInput("A change is an object.", hint='{"target": "orders.amount", "set": {"unit": "EUR"}}')
    for key in given:
        named("part of a change", key, _KNOWN)
    about = [key for key in _ABOUT if given.get(key) is not None and not (key == "target" and given.get("synonym"))]
    if len(about) != 1:
        raise InvalidInput(f"A change is about one of {', '.join(_ABOUT)}.", hint="Send a change for each.")
    for key in ("target", "metric", "relationship", "synonym"):
        if given.get(key) is not None and not (isinstance(given[key], str) and given[key].strip()):
            raise InvalidInput(f"“{key}” is a name.")
    for key in ("calendar", "set"):
        if given.get(key) is not None and not isinstance(given[key], dict):
            raise InvalidInput(f"“{key}” is an object of attributes.")
    named("doing", given.get("do") or "set", ("set", "accept", "reject", "remove"))
    return ModelChange(**{key: value for key, value in given.items() if value is not None})


def _applied(model: SemanticModel, change: ModelChange) -> SemanticModel:
    if change.calendar is not None:
        return replace(model, calendar=_calendar(model.calendar, change.calendar))
    if change.metric is not None:
        return changed_metrics(model, change)
    if change.relationship is not None:
        return changed_relationships(model, change)
    if change.synonym is not None:
        return replace(model, synonyms=_synonyms(model, change))
    return _of_target(model, change)


def _of_target(model: SemanticModel, change: ModelChange) -> SemanticModel:
    if change.do != "set" or not change.set:
        raise InvalidInput(
            f"{change.target} has nothing set.", hint="Tables and fields are hidden, not removed: hidden=true."
        )
    names = target_names(model)
    entity_name, field_name = names[named("table or field", change.target or "", names)]
    entity = model.entity(entity_name)
    changed = (
        _entity(entity, change.set)
        if field_name is None
        else replace(
            entity,
            fields=tuple(
                changed_field(one, change.set, entity) if one.name == field_name else one for one in entity.fields
            ),
        )
    )
    return replace(model, entities=tuple(changed if one.name == entity_name else one for one in model.entities))


def target_names(model: SemanticModel) -> dict[str, tuple[str, str | None]]:
    """Dotted names with the table and the field they are, for names that hold dots themselves."""
    names: dict[str, tuple[str, str | None]] = {}
    for entity in model.entities:
        names |= {f"{entity.name}.{field.name}": (entity.name, field.name) for field in entity.fields}
    return names | {entity.name: (entity.name, None) for entity in model.entities}


def _entity(entity: Entity, values: Mapping[str, Any]) -> Entity:
    columns = [field.name for field in entity.fields]
    readers: dict[str, Callable[[Any], Any]] = {
        "label": lambda value: text("label", value),
        "description": lambda value: optional_text("description", value),
        "synonyms": lambda value: texts("synonyms", value),
        "key": lambda value: tuple(named("column", one, columns) for one in texts("key", value)),
        "display": lambda value: None if value is None else named("column", value, columns),
        "default_time": lambda value: None if value is None else _time(entity, value),
        "hierarchies": lambda value: _hierarchies(value, columns),
        "spine": lambda value: read_spine(value, entity),
        "snapshots": lambda value: read_snapshots(value, entity),
    }
    wanted = {named("attribute", name, ENTITY_ATTRIBUTES): value for name, value in values.items()}
    read = {name: readers[name](value) for name, value in wanted.items()}
    if "key" in read:
        read |= {"key_evidence": "Set by a person.", "key_confidence": 1.0}
    return replace(entity, by_person=added(entity.by_person, read), **read)


def _hierarchies(value: Any, columns: Sequence[str]) -> tuple[Hierarchy, ...]:
    """All of them at once: lists of columns from the coarsest, or texts such as "country > city"."""
    listed = [value] if isinstance(value, str) else (value or ())
    if not isinstance(listed, list | tuple):
        raise InvalidInput("hierarchies are a list of lists of columns.", hint='Write [["country", "city"]].')
    return tuple(_hierarchy(one, columns) for one in listed)


def _hierarchy(told: Any, columns: Sequence[str]) -> Hierarchy:
    parts = told.split(">") if isinstance(told, str) else told
    levels = tuple(named("column", one.strip(), columns) for one in texts("hierarchies", parts))
    if len(levels) < 2 or len(set(levels)) < len(levels):
        raise InvalidInput("A hierarchy has two or more different columns.", hint='Write ["country", "city"].')
    return Hierarchy(levels=levels, evidence="Set by a person.", by_person=(EVERYTHING,))


def _time(entity: Entity, value: Any) -> str:
    times = [
        one.name
        for one in entity.fields
        if one.type in TEMPORAL_TYPES or (isinstance(one, Dimension) and one.role == "time")
    ]
    return named("column of dates", value, times)


def added(by_person: tuple[str, ...], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*by_person, *names)))


def _calendar(calendar: Calendar, values: Mapping[str, Any]) -> Calendar:
    read: dict[str, int] = {}
    for name, value in values.items():
        named("part of the calendar", name, ("week_start", "fiscal_year_start"))
        read[name] = _weekday(value) if name == "week_start" else _month(value)
    return replace(calendar, **read)


def _weekday(value: Any) -> int:
    if isinstance(value, str) and not value.isdecimal():
        return WEEKDAYS.index(named("day of the week", value.casefold(), WEEKDAYS))
    if isinstance(value, bool) or not str(value).isdecimal() or int(value) > 6:
        raise InvalidInput(
            f"week_start cannot be {described(value)}.", hint="Use monday to sunday, or 0 (Monday) to 6."
        )
    return int(value)


def _month(value: Any) -> int:
    if isinstance(value, bool) or not str(value).isdecimal() or not 1 <= int(value) <= 12:
        raise InvalidInput(f"fiscal_year_start cannot be {described(value)}.", hint="Use a month: 1 to 12.")
    return int(value)


def _synonyms(model: SemanticModel, change: ModelChange) -> tuple[Synonym, ...]:
    phrase = " ".join((change.synonym or "").split())
    others = tuple(one for one in model.synonyms if one.phrase.casefold() != phrase.casefold())
    if change.do == "remove":
        if len(others) == len(model.synonyms):
            raise UnknownName("synonym", phrase, [one.phrase for one in model.synonyms])
        return others
    if change.target is None:
        raise InvalidInput(
            f"What does “{phrase}” mean?", hint='Give its target: {"synonym": "turnover", "target": "orders.amount"}.'
        )
    return (*others, Synonym(phrase=phrase, target=named("table or field", change.target, target_names(model))))
