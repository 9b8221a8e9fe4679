"""Tables as they stand in the warehouse, and where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

Cell = None | bool | int | float | str | Decimal | date | datetime | time | timedelta | list[object] | dict[str, object]

ColumnType = Literal[
    "boolean",
    "integer",
    "decimal",
    "float",
    "date",
    "time",
    "timestamp",
    "timestamptz",
    "interval",
    "text",
    "list",
    "struct",
    "other",
]
NUMERIC_TYPES: frozenset[ColumnType] = frozenset({"integer", "decimal", "float"})
TEMPORAL_TYPES: frozenset[ColumnType] = frozenset({"date", "timestamp", "timestamptz"})

ColumnFormat = Literal["url", "email", "coordinates", "latitude", "longitude", "identifier", "category", "free_text"]


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """The rows of a table that stand on one page of a document: `first_row` to `last_row`, from 1, ends included.

    `box` is x0, top, x1, bottom in points from the upper left corner of the page as it is shown.
    """

    page: int
    box: Box
    first_row: int
    last_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The place in an uploaded file that a table was read from.

    `range` is in A1 style for sheets ("B3:H120"), "line 4-981" for text files and "table 2" for documents.
    `page` and `box` (as in PagePart) are where a table of a document starts; `parts` is all of it, page by page.
    """

    file: str
    sheet: str | None = None
    page: int | None = None
    range: str | None = None
    box: Box | None = None
    parts: tuple[PagePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`name` is safe to write in SQL without quotes; `label` is the header as it stood in the file.

    `unit` is a currency code ("EUR"), "%" or another unit that the cells carried; a percentage
    keeps the number that was shown (12 for "12%"). `format` is what its values are beyond their type, as all
    rows show it: `coordinates` are pairs in one cell, a `category` has few distinct values, `free_text` many words.
    """

    name: str
    label: str
    type: ColumnType
    unit: str | None = None
    format: ColumnFormat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    label: str
    columns: tuple[Column, ...]
    rows: int
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class TableVersion:
    """A table that can never change again: relation `relation` inside the DuckDB file at `path`.

    `path` is absolute. `number` counts from 1 for each table name of a workspace. `file_sha256`
    is the hash of the uploaded bytes.
    """

    table: Table
    number: int
    path: str
    relation: str
    file_sha256: str
    imported_at: datetime
