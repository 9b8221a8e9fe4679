"""What one run asked a language model: counted as it happens, read by the receipt and by budgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from agents.kept_answers import Completion
from core.answer import Usage
from core.egress import SentRequest
from core.spending import Prices, Spent

_CHARACTERS_A_TOKEN = 4

Keep = Callable[[int, SentRequest], object]


class UsageMeter:
    """Requests are noted, and kept by `keep`, before they are sent: one that fails or is cut short is told as well."""

    def __init__(self, keep: Keep | None = None, prices: Prices | None = None) -> None:
        self._requests: list[SentRequest] = []
        self._keep = keep
        self._prices = prices or Prices()
        self._kept_answers = 0

    def note_call(self, request: SentRequest) -> None:
        """About to be sent, for the first time or again."""
        last = self._latest
        if last is None or replace(last, attempts=0) != request:
            self._requests.append(request)
        self._requests[-1] = replace(self._requests[-1], attempts=self._requests[-1].attempts + 1)
        self._kept()

    def note_answer(self, found: Completion) -> None:
        """Of an endpoint that counts no tokens, a token is taken to be four characters."""
        last = self._requests[-1]
        prompt = found.prompt_tokens or _estimated(*last.texts)
        self._requests[-1] = replace(
            last, prompt_tokens=prompt, completion_tokens=found.completion_tokens or _estimated(found.text)
        )
        self._kept()

    def note_kept_answer(self) -> None:
        """Nothing was sent: the answer was there already."""
        self._kept_answers += 1

    @property
    def _latest(self) -> SentRequest | None:
        return self._requests[-1] if self._requests else None

    @property
    def spent(self) -> Spent:
        return sum((spent_on(request, self._prices) for request in self._requests), Spent())

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
            cost=self.spent.cost if self._prices != Prices() else None,
            kept=self._kept_answers,
        )


def spent_on(request: SentRequest, prices: Prices) -> Spent:
    """Of a request without an answer, what it sent is estimated."""
    sent = request.prompt_tokens or _estimated(*request.texts)
    return Spent(
        calls=request.attempts,
        tokens=sent + request.completion_tokens,
        cost=prices.cost(sent, request.completion_tokens),
    )


def _estimated(*texts: str) -> int:
    return -(-sum(map(len, texts)) // _CHARACTERS_A_TOKEN)
