"""Tables that were computed from several queries: no statement gives them again, so they are kept as they were shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.answer import Answer
from core.result import Result
from core.table import ColumnType

_TYPES: dict[ColumnType, str] = {"integer": "int64", "float": "float64", "boolean": "bool", "date": "date32"}


def computed_table(answer: Answer) -> Result | None:
    """None where a statement gives the rows."""
    return answer.result if answer.receipt is not None and answer.receipt.analysis is not None else None


def write_computed(table: Result, path: Path) -> None:
    """As one Arrow stream."""
    import pyarrow as pa

    arrays = []
    for place, column in enumerate(table.columns):
        cells: list[Any] = [row[place] for row in table.rows]
        kind = pa.type_for_alias(_TYPES.get(column.type, "string"))
        arrays.append(pa.array([_as(cell, column.type) for cell in cells], type=kind))
    found = pa.table(arrays, names=[column.name for column in table.columns])
    with path.open("wb") as file, pa.ipc.new_stream(file, found.schema) as writer:
        writer.write_table(found)


def _as(cell: Any, kind: ColumnType) -> Any:
    if cell is None or kind in ("boolean", "date"):
        return cell
    if kind == "integer":
        return int(cell)
    return float(cell) if kind == "float" else str(cell)
