"""An answer as it comes, with the time it takes."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable


class StreamBrokeOff(Exception):
    """It ended before it said that it was done: what came may be a part of the answer."""


class Watch:
    """Seconds since it was made: until the first words, and until now."""

    def __init__(self) -> None:
        self._started = perf_counter()
        self.first = 0.0

    @property
    def elapsed(self) -> float:
        return perf_counter() - self._started

    def see(self, text: object) -> None:
        if text and not self.first:
            self.first = self.elapsed


async def whole_answer(
    chat: Runnable[Any, BaseMessage], messages: list[tuple[str, str]], watch: Watch, *, streaming: bool
) -> BaseMessage:
    """Raises ValueError for a stream with nothing in it, StreamBrokeOff for one that has no end."""
    if not streaming:
        return await chat.ainvoke(messages)
    whole: Any = None
    async for chunk in chat.astream(messages):
        watch.see(chunk.content)
        whole = chunk if whole is None else whole + chunk
    if whole is None:
        raise ValueError("The stream held nothing.")
    if not whole.response_metadata.get("finish_reason"):
        raise StreamBrokeOff
    return whole  # type: ignore[no-any-return]
