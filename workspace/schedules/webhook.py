"""A request to a webhook: JSON with the file in it, signed; never to an address of the server's own network unless it is allowed."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import json
import socket
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx2

from core.errors import InvalidInput
from core.schedule import WebhookTarget
from workspace.schedules.delivering import DeliveryFailed, Parcel
from workspace.schedules.settings import PRIVATE_VARIABLE, ScheduleSettings

SECONDS = 15.0
WAITS = (1.0, 4.0, 15.0)
"""Seconds before each further attempt."""
MOST_BYTES = 20 * 1024 * 1024
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})


def check_address(url: str, settings: ScheduleSettings) -> tuple[str, int]:
    """The host and the port. Raises InvalidInput."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if host is None or parts.scheme not in ("http", "https") or len(url) > 2_000 or not url.isprintable():
        raise InvalidInput("The address of a webhook begins with https:// or http:// and a host.")
    if parts.username is not None or parts.password is not None:
        raise InvalidInput("The address of a webhook holds no user and no password.")
    _refuse_private(host, _literal(host), settings)
    return host, port or (443 if parts.scheme == "https" else 80)


async def post_to_webhook(
    target: WebhookTarget, parcel: Parcel, settings: ScheduleSettings, waits: Sequence[float] = WAITS
) -> str:
    """Raises InvalidInput. Attempts have one `Idempotency-Key`, so that the other side can tell a second one."""
    host, port = check_address(target.url, settings)
    body = json.dumps(_body(parcel), ensure_ascii=False).encode()
    reason = ""
    for wait in (*waits, None):
        try:
            status = await _post(target.url, host, port, body, parcel, settings)
        except (httpx2.TransportError, OSError) as failure:
            reason = f"it could not be reached ({type(failure).__name__})"
        else:
            if 200 <= status < 300:
                return f"taken with status {status}"
            reason = f"it answered with status {status}"
            if status not in _RETRIED:
                break
        if wait is not None:
            await asyncio.sleep(wait)
    raise DeliveryFailed(f"The webhook did not take it: {reason}.")


async def _post(url: str, host: str, port: int, body: bytes, parcel: Parcel, settings: ScheduleSettings) -> int:
    """The address is looked up once, checked, and is the one that is called: a second look could find another."""
    address = await _address(host, port, settings)
    parts = urlsplit(url)
    literal = f"[{address}]" if ":" in address else address
    called = parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()
    named = f"[{host}]" if ":" in host else host
    headers = {
        "Host": named if parts.port is None else f"{named}:{port}",
        "Content-Type": "application/json",
        "User-Agent": "Tablespeak",
        "Idempotency-Key": parcel.key,
        **_signature(body, settings),
    }
    async with httpx2.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False) as client:
        request = client.build_request("POST", called, content=body, headers=headers, extensions={"sni_hostname": host})
        response = await client.send(request, stream=True)
        await response.aclose()
        return int(response.status_code)


async def _address(host: str, port: int, settings: ScheduleSettings) -> str:
    """Raises InvalidInput where any address of the name is one of the server's own network."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    for address in addresses:
        _refuse_private(host, ipaddress.ip_address(address), settings)
    return addresses[0]


def _refuse_private(
    host: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address | None, settings: ScheduleSettings
) -> None:
    if host.casefold() in settings.private_hosts or address is None:
        return
    meant = _embedded(address)
    if not meant.is_global or meant.is_multicast or meant.is_reserved:
        raise InvalidInput(
            f"The webhook {host} is in the server's own network.", hint=f"Name it in {PRIVATE_VARIABLE} to allow it."
        )


def _embedded(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address inside an IPv6 one, where it has one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    translated = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
    return address.ipv4_mapped or address.sixtofour or translated or address


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _signature(body: bytes, settings: ScheduleSettings) -> dict[str, str]:
    """HMAC-SHA256 of the time, a dot and the body."""
    if settings.secret is None:
        return {}
    stamp = str(int(time.time()))
    signed = hmac.new(settings.secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Tablespeak-Timestamp": stamp, "X-Tablespeak-Signature": f"sha256={signed}"}


def _body(parcel: Parcel) -> dict[str, object]:
    file: dict[str, object] = {"name": parcel.file_name, "media_type": parcel.media_type, "bytes": len(parcel.content)}
    if len(parcel.content) <= MOST_BYTES:
        file["content_base64"] = base64.b64encode(parcel.content).decode()
    else:
        file["left_out"] = f"It is larger than {MOST_BYTES // 1024 // 1024} MB."
    return {
        "kind": "schedule.sent",
        "schedule_id": parcel.schedule_id,
        "workspace": parcel.workspace,
        "title": parcel.title,
        "due_at": parcel.due_at.isoformat(),
        "maybe_sent_before": parcel.maybe_twice,
        "sentences": list(parcel.sentences),
        "changes": list(parcel.lines),
        "link": parcel.link,
        **(parcel.about or {}),
        "file": file,
    }
