"""What belongs to one set of current table versions: model, value index and a pool of sealed workers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from catalog import Catalog
from core.answer import TableUsed
from core.model import SemanticModel
from core.query import Query
from core.result import Result
from core.table import TableVersion
from semantic_layer import ValueIndex
from warehouse import Limits, Pool, guard
from workspace.imports import table_versions
from workspace.layout import Layout
from workspace.semantics import model_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Replaced as a whole after an import, so that a run goes on with what it started with."""

    versions: tuple[TableVersion, ...]
    model: SemanticModel
    values: ValueIndex
    pool: Pool

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        return {version.table.name: tuple(column.name for column in version.table.columns) for version in self.versions}

    @property
    def tables_used(self) -> Mapping[str, TableUsed]:
        return {
            version.table.name: TableUsed(
                name=version.table.name,
                version=version.number,
                file=version.table.origin.file,
                rows=version.table.rows,
                imported_at=version.imported_at,
            )
            for version in self.versions
        }

    async def execute(self, query: Query, rows: int) -> Result:
        """Guards the query and runs it in a sealed worker, for at most `rows` rows."""
        guarded = guard(query.sql, self.columns)
        return await self.pool.run(guarded, query.parameters, rows=rows)

    async def close(self) -> None:
        self.values.close()
        await self.pool.close()


async def open_current(place: Layout, catalog: Catalog, limits: Limits) -> Opened:
    """Starts the workers first: they come up while the model is read, or built if these versions have none."""
    versions = table_versions(place, catalog.current_versions(place.workspace))
    pool = Pool(versions, limits)
    pool.start()
    record = await asyncio.to_thread(model_of, versions, place, catalog)
    return Opened(versions=versions, model=record.model, values=ValueIndex(place.absolute(record.index)), pool=pool)
