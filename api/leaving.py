"""Work for a client, stopped when the client goes away before there is an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request

Made = TypeVar("Made")
CLIENT_CLOSED = 499
"""The status of an answer that nobody waits for any more, as proxies log it."""


class ClientLeft(Exception):
    """Nobody is there to be answered."""


async def while_there(request: Request, work: Coroutine[Any, Any, Made]) -> Made:
    """The body must have been read. Raises ClientLeft once the work has been cancelled."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientLeft
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
