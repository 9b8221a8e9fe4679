"""Dashboards, their tiles and links as the JSON objects that clients get."""

from __future__ import annotations

from typing import Any

from api.routes.saved_objects import version_object
from core.saved import Dashboard
from wire import dump, spec_object
from workspace import SharedBoard, ShareLink, SpecRecord, TileResult

_TOLD_OF_FILTER = ("name", "label", "type", "many", "choices", "default")
_UNTOLD_OF_TILE = ("query", "parameters", "query_version")


def board_object(record: SpecRecord[Dashboard]) -> dict[str, Any]:
    return {**version_object(record), "created_at": record.created_at.isoformat()}


def tile_object(tile: TileResult) -> dict[str, Any]:
    """`unfiltered` names filters that do not fit it; a `problem` stands in place of rows."""
    result = dump(tile.result) if tile.result else {}
    return {
        "id": tile.id,
        "kind": tile.kind,
        "title": tile.title,
        "text": tile.text,
        "query": tile.query,
        "query_version": tile.query_version,
        "sql": tile.sql,
        "read_as": tile.read_as,
        **{key: result.get(key) for key in ("columns", "rows", "row_count", "truncated")},
        "chart": tile.vega_lite,
        "verified": dump(tile.verified) if tile.verified else None,
        "unfiltered": list(tile.unfiltered),
        "problem": dump(tile.problem) if tile.problem else None,
        "read_at": tile.read_at.isoformat() if tile.read_at else None,
        "from_cache": tile.from_cache,
    }


def link_object(link: ShareLink) -> dict[str, Any]:
    """Never its token, which is not kept."""
    return {
        "id": link.id,
        "dashboard": link.dashboard,
        "may": link.may,
        "shows_sql": link.shows_sql,
        "made_by": link.made_by,
        "made_at": link.made_at.isoformat(),
        "expires_at": link.expires_at.isoformat() if link.expires_at else None,
        "revoked_at": link.revoked_at.isoformat() if link.revoked_at else None,
        "used_at": link.used_at.isoformat() if link.used_at else None,
    }


def shared_object(shared: SharedBoard) -> dict[str, Any]:
    """Its tiles and filters, without what they are read from; who may edit sees which query a tile is of."""
    board, link = shared.board, shared.link
    untold = () if link.may == "edit" else _UNTOLD_OF_TILE
    tiles = spec_object(board).get("tiles", [])
    filters = [{key: value for key, value in dump(one).items() if key in _TOLD_OF_FILTER} for one in board.filters]
    return {
        "title": board.title,
        "description": board.description,
        "refresh_minutes": board.refresh_minutes,
        "tiles": [{key: value for key, value in tile.items() if key not in untold} for tile in tiles],
        "filters": filters,
        "may": link.may,
        "version": shared.record.number,
        "expires_at": link.expires_at.isoformat() if link.expires_at else None,
    }
