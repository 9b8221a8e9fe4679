"""Share links of dashboards: whoever has one sees that dashboard's tiles, with the rows of who made it, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from catalog import Catalog, May, ShareLink, SpecRecord
from core.answer import Problem
from core.errors import InvalidInput, LinkGone, UnknownName
from core.question import Caller
from core.saved import Dashboard, ParameterValue, QueryTile
from workspace.kept.dashboards import Dashboards
from workspace.kept.tiles import TileResult

_USED_EVERY = timedelta(minutes=1)
_EDITABLE = frozenset({"title", "description", "tiles", "refresh_minutes"})
_UNTOLD = Problem(code="query_failed", message="This tile cannot be shown now.", retryable=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBoard:
    link: ShareLink
    record: SpecRecord[Dashboard]

    @property
    def board(self) -> Dashboard:
        return self.record.spec


class Shares:
    def __init__(self, workspace: str, catalog: Catalog, dashboards: Dashboards) -> None:
        self._workspace, self._kept, self._dashboards = workspace, catalog.share_links, dashboards

    def make(
        self,
        name: str,
        caller: Caller,
        *,
        may: May = "view",
        shows_sql: bool = False,
        expires_at: datetime | None = None,
    ) -> tuple[ShareLink, str]:
        """The link, and its token, which is told this once. Raises UnknownName and InvalidInput."""
        self._dashboards.record(name)
        expires = expires_at.replace(tzinfo=expires_at.tzinfo or UTC).astimezone(UTC) if expires_at else None
        if expires is not None and expires <= datetime.now(UTC):
            raise InvalidInput("A link cannot expire before it is made.")
        return self._kept.make(self._workspace, name, may=may, shows_sql=shows_sql, caller=caller, expires_at=expires)

    def list(self, name: str | None = None) -> tuple[ShareLink, ...]:
        """Newest first, with those that count no more."""
        return self._kept.list(self._workspace, name)

    def revoke(self, link_id: str) -> None:
        """At once, in every process. Raises UnknownName."""
        if not self._kept.revoke(self._workspace, link_id):
            raise UnknownName("share link", link_id, ())

    def open(self, link: ShareLink) -> SharedBoard:
        """Raises LinkGone where its dashboard was deleted."""
        try:
            record = self._dashboards.record(link.dashboard)
        except UnknownName:
            raise LinkGone from None
        if link.used_at is None or datetime.now(UTC) - link.used_at > _USED_EVERY:
            self._kept.used(link.id)
        return SharedBoard(link=link, record=record)

    def run(
        self, shared: SharedBoard, given: Mapping[str, ParameterValue], tiles: Sequence[str] | None = None
    ) -> AsyncGenerator[TileResult]:
        """For whoever made the link; nothing of a query is told but what the tile shows."""
        link = shared.link
        results = self._dashboards.run(shared.board, given, link.caller, tiles)
        return results if link.shows_sql else _without_queries(results)

    def edit(self, shared: SharedBoard, changes: Mapping[str, Any]) -> SpecRecord[Dashboard]:
        """Its texts, layout and views; no tile of a query that it does not show already.

        With a `version`, only where that is the current one. Raises InvalidInput and Overtaken.
        """
        if shared.link.may != "edit":
            raise InvalidInput("This link is for looking only.", hint="Ask for a link to edit.")
        base = changes.get("version", shared.record.number)
        changes = {key: value for key, value in changes.items() if key != "version"}
        locked = sorted(set(changes) - _EDITABLE)
        if locked:
            raise InvalidInput(f"By this link “{locked[0]}” cannot be changed.")
        known = {tile.query for tile in shared.board.tiles if isinstance(tile, QueryTile)}
        for tile in changes.get("tiles") or ():
            if isinstance(tile, Mapping) and tile.get("kind") == "query" and tile.get("query") not in known:
                raise InvalidInput("By this link no other query can be shown.")
        editor = replace(shared.link.caller, name=f"link {shared.link.id[:8]} of {shared.link.made_by}")
        return self._dashboards.update(shared.board.name, changes, editor, base=base)


def link_of_token(catalog: Catalog, token: str) -> ShareLink:
    """Raises LinkGone."""
    link = catalog.share_links.of_token(token)
    if link is None or link.revoked_at is not None or (link.expires_at and link.expires_at <= datetime.now(UTC)):
        raise LinkGone
    return link


async def _without_queries(results: AsyncGenerator[TileResult]) -> AsyncGenerator[TileResult]:
    async with aclosing(results) as tiles:
        async for tile in tiles:
            yield _without_query(tile)


def _without_query(result: TileResult) -> TileResult:
    problem = None if result.problem is None else _UNTOLD
    return replace(result, sql=None, query=None, read_as=None, verified=None, problem=problem)
