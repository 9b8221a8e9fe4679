"""What people are told of the language model's settings: where it is, what bounds it, and which variable sets what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from agents.model_settings import ModelSettings, Privacy
from core.spending import Budgets, Prices

_BUDGETS = tuple(
    f"TABLESPEAK_BUDGET_{of}_{what}" for of in ("QUESTION", "CALLER_DAY", "DAY") for what in ("CALLS", "TOKENS", "COST")
)
VARIABLES = (
    "TABLESPEAK_MODEL",
    "OPENAI_BASE_URL",
    "OPENAI_API_KEY",
    "TABLESPEAK_PRIVACY",
    "TABLESPEAK_MODEL_TIMEOUT",
    "TABLESPEAK_MODEL_DRAFTS",
    "TABLESPEAK_MODEL_CACHE",
    "TABLESPEAK_MODEL_PRICES",
    "TABLESPEAK_RULES_ALONE_FROM",
    "TABLESPEAK_ANSWER_FROM",
    *_BUDGETS,
)
_TOLD_OF_KEY = 4
_LONG_KEY = 20
"""Of a shorter key its end would tell too much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTold:
    """`url` is without credentials. `key_end` are the last letters of a long key, by which its owner knows it."""

    name: str
    host: str
    url: str
    on_this_machine: bool
    privacy: Privacy
    has_key: bool
    key_end: str | None
    seconds: float
    drafts: int
    second_draft: bool
    keeps_answers: bool
    rules_alone_from: float | None
    answer_from: float | None
    prices: Prices
    budgets: Budgets


def model_told(settings: ModelSettings) -> ModelTold:
    return ModelTold(
        name=settings.model,
        host=settings.host,
        url=_without_credentials(settings.endpoint),
        on_this_machine=settings.is_on_this_machine,
        privacy=settings.privacy,
        has_key=bool(settings.api_key),
        key_end=settings.api_key[-_TOLD_OF_KEY:] if len(settings.api_key) >= _LONG_KEY else None,
        seconds=settings.seconds,
        drafts=settings.drafts,
        second_draft=settings.second_draft,
        keeps_answers=settings.keeps_answers,
        rules_alone_from=settings.rules_alone_from,
        answer_from=settings.answer_from,
        prices=settings.prices,
        budgets=settings.budgets,
    )


def variables_set(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Names alone, of those that the settings come from."""
    return tuple(name for name in VARIABLES if environment.get(name, "").strip())


def _without_credentials(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
