"""The rows of a result, batch by batch, from the file that holds it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.result import Result, ResultColumn
from core.table import Cell, ColumnType

if TYPE_CHECKING:
    import pyarrow as pa


@contextmanager
def opened(source: Path) -> Iterator[pa.RecordBatchStreamReader]:
    """Nothing is copied: batches are parts of the mapped file."""
    import pyarrow as pa

    with pa.memory_map(str(source)) as mapped, pa.ipc.open_stream(mapped) as reader:
        yield reader


def row_count(source: Path) -> int:
    with opened(source) as reader:
        return sum(batch.num_rows for batch in reader)


def first_result(source: Path, most: int) -> Result:
    """The first `most` rows as our noun, with the count of all of them."""
    rows: list[tuple[Cell, ...]] = []
    with opened(source) as reader:
        columns = zip(reader.schema.names, column_types(reader.schema), strict=True)
        named = tuple(ResultColumn(name=name, type=kind) for name, kind in columns)
        count = 0
        for batch in reader:
            if len(rows) < most:
                rows += rows_of(batch.slice(0, most - len(rows)))
            count += batch.num_rows
    return Result(columns=named, rows=tuple(rows), row_count=count, truncated=count > most, elapsed=0.0)


def column_types(schema: pa.Schema) -> tuple[ColumnType, ...]:
    return tuple(column_type(field.type) for field in schema)


def column_type(kind: pa.DataType) -> ColumnType:
    import pyarrow as pa

    if isinstance(kind, pa.BaseExtensionType):
        return "text" if kind.extension_name in ("arrow.uuid", "arrow.json") else column_type(kind.storage_type)
    if pa.types.is_dictionary(kind):
        return column_type(kind.value_type)
    if pa.types.is_decimal(kind):
        return "integer" if kind.scale == 0 and kind.precision == 38 else "decimal"
    if pa.types.is_timestamp(kind):
        return "timestamptz" if kind.tz else "timestamp"
    tests: tuple[tuple[ColumnType, Any], ...] = (
        ("boolean", pa.types.is_boolean),
        ("integer", pa.types.is_integer),
        ("float", pa.types.is_floating),
        ("date", pa.types.is_date),
        ("time", pa.types.is_time),
        ("interval", _is_interval),
        ("text", _is_text),
        ("struct", lambda found: pa.types.is_struct(found) or pa.types.is_map(found)),
        ("list", lambda found: pa.types.is_nested(found) and not pa.types.is_union(found)),
    )
    return next((name for name, is_that in tests if is_that(kind)), "other")


def rows_of(batch: pa.RecordBatch) -> Iterator[tuple[Cell, ...]]:
    """Cells as our nouns have them: what has no type of ours is text."""
    columns = [_cells(column) for column in batch.columns]
    return iter(zip(*columns, strict=True)) if columns else iter(())


def as_text(cell: Cell) -> str:
    """A cell for a format without nested types."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, list | dict):
        return json.dumps(cell, default=str, ensure_ascii=False)
    return str(cell)


def _cells(column: pa.Array) -> list[Cell]:
    import pyarrow as pa

    kind = column.type
    if column_type(kind) == "integer" and pa.types.is_decimal(kind):
        return [None if cell is None else int(cell) for cell in column.to_pylist()]
    if isinstance(kind, pa.BaseExtensionType) and kind.extension_name == "arrow.uuid":
        return [None if cell is None else str(cell) for cell in column.to_pylist()]
    return [_cell(cell) for cell in column.to_pylist()]


def _cell(value: Any) -> Cell:
    match value:
        case None | bool() | int() | float() | str() | Decimal() | datetime() | date() | time() | timedelta():
            return value
        case bytes():
            return value.decode("ascii", "backslashreplace")
        case list() if value and all(isinstance(item, tuple) and len(item) == 2 for item in value):
            return {str(key): _cell(item) for key, item in value}
        case list():
            return [_cell(item) for item in value]
        case dict():
            return {str(key): _cell(item) for key, item in value.items()}
        case (int(months), int(days), int(nanoseconds)) if hasattr(value, "nanoseconds"):
            return _interval(months, days, nanoseconds)
        case _:
            return str(value)


def _interval(months: int, days: int, nanoseconds: int) -> Cell:
    rest = timedelta(days=days, microseconds=nanoseconds // 1000)
    if not months:
        return rest
    return f"{months} month{'' if abs(months) == 1 else 's'}" + (f" {rest}" if rest else "")


def _is_interval(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_duration(kind) or pa.types.is_interval(kind))


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
