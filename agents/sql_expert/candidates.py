"""What is asked, and the plans that it may mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from agents.sql_expert.confidence import Features
from agents.sql_expert.draft import Draft
from agents.sql_expert.settling import Settled
from agents.sql_expert.weights import SURE
from core.model import SemanticModel
from core.plan import Plan
from core.question import Question
from semantic_layer import ValueIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """The task: a question, and what it may be about."""

    question: Question
    model: SemanticModel
    values: ValueIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """`confidence` is the calibrated chance (0 to 1) that the plan is what was asked; from `sure_from` on it is taken."""

    plan: Plan
    settled: Settled
    confidence: float
    features: Features
    sure_from: float = SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """All there is to know before deciding; `failure` is why no candidate could be made."""

    draft: Draft
    candidates: tuple[Candidate, ...]
    failure: str | None = None


def to_choose_from(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Readings of which none is taken without asking."""
    return tuple(
        replace(one, confidence=min(one.confidence, SURE - 0.01), features={**one.features, "asked_back": 1.0})
        for one in candidates
    )
