"""How often a caller may ask: a moving window for each, by a library."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.dependencies import caller_of
from api.metrics import Metrics
from api.problems import problem_response
from core.answer import Problem
from core.errors import InvalidInput

_LIMITED = ("/api/", "/v1/", "/mcp")
_FREE = ("/api/health",)


def rate_of(text: str) -> RateLimitItem:
    """Of "60/minute"; raises InvalidInput."""
    try:
        return parse(text)
    except ValueError:
        raise InvalidInput(
            f"TABLESPEAK_RATE_LIMIT is “{text}”, which is no rate.", hint="Write it as 60/minute or 5/second."
        ) from None


class Rates:
    """ASGI middleware; each server process counts for itself. What is too much is a 429 that says when to come back."""

    def __init__(self, app: ASGIApp, rate: str, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        self._rate = rate_of(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._is_limited(scope["path"]):
            await self._app(scope, receive, send)
            return
        caller = caller_of(Request(scope)).name
        if self._limiter.hit(self._rate, caller):
            await self._app(scope, receive, send)
            return
        self._metrics.limited()
        freed_at = self._limiter.get_window_stats(self._rate, caller).reset_time
        seconds = max(1, math.ceil(freed_at - time.time()))
        problem = Problem(
            code="too_many_requests",
            message=f"More than {self._rate} were asked.",
            hint=f"Come back in {seconds} seconds.",
            retryable=True,
        )
        response = problem_response(problem, path=scope["path"])
        response.headers["Retry-After"] = str(seconds)
        await response(scope, receive, send)

    def _is_limited(self, path: str) -> bool:
        return path.startswith(_LIMITED) and not path.startswith(_FREE)
