"""The application: routes, gate, problems, and workspaces opened for as long as the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.dependencies import NAME_IN_PATH
from api.mcp.mounted import PATH as MCP_PATH
from api.mcp.mounted import MountedMcp
from api.page import page_route
from api.problems import add_problem_handlers
from api.routes import DATA_ROUTERS, OPENAI_ROUTER, ROUTERS
from api.security import Gate
from api.settings import Settings
from workspace import Workspaces

_DESCRIPTION = """Upload files, ask in plain English, get an answer you can check.

Every route of data takes the workspace's name in the header `X-Workspace` (`default` otherwise).
The same routes work with the name in the path: `/api/workspaces/{workspace}/tables` is `/api/tables` of that workspace.
Errors are problem documents (RFC 9457) with `code`, `message` as `title`, and `hint`."""


def create_app(settings: Settings) -> FastAPI:
    app: FastAPI = FastAPIOffline(
        title="Tablespeak", version="0.1.0", description=_DESCRIPTION, lifespan=_lifespan, redoc_url=None
    )
    app.state.settings = settings
    for router in (*ROUTERS, *DATA_ROUTERS):
        app.include_router(router, prefix="/api")
    for router in DATA_ROUTERS:
        app.include_router(router, prefix=f"/api/workspaces/{{{NAME_IN_PATH}}}", include_in_schema=False)
    app.include_router(OPENAI_ROUTER)
    app.include_router(OPENAI_ROUTER, prefix=f"/api/workspaces/{{{NAME_IN_PATH}}}", include_in_schema=False)
    app.router.routes.append(Route(MCP_PATH, endpoint=_Mcp(), methods=["GET", "POST", "DELETE"]))
    app.router.routes.append(page_route())
    add_problem_handlers(app)
    app.add_middleware(Gate, settings=settings)
    return app


class _Mcp:
    """An instance, because a route hands requests of a function's endpoint in another form."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mounted: MountedMcp = scope["app"].state.mcp
        await mounted(scope, receive, send)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    app.state.workspaces = Workspaces(settings.data_dir, linger=settings.linger, imports=settings.imports)
    app.state.mcp = MountedMcp(app.state.workspaces)
    await asyncio.to_thread(app.state.workspaces.tidy)
    try:
        yield
    finally:
        await app.state.mcp.close()
        await app.state.workspaces.close()
