"""Saved queries run again after each change of tables or model: which give something else, and which broke."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Literal

from catalog import Catalog, ChangeRecord, FiguresRecord
from core.saved import Figures, QueryChange
from workspace.kept.figures import figures_of
from workspace.kept.queries import SavedEntry, SavedQueries
from workspace.semantics import versions_key

if TYPE_CHECKING:
    from workspace.opened import Opened, Shared

_MOST = 300
"""Of the saved queries, verified ones first; the others are read when they are run."""
_PATIENCE = 5.0


class Regressions:
    def __init__(
        self,
        workspace: str,
        catalog: Catalog,
        shared: Callable[[], Shared],
        clock: Callable[[], date],
        queries: SavedQueries,
    ) -> None:
        self._workspace, self._catalog = workspace, catalog
        self._shared, self._clock, self._queries = shared, clock, queries
        self._looking = asyncio.Lock()
        self._wanted = False
        self._task: asyncio.Task[None] | None = None

    async def changes(self, *, verified_only: bool = True, most: int = 100) -> tuple[ChangeRecord, ...]:
        """Newest first, up to the tables and the model as they are now."""
        await self.look()
        found = self._catalog.verified.changes(self._workspace, 1_000)
        return tuple(one for one in found if one.change.verified or not verified_only)[:most]

    async def look(self) -> None:
        """Reads what was not read since the tables, the model or the query changed."""
        async with self._looking:
            entries = self._queries.list()
            if not entries:
                return
            async with self._shared().lend() as opened:
                state = _state(opened)
                known = self._catalog.verified.figures(self._workspace)
                for entry in sorted(entries, key=lambda one: one.verified is None)[:_MOST]:
                    before = known.get(entry.name)
                    if before is None or (before.number, before.state) != (entry.record.number, state):
                        await self._read(entry, before, state, opened)

    def soon(self) -> None:
        """In the background; what it did not come to is done before changes are told."""
        self._wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look_while_wanted())

    async def _look_while_wanted(self) -> None:
        while self._wanted:
            self._wanted = False
            await self.look()

    async def close(self) -> None:
        """What has begun may end, if that comes soon."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=_PATIENCE)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _read(self, entry: SavedEntry, before: FiguresRecord | None, state: str, opened: Opened) -> None:
        after = await figures_of(entry.query, opened, self._clock())
        change = None if before is None else change_of(entry, before, after, state)
        new = self._catalog.verified.keep_figures(
            self._workspace, entry.name, number=entry.record.number, state=state, figures=after, change=change
        )
        if new and change is not None and change.change == "broken" and change.cause != "query":
            self._catalog.notices.add(
                self._workspace,
                "query_broke",
                f"“{entry.query.title}” does not run any more: {after.problem}",
                {"query": entry.name, "cause": change.cause},
            )


def change_of(entry: SavedEntry, before: FiguresRecord, after: Figures, state: str) -> QueryChange | None:
    """None where it gives the same."""
    what = _what(before.figures, after)
    if what is None:
        return None
    cause: Literal["tables", "model", "query"] = "tables"
    if before.number != entry.record.number:
        cause = "query"
    elif before.state.split(":")[0] == state.split(":")[0]:
        cause = "model"
    return QueryChange(
        name=entry.name,
        title=entry.query.title,
        verified=entry.verified is not None,
        change=what,
        cause=cause,
        before=before.figures,
        after=after,
    )


def _what(before: Figures, after: Figures) -> Literal["value", "columns", "broken", "mended"] | None:
    if after.problem is not None:
        return None if before.problem is not None else "broken"
    if before.problem is not None:
        return "mended"
    if before.columns != after.columns:
        return "columns"
    steady = bool(before.checksum and after.checksum)
    return "value" if (steady and before.checksum != after.checksum) or before.rows != after.rows else None


def _state(opened: Opened) -> str:
    return f"{versions_key(opened.versions)}:{opened.model_number}"
