"""What was carried over and what was not, for each format the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from core.errors import UserError
from core.model import Entity, Field, SemanticModel
from core.model_change import Lost, ModelChange
from semantic_layer.changes import apply_changes
from semantic_layer.differences import attribute_values, entity_texts
from semantic_layer.model_yaml import round_trip
from semantic_layer.yaml_text import plain_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    text: str
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    changes: tuple[ModelChange, ...]
    lost: tuple[Lost, ...]


@dataclass(slots=True)
class Taking:
    """Changes as they are found: one that cannot be made is lost, and the others are made all the same."""

    model: SemanticModel
    changes: list[ModelChange] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    def take(self, what: str, change: ModelChange) -> bool:
        try:
            self.model = apply_changes(self.model, (change,))
        except UserError as refused:
            self.lose(what, refused.message)
            return False
        self.changes.append(change)
        return True

    def lose(self, what: str, why: str) -> None:
        self.lost.append(Lost(what=what, why=why))

    def set_field(self, entity: Entity, name: str, values: Mapping[str, Any]) -> None:
        """What is otherwise than it is there; each attribute that cannot be is lost alone."""
        now = attribute_values(self.model.entity(entity.name).field(name))
        changed = {key: value for key, value in values.items() if _same(value) != _same(now.get(key))}
        target = f"{entity.name}.{name}"
        whole = ("role", "aggregation", "additivity", "over_time", "weight")
        together = {key: changed.pop(key) for key in whole if key in changed}
        if together:
            self.take(target, ModelChange(target=target, set=together))
        for key, value in changed.items():
            self.take(target, ModelChange(target=target, set={key: value}))

    def set_entity(self, entity: Entity, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            known = self.model.entity(entity.name)
            now = entity_texts(known).get(key, getattr(known, key))
            if value is not None and _same(value) != _same(now):
                self.take(entity.name, ModelChange(target=entity.name, set={key: value}))

    def relate(self, name: str, ends: tuple[str, list[str]], others: tuple[str, list[str]]) -> None:
        """Nothing is taken where these columns are related already."""
        for one in self.model.relationships:
            mine = (one.from_entity, list(one.from_columns)), (one.to_entity, list(one.to_columns))
            if mine in ((ends, others), (others, ends)):
                return
        taken = {one.name for one in self.model.relationships}
        free = next(each for each in (name, *(f"{name}_{number}" for number in range(2, 1000))) if each not in taken)
        sides = {"from": [f"{ends[0]}.{column}" for column in ends[1]]}
        sides |= {"to": [f"{others[0]}.{column}" for column in others[1]]}
        self.take(f"relationship {name}", ModelChange(relationship=free, set=sides))

    def imported(self) -> Imported:
        return Imported(changes=tuple(self.changes), lost=tuple(self.lost))


def structure_of(entity: Entity) -> dict[str, Any]:
    """What no other format has a place for, as a change may set it; without what is empty."""
    return filled(
        **{key: list(told) if isinstance(told, tuple) else told for key, told in entity_texts(entity).items()}
    )


def written(document: Mapping[str, Any], lost: list[Lost]) -> Exported:
    text = StringIO()
    round_trip().dump(dict(document), text)
    return Exported(text=text.getvalue(), lost=tuple(lost))


def filled(**entries: Any) -> dict[str, Any]:
    """Without what is empty."""
    return {key: value for key, value in entries.items() if value not in (None, "", [], {}, ())}


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The mappings of a list; nothing where it is no list."""
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            yield plain_data(one)


def mapping_at(thing: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The mapping under `key`; empty where there is none."""
    found = thing.get(key)
    return found if isinstance(found, dict) else {}


def entity_named(model: SemanticModel, *names: Any) -> Entity | None:
    """By the last part of a dotted or quoted name, or what a ref() names, without case."""
    for name in names:
        last = re.findall(r"[^.\"'`()\s,]+", str(name or ""))
        if last:
            found = next((one for one in model.entities if one.name.casefold() == last[-1].casefold()), None)
            if found is not None:
                return found
    return None


def field_named(entity: Entity, name: Any) -> Field | None:
    wanted = str(name or "").strip().strip('"`').casefold()
    wanted = wanted.removeprefix(f"{entity.name.casefold()}.")
    return next((one for one in entity.fields if one.name.casefold() == wanted), None)


def duckdb_text(text: str, dialect: str) -> str:
    """As it is where it cannot be read: whoever takes it says why."""
    try:
        tree = sqlglot.parse_one(text, read=dialect)
    except SqlglotError:
        return text
    for column in tree.find_all(exp.Column):
        for part in ("catalog", "db"):
            column.set(part, None)
    return tree.sql("duckdb")


def texts_of(value: Any) -> list[str]:
    return [str(one) for one in value if str(one).strip()] if isinstance(value, list) else []


def _same(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(str(part) for part in value) or None
    return value if value not in ("", False) else None
