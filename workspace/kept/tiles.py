"""The tiles of a dashboard, run: a few at a time, and not again while nothing has changed."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from core.answer import Problem, TableUsed, problem_of
from core.chart import Chart
from core.errors import InvalidInput, TablespeakError, UserError
from core.plan import Plan
from core.query import Query, Verification
from core.question import Caller
from core.result import Result
from core.saved import Dashboard, ParameterValue, QueryTile, SavedQuery, TextTile
from wire import dumps
from workspace.kept.queries import SavedEntry, SavedQueries

if TYPE_CHECKING:
    from workspace.kept.filters import TileFilters
    from workspace.opened import Opened, Shared

AT_ONCE = 4
_MOST_ROWS = 2_000
_MOST_KEPT = 400
_GONE = Problem(
    code="unknown_name",
    message="The saved query of this tile is not there any more.",
    hint="Bring it back from its versions, or remove the tile.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TileResult:
    """What a tile shows: a text, or a result with its chart; or why there is nothing.

    `query_version` is the current version of its query. `unfiltered` names filters that do not fit the tile's query.
    `plan`, `chart` and `tables` are what it was read from, for documents.
    """

    id: str
    kind: str
    title: str = ""
    text: str | None = None
    query: str | None = None
    query_version: int | None = None
    sql: str | None = None
    read_as: str | None = None
    result: Result | None = None
    vega_lite: Mapping[str, Any] | None = None
    verified: Verification | None = None
    unfiltered: tuple[str, ...] = ()
    problem: Problem | None = None
    read_at: datetime | None = None
    from_cache: bool = False
    plan: Plan | None = None
    chart: Chart | None = None
    tables: tuple[TableUsed, ...] = ()


class Tiles:
    def __init__(self, shared: Callable[[], Shared], clock: Callable[[], date], queries: SavedQueries) -> None:
        self._shared, self._clock, self._queries = shared, clock, queries
        self._kept: OrderedDict[str, TileResult] = OrderedDict()

    async def run(
        self,
        board: Dashboard,
        values: Mapping[str, ParameterValue],
        caller: Caller,
        wanted: Sequence[str] | None = None,
    ) -> AsyncGenerator[TileResult]:
        """Each as soon as it is there; all of them where none is `wanted` by its id. `values` are of its filters."""
        turns = asyncio.Semaphore(AT_ONCE)
        entries = {entry.name: entry for entry in self._queries.list()}
        tiles = [tile for tile in board.tiles if wanted is None or tile.id in wanted]
        async with self._shared().lend() as opened:
            seen = _Seen(opened, caller)

            async def one(tile: QueryTile | TextTile) -> TileResult:
                if isinstance(tile, TextTile):
                    return TileResult(id=tile.id, kind="text", text=tile.text)
                async with turns:
                    return await self._tile(tile, entries.get(tile.query), board, values, seen)

            running = [asyncio.ensure_future(one(tile)) for tile in tiles]
            try:
                for done in asyncio.as_completed(running):
                    yield await done
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)

    async def _tile(
        self,
        tile: QueryTile,
        entry: SavedEntry | None,
        board: Dashboard,
        values: Mapping[str, ParameterValue],
        seen: _Seen,
    ) -> TileResult:
        bare = TileResult(id=tile.id, kind="query", title=tile.title or "", query=tile.query)
        if entry is None:
            return replace(bare, problem=_GONE)
        bare = replace(bare, title=tile.title or entry.query.title, query_version=entry.record.number)
        from workspace.kept.filters import filters_of_tile

        try:
            filters = filters_of_tile(tile, entry.query, board, values)
            key = _key(tile, entry, filters, seen, self._clock())
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return replace(known, id=tile.id, from_cache=True)
            made, repeatable = await _made(bare, tile, entry, filters, await seen.opened(), self._clock())
        except UserError as refused:
            return replace(bare, problem=problem_of(refused))
        except TablespeakError as broken:
            return replace(bare, problem=problem_of(broken))
        if repeatable:
            self._keep(key, made)
        return made

    def _keep(self, key: str, made: TileResult) -> None:
        self._kept[key] = made
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)


class _Seen:
    """The tables as the caller may see them, made ready once, when the first tile needs them."""

    def __init__(self, whole: Opened, caller: Caller) -> None:
        self.whole, self.caller = whole, caller
        self._ready: Opened | None = None
        self._making = asyncio.Lock()

    async def opened(self) -> Opened:
        from workspace.visible import seen_by

        async with self._making:
            if self._ready is None:
                self._ready = await seen_by(self.whole, self.caller)
        return self._ready


def _key(tile: QueryTile, entry: SavedEntry, filters: TileFilters, seen: _Seen, today: date) -> str:
    """Of all that a tile's result is a function of."""
    whole = seen.whole
    parts = (
        entry.record.digest,
        dumps(tile.view),
        tile.title or "",
        repr(sorted(filters.parameters.items())),
        repr(filters.fields),
        repr(whole.numbers),
        str(whole.model_number),
        repr(whole.limits),
        repr(seen.caller.rules),
        today.isoformat(),
        repr(entry.verification),
    )
    return hashlib.sha256("\n\n".join(parts).encode()).hexdigest()


