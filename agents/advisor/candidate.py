"""A question that could come next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """`text` is what a person would ask; `plan` answers it in the model it was made for."""

    text: str
    plan: Plan


def distinct(candidates: Iterable[Candidate], most: int) -> tuple[Candidate, ...]:
    """The first of each text, at most `most`."""
    by_text: dict[str, Candidate] = {}
    for candidate in candidates:
        by_text.setdefault(candidate.text.casefold(), candidate)
    return tuple(by_text.values())[:most]
