"""The settings of the server, from the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import InvalidInput
from workspace import ImportSettings, import_settings_from
from workspace.limits import check_environment

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`token` must be sent by every client where it is set; `hosts` are names the server may be called by besides loopback ones.

    `origins` are web origins other than the server's own that may call it. `linger` is how many seconds a run goes on
    after its last reader has left. `imports` says how much importing may take.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    linger: float = 10.0
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
        hosts=_names(environment.get("TABLESPEAK_ALLOWED_HOSTS", "")),
        origins=_names(environment.get("TABLESPEAK_ALLOWED_ORIGINS", "")),
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


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in text.split(",") if name.strip())
