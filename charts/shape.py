"""A result seen by what its columns can do in a chart: tell time, order, name or measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from charts.cells import Plain, as_json, numbers
from charts.orders import natural_order
from core.query import OutputColumn
from core.result import Result, ResultColumn
from core.table import NUMERIC_TYPES, TEMPORAL_TYPES, Cell

Kind = Literal["time", "ordinal", "category", "measure", "none"]

_AGGREGATE = re.compile(
    r"(count|sum|avg|mean|min|max|median|stddev|variance|total|number of|average)\b|count_star|.*\bcount$"
)
_ADDS_UP = re.compile(r"count_star\(\)|count\((?!distinct)|sum\((?!distinct)|(?:count|sum|total|number of)\b(?!\()")
_NAMES_A_YEAR = re.compile(r"(^|[_\s])(year|yr|season|fiscal_year)s?$", re.IGNORECASE)
_NAMES_A_KEY = re.compile(r"(^|[_\s])(id|code|zip|postcode|key|phone|no|number)$", re.IGNORECASE)
_YEARS = range(1000, 2200)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column with its cells. A `time` is dates, or whole years where `counts_years`."""

    column: OutputColumn
    kind: Kind
    cells: tuple[Cell, ...]

    @cached_property
    def values(self) -> tuple[Plain, ...]:
        return tuple(as_json(cell) for cell in self.cells)

    @cached_property
    def distinct(self) -> tuple[Plain, ...]:
        """In the order they first appear."""
        seen: dict[tuple[type, Plain], Plain] = {}
        for value in self.values:
            seen.setdefault((type(value), value), value)
        return tuple(seen.values())

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        return tuple(numbers(self.cells))

    @property
    def counts_years(self) -> bool:
        return self.kind == "time" and self.column.type in NUMERIC_TYPES

    @property
    def unit(self) -> str | None:
        return self.column.unit


@dataclass(frozen=True, kw_only=True)
class Shape:
    """`constant` are dimensions with one value in all rows: they tell nothing apart, so they are not drawn.

    `columns` are all of the result's, in their order.
    """

    times: tuple[Field, ...]
    groups: tuple[Field, ...]
    measures: tuple[Field, ...]
    comparisons: tuple[Field, ...]
    constant: tuple[Field, ...]
    columns: tuple[Field, ...]
    rows: int
    listed: bool

    @property
    def time(self) -> Field | None:
        return self.times[0] if self.times else None

    @property
    def dimensions(self) -> tuple[Field, ...]:
        return (*self.times, *self.groups)


def shape_of(result: Result, columns: Sequence[OutputColumn]) -> Shape:
    """Columns that `columns` does not describe are judged by their types, names and values."""
    fields = [_field(result, position, columns) for position in range(len(result.columns))]
    fields = _with_a_dimension(fields)
    dimensions = [field for field in fields if field.kind in ("time", "ordinal", "category")]
    varied = [field for field in dimensions if len(field.distinct) > 1]
    measures = [field for field in fields if field.kind == "measure" and field.numbers]
    return Shape(
        times=tuple(field for field in varied if field.kind == "time"),
        groups=tuple(field for field in varied if field.kind != "time"),
        measures=tuple(field for field in measures if field.column.role != "comparison"),
        comparisons=tuple(field for field in measures if field.column.role == "comparison"),
        constant=tuple(field for field in dimensions if len(field.distinct) == 1),
        columns=tuple(fields),
        rows=len(result.rows),
        listed=any(field.column.role == "row" for field in fields),
    )


def _field(result: Result, position: int, columns: Sequence[OutputColumn]) -> Field:
    came = result.columns[position]
    column = _described(came, position, columns)
    cells = tuple(row[position] for row in result.rows)
    return Field(column=column, kind=_kind(column, cells), cells=cells)


def _described(came: ResultColumn, position: int, columns: Sequence[OutputColumn]) -> OutputColumn:
    if position < len(columns) and columns[position].name == came.name:
        described = columns[position]
    else:
        adds_up = bool(_ADDS_UP.match(came.name.casefold()))
        unknown = OutputColumn(name=came.name, label=came.name, type=came.type, role="unknown", additive=adds_up)
        described = next((column for column in columns if column.name == came.name), unknown)
    return replace(described, type=came.type)


def _kind(column: OutputColumn, cells: tuple[Cell, ...]) -> Kind:
    if column.type in ("list", "struct", "interval", "time", "other"):
        return "category" if column.role == "dimension" and column.type in ("time", "other") else "none"
    if column.role in ("measure", "comparison"):
        return "measure" if column.type in NUMERIC_TYPES else "none"
    if column.type in TEMPORAL_TYPES:
        return "time"
    if column.type in NUMERIC_TYPES:
        return _numeric_kind(column, cells)
    return _text_kind(column.name, cells)


def _numeric_kind(column: OutputColumn, cells: tuple[Cell, ...]) -> Kind:
    if column.grain == "year" or column.part == "year":
        return "time"
    if column.part is not None:
        return "ordinal"
    if _NAMES_A_YEAR.search(column.name) and all(number in _YEARS for number in numbers(cells)):
        return "time"
    if _NAMES_A_KEY.search(column.name) and not _AGGREGATE.match(column.name.casefold()):
        return "category"
    return "ordinal" if column.role == "dimension" else "measure"


def _text_kind(name: str, cells: tuple[Cell, ...]) -> Kind:
    texts = [cell for cell in cells if isinstance(cell, str)]
    if texts and len(texts) == len(cells) and all(_DATED.fullmatch(text) for text in texts):
        return "time"
    if texts and _NAMES_A_YEAR.search(name) and all(_YEAR.fullmatch(text) for text in texts):
        return "ordinal"
    distinct = tuple(dict.fromkeys(as_json(cell) for cell in cells))
    return "category" if len(distinct) > 400 or natural_order(distinct) is None else "ordinal"


def _with_a_dimension(fields: list[Field]) -> list[Field]:
    """Where all columns are numbers and one is an aggregate by its name, the others are what it is grouped by."""
    unknown = [field for field in fields if field.kind == "measure" and field.column.role == "unknown"]
    if len(unknown) < len(fields) or len(fields) < 2:
        return fields
    aggregated = [bool(_AGGREGATE.match(field.column.name.casefold())) for field in fields]
    if not any(aggregated) or all(aggregated):
        return fields
    grouped = [replace(field, kind="ordinal") for field in fields]
    return [
        field if is_aggregate else other for field, other, is_aggregate in zip(fields, grouped, aggregated, strict=True)
    ]
