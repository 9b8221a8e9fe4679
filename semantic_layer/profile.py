"""Counts over all rows of a table: one scan for every column, then few queries for what it left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from core.model import Field, Profile
from core.table import Cell, Column, ColumnType, Table
from semantic_layer.words import name_words

_NESTED: frozenset[ColumnType] = frozenset({"list", "struct"})
_KEY_TYPES: frozenset[ColumnType] = frozenset({"integer", "text", "other", "date", "timestamp", "timestamptz"})
_WITH_DECIMALS: frozenset[ColumnType] = frozenset({"float", "decimal"})
_KEY_WORDS = frozenset({"id", "key", "code", "no", "num", "number", "nbr", "uuid", "guid", "pk", "sk"})
EXACT_UP_TO = 200_000
_COUNTED_AT_ONCE = 5_000
_SCANNED_AT_ONCE = 40
"""Columns; DuckDB plans statements of thousands of aggregates out of all proportion."""
_FEW_NUMBERS = 2_000
_TEXT_SHOWN = 100
TOP_VALUES = 12
Counting = Literal["exact", "later", "approximate"]
WRITTEN_AS: Mapping[ColumnType, str] = {"integer": "BIGINT", "float": "DOUBLE"}
"""SQL types of numbers that are written in text."""


class Cursor(Protocol):
    def fetchall(self) -> list[tuple[Any, ...]]: ...
    def fetchmany(self, size: int, /) -> list[tuple[Any, ...]]: ...


class Connection(Protocol):
    """What `warehouse.open_versions` gives, as far as this room uses it; `sql` gives what is read as Arrow."""

    def execute(self, query: str, parameters: Sequence[object] | None = None, /) -> Cursor: ...
    def sql(self, query: str, /) -> Any: ...
    def cursor(self) -> Connection: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """`exact`: whether the distinct count is. `length` is the average length of a text; `whole`: no value has decimals.

    `written`: its numbers are text in the table.
    """

    column: Column
    profile: Profile
    exact: bool
    length: float = 0.0
    whole: bool = False
    written: bool = False

    @property
    def filled(self) -> int:
        return self.profile.rows - self.profile.nulls

    @property
    def unique(self) -> bool:
        return self.exact and self.filled > 0 and self.profile.distinct == self.filled


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def cells(field: Column | Field) -> str:
    """A column in SQL; what is told as text may be stored as another type (a UUID, an enumeration)."""
    if not isinstance(field, Column) and field.written:
        return number_in(field.name, field.type)
    return f"{quoted(field.name)}::VARCHAR" if field.type == "text" else quoted(field.name)


def number_in(name: str, type_: ColumnType) -> str:
    """The number that is written in a column of text, in SQL."""
    return f"TRY_CAST({quoted(name)} AS {WRITTEN_AS[type_]})"


def first_row(connection: Connection, sql: str) -> tuple[Any, ...]:
    """Of an aggregate, which gives one row; a result that is not read to its end would keep the connection."""
    (row,) = connection.execute(sql).fetchall()
    return row


def scan_table(table: Table, connection: Connection) -> tuple[Scanned, ...]:
    """Up to EXACT_UP_TO rows the different values are counted, but for numbers with decimals; above, those of keys."""
    at_once = table.rows <= _COUNTED_AT_ONCE
    how: Counting = "exact" if at_once else "later" if table.rows <= EXACT_UP_TO else "approximate"
    scanned = tuple(
        scan
        for first in range(0, len(table.columns), _SCANNED_AT_ONCE)
        for scan in _scan(table, table.columns[first : first + _SCANNED_AT_ONCE], how, connection)
    )
    if at_once:
        return scanned
    if table.rows > EXACT_UP_TO:
        return _with_exact_keys(table, scanned, connection)
    counted = {scan.column.name: _different(table, scan, connection) for scan in scanned if _is_worth_counting(scan)}
    return _with_counts(scanned, counted)


def _scan(table: Table, columns: Sequence[Column], how: Counting, connection: Connection) -> Iterator[Scanned]:
    selected = ["count(*)", *(part for column in columns for part in _counted(column, how))]
    rows, *values = first_row(connection, f"SELECT {', '.join(selected)} FROM {quoted(table.name)}")
    for index, column in enumerate(columns):
        yield _scanned(column, int(rows), tuple(values[index * 6 : index * 6 + 6]), exact=how == "exact")


def with_top_values(
    table: Table, scanned: Sequence[Scanned], names: Iterable[str], connection: Connection
) -> tuple[Scanned, ...]:
    """The most frequent values of the columns `names`, unless nearly each row has its own."""
    wanted = set(names)
    return tuple(
        replace(scan, profile=replace(scan.profile, top=_top(table, scan, connection)))
        if scan.column.name in wanted and _repeats(scan)
        else scan
        for scan in scanned
    )


def _counted(column: Column, how: Counting) -> tuple[str, ...]:
    name = quoted(column.name)
    if column.type in _NESTED:
        return f"count({name})", "0", "NULL", "NULL", "NULL", "NULL"
    distinct = {"exact": f"count(DISTINCT {name})", "later": "0"}.get(how, f"approx_count_distinct({name})")
    lowest, highest = f"min({name})", f"max({name})"
    length = whole = "NULL"
    if column.type in ("text", "other"):
        lowest, highest = f"left({lowest}::VARCHAR, {_TEXT_SHOWN})", f"left({highest}::VARCHAR, {_TEXT_SHOWN})"
        length = f"avg(length({name}::VARCHAR))"
    elif column.type in _WITH_DECIMALS:
        distinct = distinct if how == "exact" else f"approx_count_distinct({name})"
        whole = f"bool_and({name} = trunc({name}))"
    return f"count({name})", distinct, lowest, highest, length, whole


def _scanned(column: Column, rows: int, counted: tuple[Any, ...], *, exact: bool) -> Scanned:
    filled, distinct, lowest, highest, length, whole = counted
    profile = Profile(
        rows=rows, nulls=rows - filled, distinct=min(int(distinct), filled), minimum=lowest, maximum=highest
    )
    return Scanned(
        column=column,
        profile=profile,
        exact=exact and column.type not in _NESTED,
        length=float(length or 0.0),
        whole=column.type == "integer" or bool(whole),
    )


def _with_exact_keys(table: Table, scanned: Sequence[Scanned], connection: Connection) -> tuple[Scanned, ...]:
    """Counting distinct values exactly costs about a scan each, so only columns that may tell rows apart are counted."""
    candidates = sorted((scan for scan in scanned if _may_be_key(scan)), key=lambda scan: not _named_as_key(scan))
    counted: dict[str, int] = {}
    for scan in candidates:
        if counted and not _named_as_key(scan) and any(counted[name] == table.rows for name in counted):
            break
        counted[scan.column.name] = _different(table, scan, connection)
    return _with_counts(scanned, counted)


def _different(table: Table, scan: Scanned, connection: Connection) -> int:
    """One statement a column: several counts of different values in one cost a multiple of that."""
    (found,) = first_row(connection, f"SELECT count(DISTINCT {quoted(scan.column.name)}) FROM {quoted(table.name)}")
    return int(found)


def _with_counts(scanned: Sequence[Scanned], counted: Mapping[str, int]) -> tuple[Scanned, ...]:
    return tuple(
        replace(scan, exact=True, profile=replace(scan.profile, distinct=counted[scan.column.name]))
        if scan.column.name in counted
        else scan
        for scan in scanned
    )


def _is_worth_counting(scan: Scanned) -> bool:
    """Of many numbers with decimals nothing hangs on how many there are."""
    if scan.column.type in _NESTED:
        return False
    return scan.column.type not in _WITH_DECIMALS or scan.profile.distinct <= _FEW_NUMBERS


def _may_be_key(scan: Scanned) -> bool:
    return scan.column.type in _KEY_TYPES and scan.length <= 64 and scan.profile.distinct >= 0.85 * scan.filled > 0


def _named_as_key(scan: Scanned) -> bool:
    return bool(_KEY_WORDS & set(name_words(scan.column.name)[-1:]))


def _repeats(scan: Scanned) -> bool:
    return 0 < scan.profile.distinct <= max(50, scan.filled // 3) and scan.column.type not in _NESTED


def _top(table: Table, scan: Scanned, connection: Connection) -> tuple[tuple[Cell, int], ...]:
    name = number_in(scan.column.name, scan.column.type) if scan.written else quoted(scan.column.name)
    shown = f"{name}::VARCHAR" if scan.column.type in ("text", "other") else name
    found = connection.execute(
        f"SELECT {shown} AS value, count(*) AS rows FROM {quoted(table.name)} WHERE {name} IS NOT NULL"
        f" GROUP BY ALL ORDER BY rows DESC, value LIMIT {TOP_VALUES}"
    ).fetchall()
    return tuple((value, int(rows)) for value, rows in found)
