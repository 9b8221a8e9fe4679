"""An answer as it comes, with the time it takes."""

from __future__ import annotations

from contextlib import aclosing
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable


IN_CIRCLES = "circles"
"""The finish reason of an answer that was broken off here, as it said the same again and again."""
_CIRCLE, _TURNS = 300, 5
"""At most so many characters make a circle, and they are said so often; of short ones, at least `_CIRCLE` in all."""
_LOOK_EVERY = 200


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
    """An answer that goes in circles is broken off: small models do, up to the last token that they are allowed.

    Raises ValueError for a stream with nothing in it, StreamBrokeOff for one that has no end.
    """
    if not streaming:
        return await chat.ainvoke(messages)
    whole: Any = None
    looked_at = 0
    async with aclosing(chat.astream(messages)) as chunks:  # type: ignore[type-var]
        async for chunk in chunks:
            watch.see(chunk.content)
            whole = chunk if whole is None else whole + chunk
            said = whole.content
            if not isinstance(said, str) or len(said) - looked_at < _LOOK_EVERY:
                continue
            looked_at = len(said)
            if goes_in_circles(said):
                whole.response_metadata["finish_reason"] = IN_CIRCLES
                break
    if whole is None:
        raise ValueError("The stream held nothing.")
    if not whole.response_metadata.get("finish_reason"):
        raise StreamBrokeOff
    return whole  # type: ignore[no-any-return]


def goes_in_circles(text: str) -> bool:
    """Whether it ends with the same, word for word, over and over; white space and rules of a table may repeat."""
    end = text[-_CIRCLE * _TURNS :]
    for period in range(1, _CIRCLE + 1):
        repeated = end[-max(period * _TURNS, _CIRCLE) :]
        if len(repeated) < max(period * _TURNS, _CIRCLE):
            return False
        if repeated[period:] == repeated[:-period]:
            return any(character.isalnum() for character in repeated)
    return False
