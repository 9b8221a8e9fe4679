"""Answers of a language model that were there already: the same request over the same tables is not sent twice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Protocol

from agents.model_settings import ModelSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Token counts are 0 where the endpoint gives none.

    `first_seconds` until the first words, `seconds` until all; both are 0 for an answer that was there already.
    """

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    first_seconds: float = 0.0
    seconds: float = 0.0


class KeptAnswers(Protocol):
    """Of one state of the tables: what was kept over other versions is not found."""

    def find(self, key: str, /) -> Completion | None: ...

    def keep(self, key: str, found: Completion, /) -> None: ...


def answer_key(settings: ModelSettings, texts: tuple[str, ...]) -> str:
    told = [settings.endpoint, settings.model, settings.max_tokens, *texts]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
