"""Dashboards: kept, run tile by tile, and shared by links."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Header, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import ServerSentEvent

from api.attachments import download_response
from api.dependencies import AllWorkspaces, CurrentCaller, CurrentWorkspace
from api.leaving import CLIENT_CLOSED, ClientLeft, while_there
from api.links import link_to_dashboard
from api.routes.board_objects import board_object, link_object, shared_object, tile_object
from api.streams.sse import json_event, stream_response
from core.saved import ParameterValue
from wire import load, loads
from workspace import TileResult

router = APIRouter(prefix="/dashboards", tags=["dashboards"])
shares_router = APIRouter(prefix="/shares", tags=["dashboards"])
shared_router = APIRouter(prefix="/shared", tags=["shared"])

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


class Showing(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"filters": {"region": ["north"]}, "tiles": ["t1"]}]}
    )

    filters: dict[str, Any] = Field(default_factory=dict, description="Values; the defaults stand for others.")
    tiles: list[str] | None = Field(default=None, description="Ids of the tiles wanted; all where it is left out.")


class Sharing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    may: Literal["view", "edit"] = "view"
    shows_sql: bool = Field(default=False, description="Whether visitors see the SQL of the tiles.")
    expires_at: datetime | None = Field(default=None, description="ISO 8601; never where it is left out.")


@router.get("", summary="Dashboards, the one changed last first")
async def list_dashboards(workspace: CurrentWorkspace, search: Annotated[str | None, Query()] = None) -> dict[str, Any]:
    return {"dashboards": [board_object(one) for one in workspace.dashboards.list(containing=search)]}


@router.post("", status_code=201, summary="Make a dashboard of a spec")
async def create_dashboard(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    given: Annotated[dict[str, Any], Body(examples=[{"title": "Sales", "tiles": []}])],
) -> dict[str, Any]:
    """See `/api/schemas/dashboard`; its `name` is made of the title where it is left out."""
    return board_object(workspace.dashboards.create(given, caller))


@router.get("/{name}", summary="A dashboard")
async def show_dashboard(workspace: CurrentWorkspace, name: str) -> dict[str, Any]:
    return board_object(workspace.dashboards.record(name))


@router.patch("/{name}", summary="Change a dashboard")
async def change_dashboard(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    name: str,
    changes: Annotated[dict[str, Any], Body(examples=[{"title": "Sales", "refresh_minutes": 5, "version": 3}])],
) -> dict[str, Any]:
    """Sets the keys that are given; null takes one back to its default. With `version`, only where that is the current one."""
    base = changes.pop("version", None)
    return board_object(workspace.dashboards.update(name, changes, caller, base=base))


@router.delete("/{name}", summary="Delete a dashboard; restoring a version brings it back, its links stay revoked")
async def delete_dashboard(workspace: CurrentWorkspace, caller: CurrentCaller, name: str) -> dict[str, Any]:
    workspace.dashboards.delete(name)
    return {"name": name, "deleted": True}


@router.get("/{name}/versions", summary="The versions of a dashboard, newest first")
async def list_versions(workspace: CurrentWorkspace, name: str) -> dict[str, Any]:
    return {"name": name, "versions": [board_object(one) for one in workspace.dashboards.versions(name)]}


@router.post("/{name}/versions/{number}/restore", summary="Bring a version back, as a new one")
async def restore_version(workspace: CurrentWorkspace, caller: CurrentCaller, name: str, number: int) -> dict[str, Any]:
    return board_object(workspace.dashboards.restore(name, number, caller))


@router.post("/{name}/run", summary="The tiles with their results, under filters", response_model=None)
async def run_dashboard(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    request: Request,
    name: str,
    showing: Annotated[Showing | None, Body()] = None,
    accept: Annotated[str, Header()] = "application/json",
) -> Response:
    """In the order of the dashboard; with `Accept: text/event-stream`, each as soon as it is there."""
    wanted = showing or Showing()
    board = workspace.dashboards.record(name).spec
    results = workspace.dashboards.run(board, load(dict[str, ParameterValue], wanted.filters), caller, wanted.tiles)
    order = [tile.id for tile in board.tiles]
    return await _answered(request, results, order, "text/event-stream" in accept)


@router.get("/{name}/export", summary="The dashboard as a document or a picture", response_model=None)
async def export_dashboard(
    workspace: CurrentWorkspace,
    caller: CurrentCaller,
    request: Request,
    name: str,
    export_format: Annotated[Literal["png", "svg", "pdf", "xlsx", "pptx", "html"], Query(alias="format")],
    paper: Annotated[Literal["a4", "letter"], Query(description="Of a PDF.")] = "a4",
    filters: Annotated[str, Query(description="Values of its filters, as a JSON object.")] = "{}",
) -> Response:
    """Its tiles in their order, read now, under the filters."""
    given = loads(dict[str, ParameterValue], filters)
    made = workspace.exports.dashboard(
        name, export_format, given, paper=paper, link=link_to_dashboard(request, name), caller=caller
    )
    try:
        return download_response(await while_there(request, made))
    except ClientLeft:
        return Response(status_code=CLIENT_CLOSED)


@router.get("/{name}/shares", summary="The share links of a dashboard, newest first")
async def list_shares(workspace: CurrentWorkspace, name: str) -> dict[str, Any]:
    return {"shares": [link_object(link) for link in workspace.shares.list(name)]}


@router.post("/{name}/shares", status_code=201, summary="Make a share link; its token is told this once")
async def make_share(
    workspace: CurrentWorkspace, caller: CurrentCaller, name: str, sharing: Annotated[Sharing | None, Body()] = None
) -> JSONResponse:
    """Whoever has the link sees the tiles with the rows of whoever makes it."""
    wanted = sharing or Sharing()
    link, token = workspace.shares.make(
        name, caller, may=wanted.may, shows_sql=wanted.shows_sql, expires_at=wanted.expires_at
    )
    told = {**link_object(link), "token": token, "url": f"/shared/{token}"}
    return JSONResponse(told, status_code=201, headers=PRIVATE)


@shares_router.delete("/{share_id}", summary="Revoke a share link")
async def revoke_share(workspace: CurrentWorkspace, caller: CurrentCaller, share_id: str) -> dict[str, Any]:
    workspace.shares.revoke(share_id)
    return {"id": share_id, "revoked": True}


@shared_router.get("/{token}", summary="What a share link shows: a dashboard's tiles and filters")
async def show_shared(workspaces: AllWorkspaces, token: str) -> JSONResponse:
    _, shared = workspaces.shared(token)
    return JSONResponse(shared_object(shared), headers=PRIVATE)


@shared_router.post("/{token}/run", summary="The tiles of a share link with their results", response_model=None)
async def run_shared(
    workspaces: AllWorkspaces,
    request: Request,
    token: str,
    showing: Annotated[Showing | None, Body()] = None,
    accept: Annotated[str, Header()] = "application/json",
) -> Response:
    wanted = showing or Showing()
    workspace, shared = workspaces.shared(token)
    results = workspace.shares.run(shared, load(dict[str, ParameterValue], wanted.filters), wanted.tiles)
    order = [tile.id for tile in shared.board.tiles]
    return await _answered(request, results, order, "text/event-stream" in accept, PRIVATE)


@shared_router.patch("/{token}", summary="Change texts, layout and views by a link that may edit")
async def edit_shared(
    workspaces: AllWorkspaces, token: str, changes: Annotated[dict[str, Any], Body()]
) -> JSONResponse:
    workspace, shared = workspaces.shared(token)
    workspace.shares.edit(shared, changes)
    return JSONResponse(shared_object(workspaces.shared(token)[1]), headers=PRIVATE)


async def _answered(
    request: Request,
    results: AsyncGenerator[TileResult],
    order: list[str],
    streamed: bool,
    headers: dict[str, str] | None = None,
) -> Response:
    if streamed:
        return stream_response(_frames(results), headers or {})
    try:
        found = await while_there(request, _all(results))
    except ClientLeft:
        return Response(status_code=CLIENT_CLOSED)
    tiles = sorted(found, key=lambda tile: order.index(tile["id"]))
    return JSONResponse({"tiles": tiles}, headers=headers)


async def _all(results: AsyncGenerator[TileResult]) -> list[dict[str, Any]]:
    async with aclosing(results) as tiles:
        return [tile_object(tile) async for tile in tiles]


async def _frames(results: AsyncGenerator[TileResult]) -> AsyncIterator[ServerSentEvent]:
    count = 0
    async with aclosing(results) as tiles:
        async for tile in tiles:
            count += 1
            yield json_event(count, "tile", tile_object(tile))
    yield json_event(count + 1, "end", {"tiles": count})
