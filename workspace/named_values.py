"""Values of a column to choose from: what begins with the words typed, what holds them, what is spelt nearly like them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import InvalidInput, UnknownName, UserError
from core.model import Entity, Field
from core.query import Query
from core.table import Cell

if TYPE_CHECKING:
    from workspace.opened import Opened

_NESTED = frozenset({"list", "struct", "other", "interval"})
_LOOKED_UP = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValue:
    """`rows` rows hold it. `close`: its spelling differs from what was typed."""

    value: Cell
    rows: int
    close: bool = False


def function_names() -> tuple[str, ...]:
    """Those that a statement may call where a value stands."""
    from warehouse.guarding.functions import VALUES

    return tuple(sorted(VALUES))


async def values_of(opened: Opened, table: str, column: str, typed: str, most: int) -> tuple[NamedValue, ...]:
    """Most frequent first where nothing is typed. Raises UnknownName and InvalidInput."""
    entity, field = _field(opened, table, column)
    if field.type in _NESTED:
        raise InvalidInput(f"{field.label} holds no plain values to choose from.")
    typed = typed.replace("\0", "").strip()
    result = await opened.execute(_query(entity.name, field.name, typed, most), most)
    found = [NamedValue(value=row[0], rows=int(str(row[1]))) for row in result.rows]
    if typed and len(found) < most:
        found += _close(opened, entity, field, typed, {str(one.value) for one in found})
    return tuple(found[:most])


def _field(opened: Opened, table: str, column: str) -> tuple[Entity, Field]:
    entities = {entity.name.casefold(): entity for entity in opened.model.entities}
    entity = entities.get(table.casefold())
    if entity is None:
        raise UnknownName("table", table, (one.name for one in opened.model.entities))
    for field in entity.fields:
        if field.name.casefold() == column.casefold() and not field.hidden:
            return entity, field
    raise UnknownName("column", column, (field.name for field in entity.fields if not field.hidden))


def _query(table: str, column: str, typed: str, most: int) -> Query:
    from warehouse.connection import quoted

    name, text = quoted(column), f"strip_accents(lower(CAST({quoted(column)} AS VARCHAR)))"
    counted = f"SELECT {name}, count(*) FROM {quoted(table)} WHERE {name} IS NOT NULL"
    if not typed:
        return Query(sql=f"{counted} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {most}")
    held = f"{counted} AND contains({text}, strip_accents(lower(?))) GROUP BY 1"
    ordered = f"starts_with({text}, strip_accents(lower(?))) DESC, 2 DESC, 1"
    return Query(sql=f"{held} ORDER BY {ordered} LIMIT {most}", parameters=(typed, typed))


def _close(opened: Opened, entity: Entity, field: Field, typed: str, known: set[str]) -> list[NamedValue]:
    try:
        matches = opened.values.lookup(typed, entities={entity.name}, limit=_LOOKED_UP)
    except UserError:
        return []
    return [
        NamedValue(value=match.value, rows=match.rows, close=True)
        for match in matches
        if match.field == field.name and match.value not in known
    ]
