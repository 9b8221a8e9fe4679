"""The tables of a workspace as they are looked at; what was worked out is kept for as long as its version is current."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal

from core.errors import InvalidInput, UnknownName
from core.model import Entity
from core.question import Caller
from core.result import ResultColumn
from core.table import Cell, TableVersion
from workspace.opened import Opened, Shared
from workspace.profiles.columns import TableProfile, column_profiles
from workspace.profiles.distributions import MOST_COLUMNS, Distribution, distributions_of, sampled_rows
from workspace.profiles.filters import Condition, RowFilter, condition_of, quoted
from workspace.profiles.findings import Finding
from workspace.profiles.quality import look_for_problems

MOST_ROWS = 500
MOST_SORTED = 100_000
_LONGEST_CELL = 300
_KEPT = 256
_TIES = 12
# Sorting carries every cell that is selected: of wide tables the keys are sorted first.
_MANY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuality:
    """`left_out` are sentences on what was not looked for."""

    table: str
    version: int
    rows: int
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPage:
    """`total` counts all rows that the filter keeps; a text longer than 300 characters ends in "…"."""

    table: str
    version: int
    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    column: str
    descending: bool = False


class Profiles:
    def __init__(self, shared: Callable[[], Shared]) -> None:
        self._shared = shared
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    async def profile(self, table: str, caller: Caller) -> TableProfile:
        """Raises UnknownName."""
        async with self._looked_at(table, caller) as (version, entity, _):
            return TableProfile(
                name=table,
                label=entity.label,
                description=entity.description,
                version=version.number,
                rows=entity.rows,
                key=entity.key,
                columns=column_profiles(version.table, entity),
            )

    async def distributions(
        self, table: str, columns: Sequence[str], caller: Caller
    ) -> tuple[int | None, Mapping[str, Distribution]]:
        """With how many rows were looked at where that is not all. Raises UnknownName and InvalidInput."""
        if len(columns) > MOST_COLUMNS:
            raise InvalidInput(
                f"At most {MOST_COLUMNS} columns at a time.", hint="Ask for the others in another request."
            )
        async with self._looked_at(table, caller) as (version, entity, opened):
            known = {field.name for field in entity.fields}
            for name in columns:
                if name not in known:
                    raise UnknownName("column", name, known)
            keys = {name: ("distribution", _path(version), caller, opened.model_number, name) for name in columns}
            missing = [name for name, key in keys.items() if key not in self._kept]
            if missing:
                for name, found in (await distributions_of(entity, missing, opened)).items():
                    self._keep(keys[name], found)
            return sampled_rows(entity), {name: self._kept[key] for name, key in keys.items()}

    async def quality(self, table: str, caller: Caller) -> TableQuality:
        """Reads the whole table some times; raises UnknownName and what stops a query."""
        async with self._looked_at(table, caller) as (version, entity, opened):
            key = ("quality", _path(version), caller, opened.model_number)
            if key not in self._kept:
                self._keep(key, await look_for_problems(entity, opened))
            looked = self._kept[key]
            return TableQuality(
                table=table,
                version=version.number,
                rows=entity.rows,
                findings=looked.findings,
                left_out=looked.left_out,
            )

    async def rows(
        self,
        table: str,
        caller: Caller,
        *,
        offset: int = 0,
        limit: int = 100,
        sorting: Sorting | None = None,
        wanted: RowFilter | None = None,
    ) -> RowPage:
        """Without a sorting in the order of the file. Raises UnknownName, InvalidInput and what stops a query."""
        async with self._looked_at(table, caller) as (version, entity, opened):
            names = tuple(column.name for column in version.table.columns)
            if sorting is not None and sorting.column not in names:
                raise UnknownName("column", sorting.column, names)
            kept = condition_of(wanted, table, names) if wanted else None
            if offset > MOST_SORTED and (sorting or (kept and kept.order)):
                raise InvalidInput(
                    f"Of sorted rows the first {MOST_SORTED:,} are shown.",
                    hint="Sort the other way, or ask a question.",
                )
            where = f" WHERE {kept.sql}" if kept else ""
            order = _order(sorting, kept, entity, names)
            shown = ", ".join(_shown(column.name, column.type) for column in version.table.columns)
            page = f"{where}{order} LIMIT {limit} OFFSET {offset}"
            if order and entity.key and len(names) > _MANY:
                key = ", ".join(quoted(name) for name in entity.key)
                page = f" WHERE ({key}) IN (SELECT ({key}) FROM {quoted(table)}{page}){order}"
            sql = f"SELECT {shown} FROM {quoted(table)}{page}"
            given = kept.parameters if kept else ()
            guarded = opened.guard(sql)
            result = await opened.run(guarded, given, rows=limit, may_spill=True)
            total = await self._total(table, where, given, entity, opened) if kept else entity.rows
            types = {column.name: column.type for column in version.table.columns}
            columns = tuple(ResultColumn(name=name, type=types[name]) for name in names)
            return RowPage(
                table=table, version=version.number, columns=columns, rows=result.rows, offset=offset, total=total
            )

    async def _total(self, table: str, where: str, given: Sequence[Cell], entity: Entity, opened: Opened) -> int:
        guarded = opened.guard(f"SELECT count(*) FROM {quoted(table)}{where}")
        (count,) = (await opened.run(guarded, given, rows=1, may_spill=True)).rows[0]
        return int(str(count))

    @asynccontextmanager
    async def _looked_at(self, table: str, caller: Caller) -> AsyncIterator[tuple[TableVersion, Entity, Opened]]:
        """What is run is kept for this version alone, but where a rule of the caller may read other tables."""
        from workspace.visible import seen_by

        async with self._shared().lend() as opened:
            seen = await seen_by(opened, caller)
            by_name = {version.table.name: version for version in seen.versions}
            if table not in by_name:
                raise UnknownName("table", table, by_name)
            version = by_name[table]
            if not caller.rules:
                seen = replace(seen, versions=(version,), guarded={})
            yield version, seen.model.entity(table), seen

    def _keep(self, key: Hashable, value: Any) -> None:
        self._kept[key] = value
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _path(version: TableVersion) -> tuple[str, str]:
    return version.path, version.relation


def _shown(name: str, kind: str) -> str:
    column = quoted(name)
    if kind in ("integer", "decimal", "float", "boolean", "date", "time", "timestamp", "timestamptz"):
        return column
    text = f"CAST({column} AS VARCHAR)"
    cut = f"left({text}, {_LONGEST_CELL}) || CASE WHEN length({text}) > {_LONGEST_CELL} THEN '…' ELSE '' END"
    return f"{cut} AS {column}"


Direction = Literal["ASC", "DESC"]


def _order(sorting: Sorting | None, kept: Condition | None, entity: Entity, names: Sequence[str]) -> str:
    """Ends in what tells rows apart, so that no row is on two pages."""
    first = []
    if sorting is not None:
        first = [f"{quoted(sorting.column)} {'DESC' if sorting.descending else 'ASC'} NULLS LAST"]
    elif kept is not None and kept.order is not None:
        first = [kept.order]
    if not first:
        return ""
    ties = [quoted(name) for name in (entity.key or names[:_TIES])]
    return f" ORDER BY {', '.join([*first, *ties])}"
