"""Which language model may be asked, where it is, and what it may see. Without one, nothing is ever sent."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import urlsplit

from core.errors import InvalidInput
from core.spending import Budget, Budgets, Prices

Privacy = Literal["none", "schema", "masked", "samples"]
_MOST_DRAFTS = 5
DEFAULT_ENDPOINT = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """An OpenAI-compatible `endpoint` and what its model may see.

    `seconds` bounds one answer, `stall_seconds` the silence before and within one; `retries` are further attempts after a
    failure that may pass, the first of them after about `backoff` seconds. `max_tokens` bounds an answer's length.
    `most_privacy` is the widest mode that a workspace may choose.
    `keeps_answers`: the same request over the same versions of the tables is not sent twice.
    `rules_alone_from` and `answer_from` stand for the calibrated chances (0 to 1) where they are set; `drafts` of SQL
    are asked for and compared.
    """

    model: str
    endpoint: str = DEFAULT_ENDPOINT
    api_key: str = field(default="", repr=False)
    privacy: Privacy = "schema"
    most_privacy: Privacy = "samples"
    seconds: float = 120.0
    stall_seconds: float = 60.0
    retries: int = 2
    backoff: float = 0.5
    max_tokens: int = 1500
    prices: Prices = field(default_factory=Prices)
    budgets: Budgets = field(default_factory=Budgets)
    keeps_answers: bool = True
    rules_alone_from: float | None = None
    answer_from: float | None = None
    drafts: int = 1
    second_draft: bool = False

    @property
    def host(self) -> str:
        """Host and port as people know them, without credentials."""
        parts = urlsplit(self.endpoint)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def is_on_this_machine(self) -> bool:
        return is_loopback(self.endpoint)

    @property
    def sees_values(self) -> bool:
        """Whether anything made of cells may leave, as it is or behind placeholders."""
        return self.privacy in ("masked", "samples")


def model_settings_from(environment: Mapping[str, str]) -> ModelSettings | None:
    """None unless TABLESPEAK_MODEL is set, whatever else is. Raises InvalidInput that names the variable."""
    model = environment.get("TABLESPEAK_MODEL", "").strip()
    if not model:
        return None
    endpoint = environment.get("OPENAI_BASE_URL", "").strip() or DEFAULT_ENDPOINT
    _check_endpoint(endpoint)
    local = is_loopback(endpoint)
    seconds = _seconds(environment, "TABLESPEAK_MODEL_TIMEOUT", 180.0 if local else 60.0)
    return ModelSettings(
        model=model,
        endpoint=endpoint,
        api_key=environment.get("OPENAI_API_KEY", "").strip(),
        privacy=_privacy(environment.get("TABLESPEAK_PRIVACY", ""), local=local),
        most_privacy=_privacy(environment.get("TABLESPEAK_PRIVACY", ""), local=True),
        seconds=seconds,
        stall_seconds=max(60.0, seconds / 2),
        prices=_prices(environment.get("TABLESPEAK_MODEL_PRICES", "")),
        budgets=_budgets(environment),
        keeps_answers=environment.get("TABLESPEAK_MODEL_CACHE", "").strip().casefold()
        not in ("0", "off", "no", "false"),
        rules_alone_from=_chance(environment, "TABLESPEAK_RULES_ALONE_FROM"),
        answer_from=_chance(environment, "TABLESPEAK_ANSWER_FROM"),
        drafts=_drafts(environment.get("TABLESPEAK_MODEL_DRAFTS", "")),
        second_draft=local and not environment.get("TABLESPEAK_MODEL_DRAFTS", "").strip(),
    )


def is_loopback(endpoint: str) -> bool:
    """A private address is another machine; only a loopback one is this one."""
    host = urlsplit(endpoint).hostname or ""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check_endpoint(endpoint: str) -> None:
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidInput("OPENAI_BASE_URL is no address.", hint="Write it as in http://127.0.0.1:11434/v1.")


def _privacy(text: str, *, local: bool) -> Privacy:
    chosen = text.strip().casefold()
    if not chosen:
        return "samples" if local else "schema"
    for known in get_args(Privacy):
        if chosen == known:
            return known  # type: ignore[no-any-return]
    raise InvalidInput(
        f"TABLESPEAK_PRIVACY is “{text}”, which is no privacy mode.", hint=f"Use {', '.join(get_args(Privacy))}."
    )


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name, "").strip()
    try:
        seconds = float(text) if text else default
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86_400:
        raise InvalidInput(f"{name} is “{text}”, which is no number of seconds.", hint="Use a number such as 60.")
    return seconds


def _prices(text: str) -> Prices:
    """Two numbers with a slash between them."""
    sent, _, received = text.partition("/")
    if not text.strip():
        return Prices()
    try:
        prices = Prices(sent=float(sent), received=float(received))
    except ValueError:
        prices = Prices(sent=-1.0)
    if prices.sent < 0 or prices.received < 0 or not math.isfinite(prices.sent + prices.received):
        raise InvalidInput(
            f"TABLESPEAK_MODEL_PRICES is “{text}”, which is no pair of prices.",
            hint="Write what a million tokens cost, sent and received: 0.40/1.60.",
        )
    return prices


def _budgets(environment: Mapping[str, str]) -> Budgets:
    by_default = Budgets()
    return Budgets(
        question=_budget(environment, "QUESTION", by_default.question),
        caller_day=_budget(environment, "CALLER_DAY", by_default.caller_day),
        day=_budget(environment, "DAY", by_default.day),
    )


def _budget(environment: Mapping[str, str], of: str, by_default: Budget) -> Budget:
    calls = _amount(environment, f"TABLESPEAK_BUDGET_{of}_CALLS")
    tokens = _amount(environment, f"TABLESPEAK_BUDGET_{of}_TOKENS")
    return Budget(
        calls=by_default.calls if calls is None else int(calls),
        tokens=by_default.tokens if tokens is None else int(tokens),
        cost=_amount(environment, f"TABLESPEAK_BUDGET_{of}_COST"),
    )


def _chance(environment: Mapping[str, str], name: str) -> float | None:
    chance = _amount(environment, name)
    if chance is not None and chance > 1:
        raise InvalidInput(f"{name} is above 1, which is no chance.", hint="Use a number from 0 to 1, such as 0.9.")
    return chance


def _drafts(text: str) -> int:
    chosen = text.strip() or "1"
    if not chosen.isdecimal() or not 1 <= int(chosen) <= _MOST_DRAFTS:
        raise InvalidInput(f"TABLESPEAK_MODEL_DRAFTS is “{text}”.", hint=f"Use a number from 1 to {_MOST_DRAFTS}.")
    return int(chosen)


def _amount(environment: Mapping[str, str], name: str) -> float | None:
    text = environment.get(name, "").strip()
    if not text:
        return None
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if amount < 0 or not math.isfinite(amount):
        raise InvalidInput(
            f"{name} is “{text}”, which is no amount.", hint="Use a number such as 100, or leave it out."
        )
    return amount
