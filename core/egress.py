"""What left the machine for a language model's endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Purpose = Literal["understanding", "narration"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a request says of the data: `tables` and dotted `columns` by name, `cells` word for word."""

    purpose: Purpose = "understanding"
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """One request, noted before it left. `texts` are its messages word for word, `attempts` how often they were sent.

    Token counts are 0 until an answer came, and estimated where the endpoint gives none.
    """

    sent_at: datetime
    model: str
    host: str
    privacy: str
    texts: tuple[str, ...]
    told: Told
    attempts: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEgress:
    """All that one run sent; no requests: nothing left the machine."""

    run_id: str
    question: str
    started_at: datetime
    requests: tuple[SentRequest, ...] = ()
