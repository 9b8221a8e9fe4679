"""What belongs to one set of current table versions: model, value index and a pool of sealed workers."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from catalog import Catalog
from core.answer import TableUsed
from core.model import SemanticModel
from core.query import Query
from core.question import Caller
from core.result import Result
from core.table import Cell, TableVersion
from semantic_layer import ValueIndex
from warehouse import Guarded, Limits, Pool, guard
from warehouse.profiled import CostlyStep, as_profile, costliest
from warehouse.repeatable import is_repeatable
from warehouse.turns import turn_limits_from, turns_of
from workspace.imports import table_versions
from workspace.kept_results import KeptResults, key_of
from workspace.layout import Layout
from workspace.semantics import model_of
from workspace.thinking import waiting
from workspace.untold import values_untold

_MOST_GUARDED = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Replaced as a whole after an import, so that a run goes on with what it started with. What runs is for `caller`."""

    versions: tuple[TableVersion, ...]
    model: SemanticModel
    values: ValueIndex
    pool: Pool
    limits: Limits
    kept: KeptResults
    seen_values: Path
    model_number: int = 0
    caller: Caller = field(default_factory=Caller)
    guarded: dict[str, Guarded] = field(default_factory=dict, repr=False)

    @property
    def numbers(self) -> tuple[tuple[str, int], ...]:
        return tuple((version.table.name, version.number) for version in self.versions)

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
                sha256=version.file_sha256,
            )
            for version in self.versions
        }

    async def execute(self, query: Query, rows: int) -> Result:
        """Guards the query and runs it in a sealed worker, for at most `rows` rows."""
        guarded = self.guard(query.sql)
        return await self.run(guarded, query.parameters, rows=rows, may_spill=query.plan is not None)

    def guard(self, sql: str) -> Guarded:
        """What passed once over these tables, for a caller without rules, passes again. Raises GuardRefusal and UnknownName."""
        if self.caller.rules:
            return guard(sql, self.columns, self.caller)
        known = self.guarded.get(sql)
        if known is None:
            known = guard(sql, self.columns)
            while len(self.guarded) >= _MOST_GUARDED:
                del self.guarded[next(iter(self.guarded))]
            self.guarded[sql] = known
        return known

    async def run(
        self, guarded: Guarded, parameters: Sequence[Cell] = (), *, rows: int, may_spill: bool = False
    ) -> Result:
        """What ran before over these versions, and cannot have other rows now, is not run again."""
        repeatable = self.kept.keeps and is_repeatable(guarded)
        key = key_of(guarded, parameters, self.versions, rows, self.limits.bytes) if repeatable else ""
        known = self.kept.preview(key) if repeatable else None
        if known is not None:
            return known
        with values_untold(self.caller):
            async with waiting():
                return await self.pool.run(
                    guarded,
                    parameters,
                    rows=rows,
                    may_spill=may_spill,
                    caller=self.caller.name,
                    keep=partial(self.kept.keep_preview, key) if repeatable else None,
                )

    async def profile(self, sql: str) -> tuple[CostlyStep, ...]:
        """What running it spends its time on; raises what stops the run, and GuardRefusal where the caller sees some rows only."""
        guarded = self.guard(f"EXPLAIN {sql}") if self.caller.rules else self.guard(sql)
        profile = await self.run(as_profile(guarded), rows=1)
        return costliest(str(profile.rows[0][1]))

    async def close(self) -> None:
        self.values.close()
        await self.pool.close()


class Shared:
    """The Opened that questions are asked of, lent to each; the workers of a replaced one go when its last borrower is done."""

    def __init__(self, place: Layout, catalog: Catalog, limits: Callable[[], Limits]) -> None:
        self._place, self._catalog, self._limits = place, catalog, limits
        self._current: Opened | None = None
        self._opening = asyncio.Lock()
        self._borrowers: Counter[int] = Counter()
        self._retired: dict[int, Opened] = {}

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Opened]:
        """Opens on first use, and again once any process has made other versions, limits or another model current."""
        async with self._opening:
            if self._current is not None and self._is_outdated(self._current):
                self._retired[id(self._current)] = self._current
                self._current = None
            if self._current is None:
                self._current = await open_current(self._place, self._catalog, self._limits())
            opened = self._current
            self._borrowers[id(opened)] += 1
        await self._close_unused()
        try:
            yield opened
        finally:
            self._borrowers[id(opened)] -= 1
            await self._close_unused()

    def sandbox(self) -> dict[str, int]:
        """Query processes of the current pool, by state."""
        return {} if self._current is None else self._current.pool.states()

    async def retire(self) -> None:
        """Whoever borrows next gets what is current then."""
        async with self._opening:
            if self._current is not None:
                self._retired[id(self._current)] = self._current
                self._current = None
        await self._close_unused()

    async def _close_unused(self) -> None:
        for key in [key for key in self._retired if not self._borrowers[key]]:
            await self._retired.pop(key).close()

    def _is_outdated(self, opened: Opened) -> bool:
        numbers = self._catalog.current_numbers(self._place.workspace)
        if opened.numbers != numbers or opened.limits != self._limits():
            return True
        return opened.model_number != self._catalog.model_versions.number(self._place.workspace)


def new_pool(place: Layout, versions: tuple[TableVersion, ...], limits: Limits, workers: int = 2) -> Pool:
    """Its queries have their turns with all others of the data folder."""
    turns = turns_of(place.data_dir, turn_limits_from(os.environ))
    return Pool(versions, limits, workers, turns, place.results)


async def open_current(place: Layout, catalog: Catalog, limits: Limits) -> Opened:
    """Starts a worker first: it comes up while the model is read, or built if these versions have none."""
    versions = table_versions(place, catalog.current_versions(place.workspace))
    pool = new_pool(place, versions, limits)
    pool.start(1)
    try:
        number = catalog.model_versions.number(place.workspace)
        record = await asyncio.to_thread(model_of, versions, place, catalog)
    except BaseException:
        await pool.close()
        raise
    return Opened(
        versions=versions,
        model=record.model,
        values=ValueIndex(place.absolute(record.index)),
        pool=pool,
        limits=limits,
        kept=KeptResults(place.results, limits.cache_mb),
        seen_values=place.seen_values,
        model_number=number,
    )
