"""What one run asked a language model: counted as it happens, read by the receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.answer import Usage
from core.egress import SentRequest

Keep = Callable[[int, SentRequest], object]


class UsageMeter:
    """Requests are noted, and kept by `keep`, before they are sent: one that fails or is cut short is told as well."""

    def __init__(self, keep: Keep | None = None) -> None:
        self._requests: list[SentRequest] = []
        self._keep = keep

    def note_sent(self, request: SentRequest) -> None:
        self._requests.append(request)
        self._kept()

    def note_call(self) -> None:
        """One more attempt at the latest request."""
        last = self._requests[-1]
        self._requests[-1] = replace(last, attempts=last.attempts + 1)
        if last.attempts:
            self._kept()

    def note_tokens(self, prompt: int, completion: int) -> None:
        self._requests[-1] = replace(self._requests[-1], prompt_tokens=prompt, completion_tokens=completion)
        self._kept()

    def _kept(self) -> None:
        if self._keep is not None:
            self._keep(len(self._requests), self._requests[-1])

    @property
    def usage(self) -> Usage:
        return Usage(
            calls=sum(request.attempts for request in self._requests),
            prompt_tokens=sum(request.prompt_tokens for request in self._requests),
            completion_tokens=sum(request.completion_tokens for request in self._requests),
            sent=tuple(text for request in self._requests for text in request.texts),
        )
