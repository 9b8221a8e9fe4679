"""Many files in one table: rows of a new file below those that are there, with their file as a column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from catalog import Part, VersionRecord
from core.errors import InvalidInput
from core.import_report import Decision
from core.table import NUMERIC_TYPES, Column, ColumnFormat, Origin, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SOURCE_COLUMN = "source_file"
_SOURCE_LABEL = "Source file"
_ALIKE = 0.5
"""The share of all column labels of two tables that both must have for rows of one to be added to the other."""
_DATED_END = re.compile(
    r"(_*(\d+|q[1-4]|week|month|jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
    r"|oct(ober)?|nov(ember)?|dec(ember)?))+$"
)
_MOMENTS = frozenset({"date", "timestamp"})

Named = Callable[[str], str]
"""The name of the upload that has an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What `write_appended` gives for one table."""

    table: Table
    parts: tuple[Part, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """`base` and `part` are its names in what is joined, None where it is not there."""

    name: str
    label: str
    base: str | None
    part: str | None
    as_text: bool
    unit: str | None
    format: ColumnFormat | None


def target_of(
    table: Table, into: str | None, own: frozenset[str], current: Mapping[str, VersionRecord]
) -> VersionRecord | None:
    """The current version that rows of `table` belong to: `into`, else the one of the `own` tables of the same file.

    Else the one that has the same name but for a date and mostly the same columns, else the one with the very same
    columns. None: there is no such table yet. Raises InvalidInput where several are as much alike.
    """
    if into is not None:
        return current.get(into)
    of_file = [current[name] for name in sorted(own) if name in current]
    if len(of_file) == 1:
        return of_file[0]
    stem = _undated(table.name)
    alike = [
        each for name, each in current.items() if _undated(name) == stem and _likeness(table, each.table) >= _ALIKE
    ]
    alike = alike or [each for each in current.values() if _likeness(table, each.table) == 1]
    alike = [each for each in alike if each.made_by == "append"] or alike
    if len(alike) > 1:
        names = " and ".join(each.table.name for each in alike)
        raise InvalidInput(
            f"Rows of {table.origin.file} could be added to {names}.", hint="Say to which table they belong (into)."
        )
    return alike[0] if alike else None


def name_of_new(table: Table, taken: frozenset[str]) -> str:
    """Without the month or day at its end ("sales_2024_01" is a part of "sales")."""
    return _free(_undated(table.name), set(taken))


def _undated(name: str) -> str:
    stem = _DATED_END.sub("", name).rstrip("_")
    return stem if len(stem) > 1 else name


def write_appended(
    connection: DuckDBPyConnection,
    relation: str,
    base: tuple[VersionRecord, Path] | None,
    part: tuple[VersionRecord, Path] | None,
    file: tuple[str, str],
    name_of_file: Named,
) -> Appended:
    """Rows of `base`, but for those of an earlier upload of the same file, and below them rows of `part`.

    `file` is the id and name of the upload; without a `part` its rows are taken out.
    """
    file_id, file_name = file
    columns = _aligned(base[0].table if base else None, part[0].table if part else None, _is_joined(base))
    selects = []
    if base is not None:
        connection.execute(f"ATTACH {_literal(str(base[1]))} AS base (READ_ONLY)")
        selects.append(_rows_of_base(base[0], columns, file_name, name_of_file))
    if part is not None:
        connection.execute(f"ATTACH {_literal(str(part[1]))} AS part (READ_ONLY)")
        cells = [_selected(column, column.part) for column in columns]
        selects.append(_select(cells, _literal(file_name), f"part.main.{_quoted(part[0].relation)}", columns))
    connection.execute(f"CREATE TABLE {_quoted(relation)} AS {' UNION ALL '.join(selects)}")
    for attached in [name for name, given in (("base", base), ("part", part)) if given is not None]:
        connection.execute(f"DETACH {attached}")
    parts = _parts(base, part, file_id, file_name, name_of_file)
    table = _table(connection, relation, columns, base[0].table if base else None, parts, file_name)
    return Appended(table=table, parts=parts, decisions=tuple(_told(columns, base, part)))


def _rows_of_base(base: VersionRecord, columns: Sequence[_Column], file_name: str, name_of_file: Named) -> str:
    cells = [_selected(column, column.base) for column in columns]
    relation = f"base.main.{_quoted(base.relation)}"
    if base.made_by == "append":
        source = _quoted(base.table.columns[-1].name)
        return f"{_select(cells, source, relation, columns)} WHERE {source} <> {_literal(file_name)}"
    name = name_of_file(base.file_id)
    kept = "false" if name == file_name else "true"
    return f"{_select(cells, _literal(name), relation, columns)} WHERE {kept}"


def _select(cells: Sequence[str], source: str, relation: str, columns: Sequence[_Column]) -> str:
    named = [*cells, f"{source} AS {_quoted(_source_name(columns))}"]
    return f"SELECT {', '.join(named)} FROM {relation}"


def _selected(column: _Column, name: str | None) -> str:
    value = "NULL" if name is None else _quoted(name)
    return f"{f'CAST({value} AS VARCHAR)' if column.as_text else value} AS {_quoted(column.name)}"


def _aligned(base: Table | None, part: Table | None, joined: bool) -> list[_Column]:
    """By label, else by name; columns that only the new rows have come last."""
    old = list(base.columns[:-1] if joined else base.columns) if base else []
    new = list(part.columns) if part else []
    by_label = {column.label.casefold(): column for column in reversed(new)}
    by_name = {column.name: column for column in new}
    columns, used = [], set()
    for column in old:
        same = by_label.get(column.label.casefold()) or by_name.get(column.name)
        same = None if same is None or same.name in used else same
        if same is not None:
            used.add(same.name)
        columns.append(_joined(column, same))
    taken = {column.name for column in columns}
    for column in new:
        if column.name not in used:
            name = _free(column.name, taken)
            taken.add(name)
            columns.append(
                _Column(
                    name=name,
                    label=column.label,
                    base=None,
                    part=column.name,
                    as_text=False,
                    unit=column.unit,
                    format=column.format,
                )
            )
    return columns


def _joined(old: Column, new: Column | None) -> _Column:
    unit = old.unit if new is None or new.unit == old.unit else None
    form = old.format if new is None or new.format == old.format else None
    as_text = new is not None and not _meet(old, new)
    part = new.name if new else None
    return _Column(name=old.name, label=old.label, base=old.name, part=part, as_text=as_text, unit=unit, format=form)


def _meet(one: Column, other: Column) -> bool:
    types = {one.type, other.type}
    return len(types) == 1 or types <= NUMERIC_TYPES or types <= _MOMENTS


def _table(
    connection: DuckDBPyConnection,
    relation: str,
    columns: Sequence[_Column],
    base: Table | None,
    parts: Sequence[Part],
    file_name: str,
) -> Table:
    from warehouse import column_type

    described = connection.execute(f"DESCRIBE {_quoted(relation)}").fetchall()
    counted = connection.execute(f"SELECT count(*) FROM {_quoted(relation)}").fetchone()
    known = [*((column.label, column.unit, column.format) for column in columns), (_SOURCE_LABEL, None, None)]
    return Table(
        name=relation,
        label=base.label if base else relation.replace("_", " "),
        columns=tuple(
            Column(name=row[0], label=label, type=column_type(row[1]), unit=unit, format=form)
            for row, (label, unit, form) in zip(described, known, strict=True)
        ),
        rows=counted[0] if counted else 0,
        origin=Origin(file=file_name if len(parts) == 1 else f"{len(parts)} files"),
    )


def _parts(
    base: tuple[VersionRecord, Path] | None,
    part: tuple[VersionRecord, Path] | None,
    file_id: str,
    file_name: str,
    name_of_file: Named,
) -> tuple[Part, ...]:
    kept = [each for each in (base[0].parts if base else ()) if name_of_file(each.file_id) != file_name]
    return (*kept, Part(file_id=file_id, rows=part[0].table.rows)) if part else tuple(kept)


def _told(
    columns: Sequence[_Column], base: tuple[VersionRecord, Path] | None, part: tuple[VersionRecord, Path] | None
) -> list[Decision]:
    if base is None or part is None:
        return []
    told = []
    rows, new_rows = base[0].table.rows, part[0].table.rows
    for column in columns:
        if column.base is None:
            detail = f"“{column.label}” is new in this file; it is empty in the rows of earlier files."
            told.append(Decision(kind="other", detail=detail, column=column.name, cells=rows))
        elif column.part is None:
            detail = f"“{column.label}” is not in this file; it is empty in its rows."
            told.append(Decision(kind="other", detail=detail, column=column.name, cells=new_rows))
        elif column.as_text:
            detail = f"“{column.label}” is of another type in this file than in earlier ones, so all of it is text."
            told.append(Decision(kind="mixed", detail=detail, column=column.name, cells=rows + new_rows))
    return told


def _likeness(one: Table, other: Table) -> float:
    """Jaccard's index of the labels, the column of files left out."""
    first, second = (
        {column.label.casefold() for column in table.columns if column.label != _SOURCE_LABEL} for table in (one, other)
    )
    return len(first & second) / len(first | second)


def _is_joined(base: tuple[VersionRecord, Path] | None) -> bool:
    return base is not None and base[0].made_by == "append"


def _source_name(columns: Sequence[_Column]) -> str:
    return _free(SOURCE_COLUMN, {column.name for column in columns})


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
