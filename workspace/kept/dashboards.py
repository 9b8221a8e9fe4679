"""Dashboards: kept, changed, brought back and run."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from catalog import Catalog, SpecChange, SpecRecord
from core.errors import InvalidInput, UnknownName
from core.question import Caller
from core.saved import Dashboard, DashboardDraft, ParameterValue, QueryTile, SavedQuery, TextTile, ViewSettings
from wire import read_spec, spec_object
from workspace.kept.checking import check_dashboard, check_query
from workspace.kept.differences import changes_in_words
from workspace.kept.naming import name_from
from workspace.kept.queries import SavedQueries
from workspace.kept.specs import KeptSpecs
from workspace.kept.tiles import TileResult, Tiles

if TYPE_CHECKING:
    from workspace.opened import Shared


class Dashboards(KeptSpecs[Dashboard]):
    def __init__(
        self,
        workspace: str,
        catalog: Catalog,
        shared: Callable[[], Shared],
        clock: Callable[[], date],
        queries: SavedQueries,
    ) -> None:
        super().__init__(workspace, catalog.dashboards, "dashboard")
        self._catalog, self._queries = catalog, queries
        self._tiles = Tiles(shared, clock, queries)

    def list(self, *, containing: str | None = None) -> tuple[SpecRecord[Dashboard], ...]:
        """The one changed last comes first; `containing` is looked for in names, titles and descriptions."""
        wanted = containing.casefold().split() if containing else []
        return tuple(one for one in self._records() if all(word in _searched(one.spec) for word in wanted))

    def create(self, given: Mapping[str, Any], caller: Caller) -> SpecRecord[Dashboard]:
        """A spec; without a name, one is made of its title. Raises InvalidInput, UnknownName and Overtaken."""
        known = {"name": self.free_name(str(given.get("title") or "")), "owner": caller.name}
        return self.keep(read_spec(Dashboard, {**known, **given}), caller, base=0)

    def update(
        self, name: str, changes: Mapping[str, Any], caller: Caller, *, base: int | None = None
    ) -> SpecRecord[Dashboard]:
        """Sets the keys that are given; None takes one back to its default. Raises UnknownName, InvalidInput and Overtaken."""
        record = self.record(name)
        if changes.get("name", name) != name:
            raise InvalidInput("A dashboard keeps its name.", hint="Make another one, then delete this one.")
        wanted = {**spec_object(record.spec), **changes}
        board = read_spec(Dashboard, {key: value for key, value in wanted.items() if value is not None})
        if "filters" not in changes:
            board = _without_idle_targets(board)
        return self.keep(board, caller, base=record.number if base is None else base)

    def keep(self, board: Dashboard, caller: Caller, *, base: int | None) -> SpecRecord[Dashboard]:
        """As a new version. Raises InvalidInput, UnknownName for a query that is not there, and Overtaken."""
        check_dashboard(board)
        before = self._kept.get(self._workspace, board.name)
        known = set(self._queries.names()) | _queries_of(before.spec if before else None)
        for name in sorted(_queries_of(board) - known):
            raise UnknownName("saved query", name, self._queries.names())
        board = self._with_versions(board, before.spec if before else None)
        words = changes_in_words(before.spec if before else None, board)
        if before is not None and not words and base != 0:
            return before
        self._kept.keep(self._workspace, [SpecChange(spec=board, base=base, words=words, by=caller.name)])
        return self.record(board.name)

    def delete(self, name: str) -> None:
        """Its links are revoked first: another dashboard may get the name. Raises UnknownName."""
        self.record(name)
        self._catalog.share_links.revoke_all(self._workspace, name)
        super().delete(name)

    def restore(self, name: str, number: int, caller: Caller) -> SpecRecord[Dashboard]:
        """Raises UnknownName."""
        return self.bring_back(name, number, caller)

    async def keep_draft(self, draft: DashboardDraft, caller: Caller) -> SpecRecord[Dashboard]:
        """Its queries under free names, and the dashboard of them, together or not at all. Raises UserError."""
        names: dict[str, str] = {}
        changes: list[SpecChange[SavedQuery]] = []
        for query in draft.queries:
            name = name_from(query.title, {*self._queries.names(), *names.values()}, "query")
            names[query.name] = name
            named = check_query(replace(query, name=name, owner=caller.name))
            await self._queries.check_runs(named)
            changes.append(SpecChange(spec=named, base=0, words=("Made.",), by=caller.name))
        board = _renamed(draft.dashboard, names)
        board = check_dashboard(replace(board, name=self.free_name(board.title), owner=caller.name))
        missing = sorted(_queries_of(board) - {*self._queries.names(), *names.values()})
        if missing:
            raise UnknownName("saved query", missing[0], self._queries.names())
        made = SpecChange(spec=board, base=0, words=("Made.",), by=caller.name)
        self._catalog.keep_specs(self._workspace, changes, [made])
        return self.record(board.name)

    def draft_of(self, name: str) -> DashboardDraft:
        """A kept dashboard with the queries of its tiles, to be changed. Raises UnknownName."""
        board = self.record(name).spec
        wanted = _queries_of(board)
        return DashboardDraft(
            dashboard=board, queries=tuple(entry.query for entry in self._queries.list() if entry.name in wanted)
        )

    async def keep_changed(self, draft: DashboardDraft, caller: Caller, *, base: int | None) -> SpecRecord[Dashboard]:
        """A kept dashboard as it was changed, with the queries that are new, together or not at all. Raises UserError."""
        known, names = set(self._queries.names()), dict[str, str]()
        changes: list[SpecChange[SavedQuery]] = []
        for query in draft.queries:
            if query.name in known:
                continue
            names[query.name] = name = name_from(query.title, {*known, *names.values()}, "query")
            named = check_query(replace(query, name=name, owner=caller.name))
            await self._queries.check_runs(named)
            changes.append(SpecChange(spec=named, base=0, words=("Made.",), by=caller.name))
        before = self.record(draft.dashboard.name)
        board = self._with_versions(check_dashboard(_renamed(draft.dashboard, names)), before.spec)
        words = changes_in_words(before.spec, board)
        if not words and not changes:
            return before
        change = SpecChange(spec=board, base=before.number if base is None else base, words=words, by=caller.name)
        self._catalog.keep_specs(self._workspace, changes, [change])
        return self.record(board.name)

    def _with_versions(self, board: Dashboard, before: Dashboard | None) -> Dashboard:
        """A view of its own remembers which version of the query it was set for."""
        numbers = {entry.name: entry.record.number for entry in self._queries.list()}
        views = {tile.id: tile for tile in before.tiles if isinstance(tile, QueryTile)} if before else {}

        def told(tile: QueryTile | TextTile) -> QueryTile | TextTile:
            if isinstance(tile, TextTile) or tile.view == ViewSettings():
                return tile
            known = views.get(tile.id)
            is_set = known is None or (known.view, known.query) != (tile.view, tile.query)
            if tile.query_version is not None and not (is_set and known and known.query_version == tile.query_version):
                return tile
            return replace(tile, query_version=numbers.get(tile.query))

        return replace(board, tiles=tuple(told(tile) for tile in board.tiles))

    def run(
        self,
        board: Dashboard,
        given: Mapping[str, ParameterValue],
        caller: Caller,
        tiles: Sequence[str] | None = None,
    ) -> AsyncGenerator[TileResult]:
        """Its tiles, each as soon as it is there. Raises UnknownName and InvalidInput for filters and tiles."""
        from workspace.kept.filters import filter_values

        known = [tile.id for tile in board.tiles]
        for tile_id in tiles or ():
            if tile_id not in known:
                raise UnknownName("tile", tile_id, known)
        return self._tiles.run(board, filter_values(board, given), caller, tiles)


def _without_idle_targets(board: Dashboard) -> Dashboard:
    """Filters go on for the tiles that are left; one that was for removed tiles alone goes with them."""
    there = {tile.id for tile in board.tiles}
    kept = [
        replace(one, targets=tuple(target for target in one.targets if target.tile in there)) for one in board.filters
    ]
    pairs = zip(board.filters, kept, strict=True)
    return replace(board, filters=tuple(new for old, new in pairs if new.targets or not old.targets))


def _renamed(board: Dashboard, names: Mapping[str, str]) -> Dashboard:
    return replace(
        board,
        tiles=tuple(
            replace(tile, query=names.get(tile.query, tile.query)) if isinstance(tile, QueryTile) else tile
            for tile in board.tiles
        ),
    )


def _queries_of(board: Dashboard | None) -> set[str]:
    return {tile.query for tile in board.tiles if isinstance(tile, QueryTile)} if board is not None else set()


def _searched(board: Dashboard) -> str:
    return " ".join((board.name, board.title, board.description)).casefold()
