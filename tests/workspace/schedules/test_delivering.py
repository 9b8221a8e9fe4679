from __future__ import annotations

import asyncio
import base64
import email
import email.policy
import hashlib
import hmac
import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from core.errors import InvalidInput
from core.schedule import FolderTarget, MailTarget, WebhookTarget
from tests.workspace.schedules.receivers import webhook
from workspace.schedules.delivering import DeliveryFailed, Parcel, deliver, name_of
from workspace.schedules.settings import MailSettings, ScheduleSettings, schedule_settings
from workspace.schedules.webhook import check_address, post_to_webhook

PARCEL = Parcel(
    key="s1-20260509T080000-0",
    schedule_id="s1",
    workspace="default",
    title="Sales\r\nBcc: evil@example.org",
    due_at=datetime(2026, 5, 9, 8, 0, tzinfo=UTC),
    file_name="sales-2026-05-09-0800.pdf",
    media_type="application/pdf",
    content=b"%PDF-1.7 \x00\xff",
    sentences=("The total was 42.",),
    lines=("Total: 40 then, 42 now (+5.0%)",),
)
HERE = ScheduleSettings(private_hosts=frozenset({"127.0.0.1"}))
NO_WAITS = (0.0, 0.0)


class Inbox:
    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.refuse = ""

    async def handle_RCPT(
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


async def test_a_file_is_written_below_the_allowed_folder(tmp_path: Path) -> None:
    settings = ScheduleSettings(folder=tmp_path / "root")
    for _ in range(2):
        await deliver(FolderTarget(path="reports/sales"), PARCEL, settings)
    written = await asyncio.to_thread(lambda: [path for path in (tmp_path / "root").rglob("*") if path.is_file()])
    assert [path.relative_to(tmp_path / "root").as_posix() for path in written] == [f"reports/sales/{PARCEL.file_name}"]
    assert written[0].read_bytes() == PARCEL.content


@pytest.mark.parametrize(
    "path", ["..", "../x", "a/../../x", "/etc", "C:\\x", "a\\..\\..\\x", "a\0b", "link/deeper", "\\\\server\\share"]
)
async def test_no_path_leaves_the_allowed_folder(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    await asyncio.to_thread(root.mkdir)
    await asyncio.to_thread(os.symlink, tmp_path, root / "link")
    with pytest.raises(InvalidInput):
        await deliver(FolderTarget(path=path), PARCEL, ScheduleSettings(folder=root))
    assert await asyncio.to_thread(os.listdir, root) == ["link"]


async def test_without_an_allowed_folder_nothing_is_written() -> None:
    with pytest.raises(InvalidInput) as refused:
        await deliver(FolderTarget(path="x"), PARCEL, ScheduleSettings())
    assert "TABLESPEAK_EXPORT_DIR" in (refused.value.hint or "")


async def test_a_webhook_gets_json_with_the_file_signed() -> None:
    settings = ScheduleSettings(private_hosts=frozenset({"127.0.0.1"}), secret="hush")
    with webhook() as received:
        await post_to_webhook(WebhookTarget(url=received.address), PARCEL, settings, NO_WAITS)
    (body,), (headers,), (told,) = received.bodies, received.headers, received.objects
    stamp = headers["X-Tablespeak-Timestamp"]
    signed = hmac.new(b"hush", f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Tablespeak-Signature"] == f"sha256={signed}"
    assert headers["Idempotency-Key"] == PARCEL.key
    assert base64.b64decode(told["file"]["content_base64"]) == PARCEL.content
    assert told["changes"] == list(PARCEL.lines)


async def test_a_webhook_that_fails_for_now_is_asked_again_with_the_same_key() -> None:
    with webhook() as received:
        received.answers = [503, 429, 200]
        await post_to_webhook(WebhookTarget(url=received.address), PARCEL, HERE, NO_WAITS)
    assert [headers["Idempotency-Key"] for headers in received.headers] == [PARCEL.key] * 3


@pytest.mark.parametrize(("answers", "asked"), [([400], 1), ([302], 1), ([500], 3)])
async def test_a_webhook_that_refuses_is_told_of(answers: list[int], asked: int) -> None:
    with webhook() as received, webhook() as elsewhere:
        received.answers, received.location = answers, elsewhere.address
        with pytest.raises(DeliveryFailed, match=f"status {answers[0]}"):
            await post_to_webhook(WebhookTarget(url=received.address), PARCEL, HERE, NO_WAITS)
    assert (len(received.bodies), len(elsewhere.bodies)) == (asked, 0)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://[::1]/x",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fd00::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://user:password@example.org/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http:///x",
        "http://example.org:99999/",
        "not an address",
    ],
)
async def test_a_webhook_is_never_of_the_servers_own_network(url: str) -> None:
    with pytest.raises(InvalidInput):
        await post_to_webhook(WebhookTarget(url=url), PARCEL, ScheduleSettings(), ())


def test_addresses_of_the_world_are_allowed() -> None:
    assert check_address("https://example.org/hook?x=1", ScheduleSettings()) == ("example.org", 443)
    assert check_address("http://93.184.215.14:8080/", ScheduleSettings()) == ("93.184.215.14", 8080)


def test_the_secrets_in_the_address_of_a_webhook_are_not_shown() -> None:
    assert name_of(WebhookTarget(url="https://example.org/services/T0/B0/secret")) == "webhook example.org"


async def test_mail_arrives_with_the_file_and_what_changed() -> None:
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=_free_port())
    server.start()
    try:
        settings = ScheduleSettings(mail=_mail(server))
        await deliver(MailTarget(to=("ana@example.org", "bo@example.org")), PARCEL, settings)
    finally:
        server.stop()
    (envelope,) = inbox.envelopes
    assert envelope.rcpt_tos == ["ana@example.org", "bo@example.org"]
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert (message["Subject"], message["Bcc"]) == ("Sales Bcc: evil@example.org", None)
    (file,) = list(message.iter_attachments())
    assert (file.get_filename(), file.get_content_type()) == (PARCEL.file_name, "application/pdf")
    assert file.get_content() == PARCEL.content
    body = message.get_body()
    assert body is not None
    assert "Total: 40 then, 42 now" in body.get_content()


