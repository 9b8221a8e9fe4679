"""What the environment says of schedules: where to, and with which credentials. None of it is ever kept or shown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import InvalidInput

Security = Literal["starttls", "tls", "none"]

FOLDER_VARIABLE = "TABLESPEAK_EXPORT_DIR"
SECRET_VARIABLE = "TABLESPEAK_WEBHOOK_SECRET"  # noqa: S105
PRIVATE_VARIABLE = "TABLESPEAK_WEBHOOK_PRIVATE_HOSTS"
LINK_VARIABLE = "TABLESPEAK_PUBLIC_URL"
ON_VARIABLE = "TABLESPEAK_SCHEDULES"
_SECURITIES: tuple[Security, ...] = ("starttls", "tls", "none")
_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSettings:
    """`folder` is where files may be written below. `private_hosts` are names and addresses of this network that webhooks may call.

    `public_url` is the address that people open the page by.
    """

    folder: Path | None = None
    secret: str | None = None
    private_hosts: frozenset[str] = frozenset()
    mail: MailSettings | None = None
    public_url: str | None = None


def schedule_settings(environment: Mapping[str, str] = os.environ) -> ScheduleSettings:
    """Raises InvalidInput that names the variable."""
    folder = environment.get(FOLDER_VARIABLE)
    link = (environment.get(LINK_VARIABLE) or "").rstrip("/")
    if link and not link.startswith(("http://", "https://")):
        raise InvalidInput(f"{LINK_VARIABLE} is no address of a page.", hint="Write it as https://tablespeak.example.")
    hosts = environment.get(PRIVATE_VARIABLE, "").split(",")
    return ScheduleSettings(
        folder=Path(folder).expanduser().absolute() if folder else None,
        secret=environment.get(SECRET_VARIABLE) or None,
        private_hosts=frozenset(host.strip().casefold() for host in hosts if host.strip()),
        mail=_mail(environment),
        public_url=link or None,
    )


def schedules_are_on(environment: Mapping[str, str] = os.environ) -> bool:
    """Raises InvalidInput."""
    said = (environment.get(ON_VARIABLE) or "on").casefold()
    if said not in ("on", "off"):
        raise InvalidInput(f"{ON_VARIABLE} is “{said[:40]}”.", hint="Use on or off.")
    return said == "on"


def _mail(environment: Mapping[str, str]) -> MailSettings | None:
    host = environment.get("TABLESPEAK_SMTP_HOST")
    if not host:
        return None
    sender = environment.get("TABLESPEAK_SMTP_FROM")
    if not sender or "@" not in sender:
        raise InvalidInput("TABLESPEAK_SMTP_FROM is no address.", hint="Set it to the address that mail comes from.")
    said = (environment.get("TABLESPEAK_SMTP_SECURITY") or "starttls").casefold()
    security = next((known for known in _SECURITIES if known == said), None)
    if security is None:
        raise InvalidInput(f"TABLESPEAK_SMTP_SECURITY is “{said[:40]}”.", hint="Use starttls, tls or none.")
    port = environment.get("TABLESPEAK_SMTP_PORT") or str(_PORTS[security])
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise InvalidInput(f"TABLESPEAK_SMTP_PORT is “{port[:40]}”, which is no port.")
    return MailSettings(
        host=host,
        port=int(port),
        sender=sender,
        security=security,
        user=environment.get("TABLESPEAK_SMTP_USER") or None,
        password=environment.get("TABLESPEAK_SMTP_PASSWORD") or None,
    )
