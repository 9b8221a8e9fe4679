"""Who may call: known host names, own origin, and the token where there is one.

A page on another site can make a browser send requests here (a form, a re-bound DNS name); both
arrive with a foreign Host or Origin header and are refused before anything reads them.
"""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response
from api.settings import LOOPBACK_NAMES, Settings
from core.answer import Problem

_OPEN_PATHS = ("/api/health", "/api/health/live", "/api/health/ready")
_SHARED = "/api/shared/"
"""Whoever has a share link has its token, which is in the path."""
_PROTECTED = ("/api/", "/v1/", "/mcp", "/openapi.json", "/docs", "/redoc", "/metrics")


class Gate:
    """ASGI middleware; a refusal is a problem document with 401 or 403."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_unsniffed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        refusal = self._refusal(scope["path"], Headers(scope=scope))
        if refusal is None:
            await self._app(scope, receive, send_unsniffed)
        else:
            await problem_response(refusal, path=scope["path"])(scope, receive, send_unsniffed)

    def _refusal(self, path: str, headers: Headers) -> Problem | None:
        if not self._is_known_host(headers.get("host", "")):
            return Problem(
                code="forbidden",
                message="This server does not answer to that host name.",
                hint="Name it in TABLESPEAK_ALLOWED_HOSTS.",
            )
        origin = headers.get("origin")
        if origin is not None and not self._is_own_origin(origin, headers.get("host", "")):
            return Problem(
                code="forbidden",
                message="Pages of other sites may not call this server.",
                hint="Name the site in TABLESPEAK_ALLOWED_ORIGINS.",
            )
        if not self._has_token(path, headers):
            return Problem(
                code="unauthorised", message="A token is needed.", hint="Send it as “Authorization: Bearer …”."
            )
        return None

    def _is_known_host(self, host: str) -> bool:
        name = (urlsplit(f"//{host}").hostname or "").casefold()
        return name in LOOPBACK_NAMES | {self._settings.host.casefold()} | self._settings.hosts

    def _is_own_origin(self, origin: str, host: str) -> bool:
        if origin.casefold() in self._settings.origins:
            return True
        return urlsplit(origin).netloc.casefold() == host.casefold() and bool(host)

    def _has_token(self, path: str, headers: Headers) -> bool:
        token = self._settings.token
        if token is None or path in _OPEN_PATHS or path.startswith(_SHARED) or not path.startswith(_PROTECTED):
            return True
        scheme, _, sent = headers.get("authorization", "").partition(" ")
        known = (token, self._settings.owner_token)
        return scheme.casefold() == "bearer" and any(one is not None and is_same(sent.strip(), one) for one in known)


def is_same(sent: str, token: str) -> bool:
    """In the same time whatever was sent."""
    return hmac.compare_digest(sent.encode(), token.encode())
