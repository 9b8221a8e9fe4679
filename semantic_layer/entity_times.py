"""How rows of a table stand in time: found anew where people set what it was told from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from core.errors import InvalidInput
from core.model import EVERYTHING, DateSpine, Entity, SemanticModel, Snapshots
from core.plan import Grain
from core.table import TEMPORAL_TYPES
from semantic_layer.change_values import named, texts
from semantic_layer.profile import Connection
from semantic_layer.snapshots import counted_snapshots, find_snapshots
from semantic_layer.spines import find_spine

GRAINS: tuple[Grain, ...] = tuple(one for one in get_args(Grain) if one != "hour")
_TOLD_FROM = frozenset({"key", "default_time", "spine", "snapshots", EVERYTHING})
_TOLD_FROM_FIELDS = frozenset({"role", "additivity", EVERYTHING})
_EXAMPLE = (
    'Give the columns that tell the time and those that tell the things: {"time": ["month"], "things": ["shop"]}.'
)


def retimed_model(model: SemanticModel, connection: Connection) -> SemanticModel:
    """Tables that people did not touch stay as they are. `connection` shows them as views."""
    entities = tuple(retimed(one, connection) if _is_touched(one) else one for one in model.entities)
    return replace(model, entities=entities)


def retimed(entity: Entity, connection: Connection) -> Entity:
    """What people said of it stays, and is counted."""
    grain = entity.spine.grain if entity.spine is not None and "spine" in entity.by_person else None
    told = "snapshots" in entity.by_person
    said = entity.snapshots
    snapshots = find_snapshots(entity, connection) if not told else said and counted_snapshots(entity, said, connection)
    without = "spine" in entity.by_person and entity.spine is None
    spine = None if without else find_spine(entity, connection, grain)
    return replace(entity, spine=spine, snapshots=snapshots)


def read_spine(value: Any, entity: Entity) -> DateSpine | None:
    """Of the name of a grain; its counts are for `retimed`."""
    if value in (None, ""):
        return None
    grain: Any = named("grain", value, GRAINS)
    time = entity.default_time
    if time is None or entity.field(time).type not in TEMPORAL_TYPES:
        raise InvalidInput(f"{entity.name} has no default_time with dates.", hint="Set its default_time first.")
    return DateSpine(field=time, grain=grain, start="", end="")


def read_snapshots(value: Any, entity: Entity) -> Snapshots | None:
    """Of "month: shop, product", of the same as lists, or of nothing, where no row says how things stood at a time."""
    if value in (None, "", {}):
        return None
    if isinstance(value, str):
        value = dict(zip(("time", "things"), value.split(":", 1), strict=False))
    if not isinstance(value, Mapping):
        raise InvalidInput("snapshots are told by columns.", hint=_EXAMPLE)
    for part in value:
        named("part of snapshots", part, ("time", "things"))
    time, things = _columns(value, "time", entity), _columns(value, "things", entity)
    if not time or set(time) & set(things):
        raise InvalidInput("snapshots need a time, which is none of the things.", hint=_EXAMPLE)
    return Snapshots(time=time, things=things)


def snapshots_text(snapshots: Snapshots | None) -> str | None:
    """As `read_snapshots` reads it."""
    if snapshots is None:
        return None
    things = f": {', '.join(snapshots.things)}" if snapshots.things else ""
    return f"{', '.join(snapshots.time)}{things}"


def _columns(value: Mapping[str, Any], part: str, entity: Entity) -> tuple[str, ...]:
    columns: Sequence[str] = [field.name for field in entity.fields]
    return tuple(named("column", one, columns) for one in texts(part, value.get(part)))


def _is_touched(entity: Entity) -> bool:
    fields = any(_TOLD_FROM_FIELDS & set(field.by_person) for field in entity.fields)
    return fields or bool(_TOLD_FROM & set(entity.by_person))
