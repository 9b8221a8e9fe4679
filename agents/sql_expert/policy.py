"""Who is believed, rules or a model: shares counted on questions with known answers, read from a file that people can read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from agents.model_settings import ModelSettings

Decider = Literal["rules", "model", "model twice"]
Surety = Literal["sure", "unsure", "guess", "none"]
"""Of the rules: they would answer, they would ask, they would decline but have a reading, they have none."""

CALIBRATION = Path(__file__).with_name("calibration.json")
_UNKNOWN = "a model that was not measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    right: int
    of: int

    @property
    def chance(self) -> float:
        """With one right and one wrong answer added (Laplace), so that few questions prove little."""
        return (self.right + 1) / (self.of + 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """`rules_alone_from` and `answer_from` are chances, 0 to 1: of the rules' reading, and of the best there is.

    `differing` is of a draft where the rules, it and a second draft all came to other rows.
    With a feature of `rules_alone_unless` the rules never answer alone. `counts` are of questions where the two did not
    agree, by situation; `agreed` where they did.
    """

    name: str
    rules_alone_from: float
    rules_alone_unless: frozenset[str]
    answer_from: float
    agreed: Count
    differing: Count
    counts: Mapping[str, Count] = field(default_factory=dict)

    def leaves_it_to_rules(self, confidence: float, features: Mapping[str, float]) -> bool:
        plain = not any(features.get(name) for name in self.rules_alone_unless)
        return plain and confidence >= self.rules_alone_from

    def chance_agreed(self, surety: Surety) -> float:
        """Of a reading of the rules that the model came to as well."""
        return (self.counts.get(agreement(surety)) or self.agreed).chance

    def chance(self, decider: Decider, surety: Surety, *, mended: bool = False) -> float:
        exact = self.counts.get(situation(decider, surety, mended=mended))
        found = exact or self.counts.get(situation(decider, surety, mended=False))
        return found.chance if found is not None else Count(right=0, of=0).chance


def situation(decider: Decider, surety: Surety, *, mended: bool) -> str:
    """As the file names it."""
    if decider == "rules":
        return f"rules {surety}, model differs"
    against = {"none": "no reading by rules"}.get(surety, f"rules {surety} and differ")
    return f"{decider}, {against}{', mended' if mended else ''}"


def agreement(surety: Surety) -> str:
    """As the file names it."""
    return f"rules {surety} and model agree"


def policy_for(settings: ModelSettings) -> Policy:
    """Of the model that was measured and whose name is in this one's; what is set by hand goes first."""
    listed = _calibrations()
    name = next((one for one in sorted(listed, key=len, reverse=True) if _plain(one) in _plain(settings.model)), None)
    policy = listed[name or _UNKNOWN]
    if settings.rules_alone_from is not None:
        policy = replace(policy, rules_alone_from=settings.rules_alone_from, rules_alone_unless=frozenset())
    if settings.answer_from is not None:
        policy = replace(policy, answer_from=settings.answer_from)
    return policy


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9.]", "", name.casefold())


@cache
def _calibrations() -> dict[str, Policy]:
    listed: dict[str, Any] = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    return {name: _policy(name, told, listed["rules alone"]) for name, told in listed["models"].items()}


def _policy(name: str, told: dict[str, Any], alone: dict[str, Any]) -> Policy:
    return Policy(
        name=name,
        rules_alone_from=float(alone["from"]),
        rules_alone_unless=frozenset(alone["unless"]),
        answer_from=float(told["answer from"]),
        agreed=_count(told["rules and model agree"]),
        differing=_count(told["rules and two drafts differ"]),
        counts={where: _count(count) for where, count in told["right of"].items()},
    )


def _count(told: list[int]) -> Count:
    return Count(right=told[0], of=told[1])