async def test_mail_that_is_refused_is_told_of() -> None:
    inbox = Inbox()
    inbox.refuse = "550 nobody here"
    server = Controller(inbox, hostname="127.0.0.1", port=_free_port())
    server.start()
    try:
        with pytest.raises(DeliveryFailed):
            await deliver(MailTarget(to=("ana@example.org",)), PARCEL, ScheduleSettings(mail=_mail(server)))
    finally:
        server.stop()
    assert inbox.envelopes == []


async def test_mail_is_not_sent_in_the_clear_where_it_must_not_be() -> None:
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=_free_port())
    server.start()
    try:
        secure = MailSettings(host="127.0.0.1", port=_port(server), sender="t@example.org", user="u", password="p")
        with pytest.raises(DeliveryFailed):
            await deliver(MailTarget(to=("ana@example.org",)), PARCEL, ScheduleSettings(mail=secure))
    finally:
        server.stop()
    assert inbox.envelopes == []


@pytest.mark.parametrize(
    "target",
    [
        MailTarget(to=()),
        MailTarget(to=("ana",)),
        MailTarget(to=("ana@example.org\nBcc: x@example.org",)),
        MailTarget(to=("a@example.org,b@example.org",)),
        MailTarget(to=("ana@example.org",), subject="x\r\nBcc: y@example.org"),
    ],
)
async def test_addresses_and_subjects_hold_no_other_headers(target: MailTarget) -> None:
    with pytest.raises(InvalidInput):
        await deliver(target, PARCEL, ScheduleSettings(mail=MailSettings(host="x", port=1, sender="t@example.org")))


def test_the_environment_says_where_to() -> None:
    found = schedule_settings(
        {
            "TABLESPEAK_SMTP_HOST": "mail.example.org",
            "TABLESPEAK_SMTP_FROM": "t@example.org",
            "TABLESPEAK_SMTP_SECURITY": "tls",
            "TABLESPEAK_WEBHOOK_PRIVATE_HOSTS": "intranet, 10.0.0.7",
        }
    )
    assert found.mail is not None
    assert (found.mail.port, found.mail.security, found.folder) == (465, "tls", None)
    assert found.private_hosts == {"intranet", "10.0.0.7"}
    with pytest.raises(InvalidInput, match="TABLESPEAK_SMTP_SECURITY"):
        schedule_settings(
            {"TABLESPEAK_SMTP_HOST": "x", "TABLESPEAK_SMTP_FROM": "a@b.c", "TABLESPEAK_SMTP_SECURITY": "ssl"}
        )


def _mail(server: Controller) -> MailSettings:
    return MailSettings(host="127.0.0.1", port=_port(server), sender="tablespeak@example.org", security="none")


def _port(server: Controller) -> int:
    return int(server.port)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
