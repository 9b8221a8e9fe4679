"""The settings of the server, from the environment."""

from __future__ import annotations

import ipaddress
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from core.errors import InvalidInput
from workspace import ImportSettings, import_settings_from
from workspace.limits import check_environment

Choice = TypeVar("Choice", bound=str)
LogFormat = Literal["text", "json"]
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`token` must be sent by every client where it is set; `hosts` are names the server may be called by besides loopback ones.
    Where there is an `owner_token`, who sends it (in place of the other) is an owner, and nobody else is.

    `origins` are web origins other than the server's own that may call it. `linger` is how many seconds a run goes on
    after its last reader has left, `drain` how many seconds runs have to end when the server stops. `workers` is how many
    processes serve, `rate_limit` ("60/minute") how often one caller may ask each of them. `imports` says how much
    importing may take.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    owner_token: str | None = None
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    linger: float = 10.0
    drain: float = 10.0
    workers: int = 1
    rate_limit: str | None = None
    log_format: LogFormat = "text"
    log_level: str = "warning"
    imports: ImportSettings = field(default_factory=ImportSettings)

    def __post_init__(self) -> None:
        if not is_loopback(self.host) and not self.token:
            raise InvalidInput(
                f"The server would listen on {self.host} without a token.",
                hint="Set TABLESPEAK_TOKEN, or listen on 127.0.0.1.",
            )


def settings_from(environment: Mapping[str, str], data_dir: Path) -> Settings:
    """Raises InvalidInput that names the variable."""
    check_environment(environment)
    return Settings(
        data_dir=data_dir,
        host=environment.get("TABLESPEAK_HOST", "127.0.0.1"),
        port=_port(environment.get("TABLESPEAK_PORT", "8000")),
        token=environment.get("TABLESPEAK_TOKEN") or None,
        owner_token=environment.get("TABLESPEAK_OWNER_TOKEN") or None,
        hosts=_names(environment.get("TABLESPEAK_ALLOWED_HOSTS", "")),
        origins=_names(environment.get("TABLESPEAK_ALLOWED_ORIGINS", "")),
        linger=_seconds(environment, "TABLESPEAK_LINGER", 10.0),
        drain=_seconds(environment, "TABLESPEAK_DRAIN", 10.0),
        workers=max(1, round(_seconds(environment, "TABLESPEAK_WORKERS", 1))),
        rate_limit=_rate(environment.get("TABLESPEAK_RATE_LIMIT")),
        log_format=_one_of(environment, "TABLESPEAK_LOG_FORMAT", ("text", "json")),
        log_level=_one_of(environment, "TABLESPEAK_LOG_LEVEL", ("warning", "info", "debug", "error")),
        imports=import_settings_from(environment),
    )


def from_environment(data_dir: Path) -> Settings:
    return settings_from(os.environ, data_dir)


def is_loopback(host: str) -> bool:
    if host.casefold() in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) < 65536:
        raise InvalidInput(f"TABLESPEAK_PORT is “{text}”, which is no port.", hint="Use a number up to 65535.")
    return int(text)


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name) or str(default)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise InvalidInput(f"{name} is “{text}”, which is no number from 0 on.")
    return number


def _rate(text: str | None) -> str | None:
    if text:
        from api.rates import rate_of

        rate_of(text)
    return text or None


def _one_of(environment: Mapping[str, str], name: str, known: tuple[Choice, ...]) -> Choice:
    """The first where nothing is set."""
    text = environment.get(name) or known[0]
    for choice in known:
        if choice == text.casefold():
            return choice
    raise InvalidInput(f"{name} is “{text}”.", hint=f"Use one of: {', '.join(known)}.")


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().casefold().rstrip("/") for name in text.split(",") if name.strip())
