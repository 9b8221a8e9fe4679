"""The page as built files: hashed assets for ever, everything else asked for again.

Paths that are neither a file nor the API's are the page too, which routes by itself. Where the page was not
built, a notice says how to.
"""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Match, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

DIST = Path(__file__).parent.parent / "web" / "dist"

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NOT_THE_PAGE = ("/api/", "/v1/", "/mcp")
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))

_NOTICE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Tablespeak</title></head>
<body><h1>The page is not built yet</h1>
<p>Install Node.js 20.19 or later, run <code>make install</code> in the checkout, then reload.</p>
<p>The API is here already: <a href="/docs">its documentation</a>.</p></body></html>
"""


def page_route(dist: Path = DIST) -> BaseRoute:
    """The last route: whatever no other one takes, by GET or HEAD."""
    return _PageRoute("/", app=_Page(dist) if (dist / "index.html").is_file() else _not_built)


class _PageRoute(Mount):
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return Match.NONE, {}
        if f"{scope['path']}/".startswith(_NOT_THE_PAGE):
            return Match.NONE, {}
        return super().matches(scope)


class _Page(StaticFiles):
    def __init__(self, dist: Path) -> None:
        super().__init__(directory=dist)

    async def get_response(self, path: str, scope: Scope) -> Response:
        name = "index.html" if path in {"", "."} else path
        try:
            response = await self._smallest(name, scope)
        except HTTPException as missing:
            if missing.status_code != 404 or name.startswith("assets/"):
                raise
            name = "index.html"
            response = await self._smallest(name, scope)
        is_hashed = name.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_hashed else "no-cache"
        response.headers.update(_HEADERS)
        return response

    async def _smallest(self, name: str, scope: Scope) -> Response:
        accepted = {
            part.partition(";")[0].strip() for part in Headers(scope=scope).get("accept-encoding", "").split(",")
        }
        for encoding, ending in _ENCODINGS:
            if encoding in accepted and self.lookup_path(name + ending)[1] is not None:
                response = await super().get_response(name + ending, scope)
                response.headers.update({"Content-Encoding": encoding, "Vary": "Accept-Encoding"})
                return response
        response = await super().get_response(name, scope)
        response.headers["Vary"] = "Accept-Encoding"
        return response


async def _not_built(scope: Scope, receive: Receive, send: Send) -> None:
    app: ASGIApp = HTMLResponse(_NOTICE, status_code=503, headers={**_HEADERS, "Cache-Control": "no-store"})
    await app(scope, receive, send)
