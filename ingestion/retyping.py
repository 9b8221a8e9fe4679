"""Columns whose types the file declares: kept, unless a person chose another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.import_report import Decision
from ingestion.choosing import ColumnChoices, changeable
from ingestion.forced import SQL_TYPES, chosen_type
from ingestion.sql import one_row, quoted
from ingestion.typing_columns import TypedColumn
from ingestion.wording import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def retyped_columns(
    connection: DuckDBPyConnection, relation: str, choices: Mapping[str, ColumnChoices]
) -> list[TypedColumn]:
    return [_retyped(connection, relation, name, chosen.value("type")) for name, chosen in choices.items()]


def _retyped(connection: DuckDBPyConnection, relation: str, name: str, wanted: str | None) -> TypedColumn:
    if wanted is None:
        return TypedColumn(source=name, select=quoted(name))
    select = f"TRY_CAST({quoted(name)} AS {SQL_TYPES[wanted]})"
    filled, read = one_row(connection, f"SELECT count({quoted(name)}), count({select}) FROM {quoted(relation)}")
    decisions = [chosen_type(wanted, filled)]
    if filled > read:
        detail = f"{counted(filled - read, 'cell')} cannot be read in the way that was chosen and are left empty."
        told = Decision(kind="mixed", detail=detail, cells=filled - read, by_person=True)
        decisions.append(changeable(told, "type", wanted, "text"))
    return TypedColumn(source=name, select=select, decisions=tuple(decisions))
