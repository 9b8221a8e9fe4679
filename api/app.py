"""The application: routes, gate, problems, and workspaces opened for as long as the server runs."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.dependencies import NAME_IN_PATH
from api.mcp.mounted import PATH as MCP_PATH
from api.mcp.mounted import MountedMcp
from api.metrics import Metrics
from api.observing import REQUEST_ID, Observing
from api.page import page_route
from api.problems import add_problem_handlers
from api.routes import DATA_ROUTERS, METRICS_ROUTER, OPENAI_ROUTER, ROUTERS
from api.security import Gate
from api.settings import Settings, from_environment
from api.traces import traces_from
from core.event import Event
from workspace import Workspaces

_DESCRIPTION = """Upload files, ask in plain English, get an answer you can check.

Every route of data takes the workspace's name in the header `X-Workspace` (`default` otherwise).
The same routes work with the name in the path: `/api/workspaces/{workspace}/tables` is `/api/tables` of that workspace.
Errors are problem documents (RFC 9457) with `code`, `message` as `title`, and `hint`."""

_STOPPING_SECONDS = 0.1
_EXPOSED = [REQUEST_ID, "X-Run-Id", "X-Thread-Id", "Location", "Retry-After", "x-vercel-ai-ui-message-stream"]


def create_app(settings: Settings) -> FastAPI:
    app: FastAPI = FastAPIOffline(
        title="Tablespeak", version="0.1.0", description=_DESCRIPTION, lifespan=_lifespan, redoc_url=None
    )
    app.state.settings = settings
    app.state.metrics = Metrics()
    app.state.stopping = False
    for router in (*ROUTERS, *DATA_ROUTERS):
        app.include_router(router, prefix="/api")
    app.include_router(OPENAI_ROUTER)
    app.include_router(METRICS_ROUTER)
    for router in (*DATA_ROUTERS, OPENAI_ROUTER):
        app.include_router(router, prefix=f"/api/workspaces/{{{NAME_IN_PATH}}}", include_in_schema=False)
    app.router.routes.append(Route(MCP_PATH, endpoint=_Mcp(), methods=["GET", "POST", "DELETE"]))
    app.router.routes.append(page_route())
    add_problem_handlers(app)
    _add_layers(app, settings)
    return app


def app_from_environment() -> FastAPI:
    """For server processes that are started by their name alone."""
    from api.logs import log_to_standard_error

    settings = from_environment(Path(os.environ["TABLESPEAK_DATA_DIR"]))
    log_to_standard_error(settings.log_format, settings.log_level)
    return create_app(settings)


def _add_layers(app: FastAPI, settings: Settings) -> None:
    """The last one added is the outermost."""
    if settings.rate_limit:
        from api.rates import Rates

        app.add_middleware(Rates, rate=settings.rate_limit, metrics=app.state.metrics)
    app.add_middleware(Gate, settings=settings)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=sorted(settings.origins),
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=_EXPOSED,
        )
    app.add_middleware(Observing, metrics=app.state.metrics)


class _Mcp:
    """An instance, because a route hands requests of a function's endpoint in another form."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mounted: MountedMcp = scope["app"].state.mcp
        await mounted(scope, receive, send)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    traces = traces_from(os.environ)
    metrics: Metrics = app.state.metrics

    def observe(event: Event) -> None:
        metrics.happened(event)
        if traces is not None:
            traces.happened(event)

    app.state.workspaces = Workspaces(
        settings.data_dir, linger=settings.linger, imports=settings.imports, observe=observe
    )
    app.state.mcp = MountedMcp(app.state.workspaces)
    await asyncio.to_thread(app.state.workspaces.tidy)
    app.state.workspaces.start_schedules()
    draining = asyncio.create_task(_drain_when_stopping(app))
    forgetting = asyncio.create_task(app.state.workspaces.forget_from_time_to_time())
    try:
        yield
    finally:
        draining.cancel()
        forgetting.cancel()
        await app.state.mcp.close()
        await app.state.workspaces.close()
        if traces is not None:
            await asyncio.to_thread(traces.close)


async def _drain_when_stopping(app: FastAPI) -> None:
    """Once the server was told to stop, it waits for its streams to end: that is what ends them."""
    while True:
        await asyncio.sleep(_STOPPING_SECONDS)
        if _is_stopping():
            break
    app.state.stopping = True
    await app.state.workspaces.drain(app.state.settings.drain)


def _is_stopping() -> bool:
    """The server that runs this application handles the signal by a method of its own."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return bool(getattr(server, "should_exit", False))
