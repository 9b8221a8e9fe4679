"""What changed from one version of a table to another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.table import Cell, ColumnType, Table, TableVersion

_SAMPLE = 20
_BEFORE, _AFTER = "before", "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retyped:
    column: str
    before: ColumnType
    after: ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaChange:
    """`added` and `removed` are names of columns; `number` and `previous` of versions."""

    table: str
    number: int
    previous: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    retyped: tuple[Retyped, ...]
    rows_before: int
    rows_after: int

    @property
    def same_columns(self) -> bool:
        return not (self.added or self.removed or self.retyped)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """How many rows stand only in one of two versions, by the columns that both have; at most 20 of each as samples.

    Rows that occur several times count as often. Cells of a column that was retyped are compared as text.
    """

    columns: tuple[str, ...]
    only_before: int
    only_after: int
    sample_before: tuple[tuple[Cell, ...], ...]
    sample_after: tuple[tuple[Cell, ...], ...]


def schema_change(before: Table, previous: int, after: Table, number: int) -> SchemaChange:
    old, new = _types(before), _types(after)
    return SchemaChange(
        table=after.name,
        number=number,
        previous=previous,
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        retyped=tuple(
            Retyped(column=name, before=old[name], after=new[name])
            for name in new
            if name in old and old[name] != new[name]
        ),
        rows_before=before.rows,
        rows_after=after.rows,
    )


def row_change(before: TableVersion, after: TableVersion) -> RowChange:
    from warehouse import open_versions

    old, new = _types(before.table), _types(after.table)
    common = tuple(name for name in new if name in old)
    if not common:
        rows_before, rows_after = before.table.rows, after.table.rows
        return RowChange(columns=(), only_before=rows_before, only_after=rows_after, sample_before=(), sample_after=())
    selected = ", ".join(
        f'"{name}"' if old[name] == new[name] else f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in common
    )
    with open_versions((_named(before, _BEFORE), _named(after, _AFTER))) as connection:

        def only_in(one: str, other: str) -> tuple[int, tuple[tuple[Cell, ...], ...]]:
            rows = f"SELECT {selected} FROM {one} EXCEPT ALL SELECT {selected} FROM {other}"
            connection.execute(f"CREATE OR REPLACE TEMP TABLE only_one AS {rows}")
            counted = connection.execute("SELECT count(*) FROM only_one").fetchone()
            sample = connection.execute(f"SELECT * FROM only_one LIMIT {_SAMPLE}").fetchall()
            return (counted[0] if counted else 0), tuple(tuple(row) for row in sample)

        only_before, sample_before = only_in(_BEFORE, _AFTER)
        only_after, sample_after = only_in(_AFTER, _BEFORE)
    return RowChange(
        columns=common,
        only_before=only_before,
        only_after=only_after,
        sample_before=sample_before,
        sample_after=sample_after,
    )


def _named(version: TableVersion, name: str) -> TableVersion:
    return replace(version, table=replace(version.table, name=name))


def _types(table: Table) -> dict[str, ColumnType]:
    return {column.name: column.type for column in table.columns}
