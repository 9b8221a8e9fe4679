"""What language models cost, and how much of it is allowed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """`cost` is in the currency that the prices are given in; 0 where there are none."""

    calls: int = 0
    tokens: int = 0
    cost: float = 0.0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            calls=self.calls + other.calls, tokens=self.tokens + other.tokens, cost=self.cost + other.cost
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Of a million tokens sent, and of a million received."""

    sent: float = 0.0
    received: float = 0.0

    def cost(self, sent: int, received: int) -> float:
        return (sent * self.sent + received * self.received) / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """None: as much as one likes."""

    calls: int | None = None
    tokens: int | None = None
    cost: float | None = None

    def spent_by(self, spent: Spent) -> str | None:
        """What is used up, in words."""
        if self.calls is not None and spent.calls >= self.calls:
            return "1 call" if self.calls == 1 else f"{self.calls:,} calls"
        if self.tokens is not None and spent.tokens >= self.tokens:
            return f"{self.tokens:,} tokens"
        if self.cost is not None and spent.cost >= self.cost:
            return f"a cost of {self.cost:g}"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """For one question, for one caller a day, and for everybody together a day; days are of UTC."""

    question: Budget = field(default_factory=lambda: Budget(calls=8))
    caller_day: Budget = field(default_factory=Budget)
    day: Budget = field(default_factory=Budget)
