"""What one run asked a language model: counted as it happens, read by the receipt and by budgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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

    def note_kept_answer(self) -> None:
        """Nothing was sent: the answer was there already."""
        self._kept_answers += 1

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
    """Of an endpoint that counts no tokens, a token is taken to be four characters."""
    sent = request.prompt_tokens or sum(map(len, request.texts)) // _CHARACTERS_A_TOKEN
    return Spent(
        calls=request.attempts,
        tokens=sent + request.completion_tokens,
        cost=prices.cost(sent, request.completion_tokens),
    )