async def _made(
    bare: TileResult, tile: QueryTile, entry: SavedEntry, filters: TileFilters, seen: Opened, today: date
) -> tuple[TileResult, bool]:
    """With whether it would be the same again."""
    from warehouse.repeatable import is_repeatable

    query, unfiltered = _filtered(entry.query, filters, seen, today)
    ready = await _checked(query, seen)
    most = min(tile.view.rows or entry.query.chart.rows or _MOST_ROWS, _MOST_ROWS)
    result = await seen.execute(ready, most)
    view = tile.view if tile.view != type(tile.view)() else entry.query.chart
    chart, spec = await _drawn(replace(ready, view=view), result, bare.title, entry.query.question or "", seen)
    guarded, used = seen.guard(ready.sql), seen.tables_used
    made = replace(
        bare,
        sql=ready.sql,
        read_as=_read_as(ready, seen) or entry.query.question,
        result=result,
        vega_lite=spec,
        plan=ready.plan,
        chart=chart,
        tables=tuple(used[name] for name in guarded.tables if name in used),
        verified=entry.verification,
        unfiltered=unfiltered,
        read_at=datetime.now(UTC),
    )
    return made, is_repeatable(guarded)


def _filtered(saved: SavedQuery, filters: TileFilters, seen: Opened, today: date) -> tuple[Query, tuple[str, ...]]:
    """Compiled under the filters, and which of them did not fit. Raises UserError for one that was asked of the tile."""
    from agents.sql_expert.kept import fill
    from semantic_layer import compile_plan
    from semantic_layer.compiler.paths import SeveralPaths
    from workspace.kept.filters import check_value, with_condition

    query = fill(saved, filters.parameters, seen.model, today).query
    unfiltered: list[str] = []
    for wanted in filters.fields:
        check_value(wanted, seen.model)
        try:
            if query.plan is None:
                raise InvalidInput(
                    f"“{saved.title}” is SQL that no filter on a field fits.", hint="Give it a parameter."
                )
            query = compile_plan(with_condition(query.plan, wanted, seen.model, today), seen.model)
        except (UserError, SeveralPaths) as refused:
            if wanted.asked:
                raise InvalidInput(f"It cannot be filtered by {wanted.field}: {refused}") from None
            unfiltered.append(wanted.name)
    return query, tuple(unfiltered)


async def _checked(query: Query, seen: Opened) -> Query:
    from agents.sql_expert import QueryCheck

    return await QueryCheck(seen.columns, seen.model)(query)


async def _drawn(
    query: Query, result: Result, title: str, asked: str, seen: Opened
) -> tuple[Chart | None, dict[str, object] | None]:
    """In a thread: a specification is validated whole."""
    from agents.analyst import last_date
    from agents.dashboard_designer import Design, DesignByRules, check_chart
    from charts import vega_lite
    from core.ways import Declined

    until = last_date(seen.model, query.plan)
    try:
        task = Design(query=query, result=result, title=title, asked=asked, until=until, tile=True)
        chart = await DesignByRules()(task)
        return chart, await asyncio.to_thread(lambda: vega_lite(check_chart(chart, result), result))
    except Declined:
        return None, None


def _read_as(query: Query, seen: Opened) -> str | None:
    from semantic_layer import describe_plan

    return describe_plan(query.plan, seen.model) if query.plan is not None else None
