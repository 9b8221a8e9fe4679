"""Cells given their types back: JSON has text where a cell was a date or a decimal, and columns say which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from core.event import Event, TableReady
from core.model import Entity, Field, Profile, SemanticModel
from core.result import Result
from core.table import Cell, ColumnType

_intervals = TypeAdapter(timedelta)

_READERS: Mapping[ColumnType, Callable[[str], Cell]] = {
    "decimal": Decimal,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "timestamptz": datetime.fromisoformat,
    "interval": _intervals.validate_python,
}


def with_cell_types(noun: Any) -> Any:
    """The same noun, with the cells it holds as they were before they were written; other nouns as they are."""
    match noun:
        case Event(happening=TableReady() as table):
            return replace(noun, happening=replace(table, rows=_rows(table)))
        case TableReady() | Result():
            return replace(noun, rows=_rows(noun))
        case SemanticModel(entities=entities):
            return replace(noun, entities=tuple(_entity(entity) for entity in entities))
        case _:
            return noun


def _rows(table: TableReady | Result) -> tuple[tuple[Cell, ...], ...]:
    types = [column.type for column in table.columns]
    return tuple(tuple(_cell(cell, kind) for cell, kind in zip(row, types, strict=True)) for row in table.rows)


def _entity(entity: Entity) -> Entity:
    return replace(entity, fields=tuple(_field(field) for field in entity.fields))


def _field(field: Field) -> Field:
    def typed(cell: Cell) -> Cell:
        return _cell(cell, field.type)

    known: Profile = field.profile
    top = tuple((typed(cell), count) for cell, count in known.top)
    profile = replace(known, minimum=typed(known.minimum), maximum=typed(known.maximum), top=top)
    return replace(field, profile=profile)


def _cell(cell: Cell, kind: ColumnType) -> Cell:
    reader = _READERS.get(kind)
    if reader is None or not isinstance(cell, str):
        return cell
    try:
        return reader(cell)
    except (ValueError, ArithmeticError):
        return cell
