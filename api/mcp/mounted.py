"""The protocol over streamable HTTP, begun when the first client comes."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.dependencies import caller_of
from core.question import Caller
from workspace import Workspace, Workspaces

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

PATH = "/mcp"
DEFAULT = "default"

_meant: ContextVar[tuple[str, Caller]] = ContextVar("meant", default=(DEFAULT, Caller(name="mcp")))
"""The workspace's name and who calls; tasks that answer a request are begun in its context."""


class MountedMcp:
    """An ASGI application; each request stands alone, so that any server process can take it."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._manager: StreamableHTTPSessionManager | None = None
        self._beginning = asyncio.Lock()
        self._running: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._beginning:
            if self._manager is None:
                self._manager = await self._begin()
        request = Request(scope)
        _meant.set((request.headers.get("x-workspace", DEFAULT), caller_of(request)))
        await self._manager.handle_request(scope, receive, send)

    async def _begin(self) -> StreamableHTTPSessionManager:
        manager = await asyncio.to_thread(self._make)
        begun = asyncio.Event()
        self._running = asyncio.create_task(self._run(manager, begun))
        await begun.wait()
        return manager

    def _make(self) -> StreamableHTTPSessionManager:
        """The gate in front of the server knows the hosts and origins, so that they are not looked at again."""
        from mcp.server.transport_security import TransportSecuritySettings

        from api.mcp.server import mcp_server

        server = mcp_server(self._reach)
        unguarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        server.streamable_http_app(stateless_http=True, transport_security=unguarded)
        return server.session_manager

    async def _run(self, manager: StreamableHTTPSessionManager, begun: asyncio.Event) -> None:
        async with manager.run():
            begun.set()
            await self._over.wait()

    def _reach(self) -> tuple[Workspace, Caller]:
        name, caller = _meant.get()
        return self._workspaces.get(name), caller

    async def close(self) -> None:
        self._over.set()
        if self._running is not None:
            await self._running
