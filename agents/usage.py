"""What one run asked a language model: counted as it happens, read by the receipt."""

from __future__ import annotations

from core.answer import Usage


class UsageMeter:
    """Texts are noted before they are sent, so that a request that fails is told as well."""

    def __init__(self) -> None:
        self._calls = self._prompt_tokens = self._completion_tokens = 0
        self._sent: list[str] = []

    def note_sent(self, *texts: str) -> None:
        self._sent.extend(texts)

    def note_call(self) -> None:
        self._calls += 1

    def note_tokens(self, prompt: int, completion: int) -> None:
        self._prompt_tokens += prompt
        self._completion_tokens += completion

    @property
    def usage(self) -> Usage:
        return Usage(
            calls=self._calls,
            prompt_tokens=self._prompt_tokens,
            completion_tokens=self._completion_tokens,
            sent=tuple(self._sent),
        )
