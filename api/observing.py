"""Each request has an id, is counted, and leaves a line in the log."""

from __future__ import annotations

import logging
import re
import time
import uuid
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics

REQUEST_ID = "X-Request-Id"
_GIVEN = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_QUIET = ("/api/health", "/metrics")

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
log = logging.getLogger("tablespeak.requests")
_SHARED = re.compile(r"^((?:/api)?/shared/)[^/]+")


class Observing:
    """ASGI middleware; an id that the client gives in `X-Request-Id` is kept, where it is a plain one."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        own = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        request_id.set(own)
        began, status = time.perf_counter(), 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = own
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            self._told(scope, status, time.perf_counter() - began)

    def _told(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        self._metrics.answered(scope["method"], route, status, seconds)
        if not scope["path"].startswith(_QUIET):
            path = without_secrets(scope["path"])
            told = {"method": scope["method"], "path": path, "status": status, "seconds": round(seconds, 4)}
            log.info("%s %s %s", scope["method"], path, status, extra=told)


def without_secrets(path: str) -> str:
    """A share link is as good as a password."""
    return _SHARED.sub(r"\1…", path)


def _route(scope: Scope) -> str:
    """As it is documented: few of them, however many paths there are."""
    route: str | None = getattr(scope.get("route"), "path", None)
    if not route:
        return "other"
    if scope["path"].startswith("/api/") and not route.startswith("/api/"):
        return f"/api{route}"
    return route
