"""Tables that say how things stood at one time after another: balances by month, stock by warehouse and day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from core.model import Dimension, Entity, Measure, Snapshots
from core.table import TEMPORAL_TYPES
from semantic_layer.profile import Connection, first_row, quoted
from semantic_layer.words import full_words

_PARTS_OF_YEAR = frozenset({"month", "quarter", "week", "period"})
_FEWEST_ROWS = 6
_DENSE = 0.5
_MOST_TRIED = 6


def find_snapshots(entity: Entity, connection: Connection) -> Snapshots | None:
    """By a time in the key; else, where a level is measured, by columns that together with a time differ in each row.

    Where a person says that something is a level, it is one at each time, whatever else the rows tell.
    """
    time = _time_in_key(entity)
    if time:
        things = tuple(name for name in entity.key if name not in time)
        times, different, _ = _counted(entity, time, things, connection)
        return Snapshots(time=time, things=things, shared=entity.rows >= _DENSE * times * different)
    levels = [field for field in entity.fields if isinstance(field, Measure) and field.additivity == "semi_additive"]
    told = any("additivity" in field.by_person for field in levels)
    if not levels or entity.default_time is None or (entity.rows < _FEWEST_ROWS and not told):
        return None
    time = (entity.default_time,)
    apart: tuple[str, ...] = ()
    for things in _guesses(entity):
        times, different, together = _counted(entity, time, things, connection)
        if together == entity.rows and times > 1 and entity.rows >= _DENSE * times * different:
            return Snapshots(time=time, things=things)
        if together == entity.rows and not apart:
            apart = things
    return Snapshots(time=time, things=apart, shared=not apart) if told else None


def counted_snapshots(entity: Entity, told: Snapshots, connection: Connection) -> Snapshots:
    """Whether most things come at each time is not told but counted."""
    times, different, _ = _counted(entity, told.time, told.things, connection)
    return replace(told, shared=entity.rows >= _DENSE * times * different)


def _time_in_key(entity: Entity) -> tuple[str, ...]:
    fields = [field for field in entity.fields if field.name in entity.key and isinstance(field, Dimension)]
    dates = [field.name for field in fields if field.type in TEMPORAL_TYPES]
    if dates:
        return (entity.default_time,) if entity.default_time in dates else (dates[0],)
    years = [field.name for field in fields if field.role == "time"]
    parts = [field.name for field in fields if field.type == "integer" and _PARTS_OF_YEAR & set(full_words(field.name))]
    return (*years[:1], *parts[:1]) if years else ()


def _guesses(entity: Entity) -> Iterator[tuple[str, ...]]:
    """Columns whose values come back: the ones that identify first."""
    most = entity.rows / 2
    fields = [field for field in entity.fields if isinstance(field, Dimension) and _comes_back(field, most)]
    fields.sort(key=lambda field: (field.role != "identifier", -field.profile.distinct))
    names = [field.name for field in fields[:_MOST_TRIED]]
    for length in (1, 2, 3):
        yield from combinations(names, length)


def _comes_back(field: Dimension, most: float) -> bool:
    return field.role in ("identifier", "category") and not field.profile.nulls and 1 < field.profile.distinct <= most


def _counted(
    entity: Entity, time: Sequence[str], things: Sequence[str], connection: Connection
) -> tuple[int, int, int]:
    """Different times, different things, and different pairs of them."""
    sets = (time, things, (*time, *things))
    shown = ", ".join(f"count(DISTINCT ({', '.join(map(quoted, names))}))" if names else "1" for names in sets)
    times, different, together = first_row(connection, f"SELECT {shown} FROM {quoted(entity.name)}")
    return int(times), int(different), int(together)
