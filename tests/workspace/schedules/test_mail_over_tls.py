"""Mail to a server that speaks TLS, with a certificate made for the test."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.schedule import MailTarget
from workspace.schedules.delivering import DeliveryFailed, Parcel, deliver
from workspace.schedules.settings import MailSettings, ScheduleSettings, Security

# Aiosmtpd does not count TLS from the first byte as TLS.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

TARGET = MailTarget(to=("ana@example.org",))
PARCEL = Parcel(
    key="k-1",
    schedule_id="s1",
    workspace="default",
    title="Sales",
    due_at=datetime(2026, 5, 4, 8, tzinfo=UTC),
    file_name="sales.pdf",
    media_type="application/pdf",
    content=b"%PDF-1.7",
)


class Inbox:
    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.encrypted: list[bool] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 taken"


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"ana", b"secret"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificate and key in one file; the certificate vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@contextmanager
def _server(certificate: Path, security: Security, inbox: Inbox) -> Iterator[MailSettings]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    how: dict[str, Any] = (
        {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    )
    server = Controller(
        inbox, hostname="127.0.0.1", port=port, authenticator=_login, auth_required=True,
        auth_require_tls=security != "tls", **how,
    )  # fmt: skip
    server.start()
    try:
        yield MailSettings(
            host="127.0.0.1", port=port, sender="t@example.org", security=security, user="ana", password="secret"
        )
    finally:
        server.stop()


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_mail_is_sent_over_tls_after_signing_in(
    certificate: Path, security: Security, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    inbox = Inbox()
    with _server(certificate, security, inbox) as mail:
        await deliver(TARGET, PARCEL, ScheduleSettings(mail=mail))
    (envelope,) = inbox.envelopes
    assert inbox.encrypted == [True]
    assert envelope.content is not None
    message = email.message_from_bytes(bytes(envelope.content), policy=email.policy.default)
    (file,) = list(message.iter_attachments())
    assert file.get_content() == PARCEL.content


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    certificate: Path, security: Security
) -> None:
    inbox = Inbox()
    with _server(certificate, security, inbox) as mail, pytest.raises(DeliveryFailed, match="certificate"):
        await deliver(TARGET, PARCEL, ScheduleSettings(mail=mail))
    assert inbox.envelopes == []
