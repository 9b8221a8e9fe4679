"""Which language model may be asked, where it is, and what it may see. Without one, nothing is ever sent."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import urlsplit

from core.errors import InvalidInput

Privacy = Literal["none", "schema", "masked", "samples"]
DEFAULT_ENDPOINT = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """An OpenAI-compatible `endpoint` and what its model may see.

    `seconds` bounds one answer, `stall_seconds` the silence within one; `retries` are further attempts after a
    failure that may pass, the first of them after about `backoff` seconds. `max_tokens` bounds an answer's length.
    """

    model: str
    endpoint: str = DEFAULT_ENDPOINT
    api_key: str = field(default="", repr=False)
    privacy: Privacy = "schema"
    seconds: float = 120.0
    stall_seconds: float = 60.0
    retries: int = 2
    backoff: float = 0.5
    max_tokens: int = 1500

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
    return ModelSettings(
        model=model,
        endpoint=endpoint,
        api_key=environment.get("OPENAI_API_KEY", "").strip(),
        privacy=_privacy(environment.get("TABLESPEAK_PRIVACY", ""), local=local),
        seconds=_seconds(environment, "TABLESPEAK_MODEL_TIMEOUT", 180.0 if local else 60.0),
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
