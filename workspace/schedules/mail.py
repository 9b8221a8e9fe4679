"""Mail through SMTP, by the settings of the environment."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, formatdate

from core.errors import InvalidInput
from core.schedule import MailTarget
from workspace.schedules.delivering import DeliveryFailed, Parcel
from workspace.schedules.settings import MailSettings, ScheduleSettings

_SECONDS = 30
_MOST_RECIPIENTS = 50
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


def check_mail(target: MailTarget, settings: ScheduleSettings) -> MailSettings:
    """Raises InvalidInput."""
    if settings.mail is None:
        raise InvalidInput(
            "This server sends no mail.", hint="Set TABLESPEAK_SMTP_HOST and TABLESPEAK_SMTP_FROM where it runs."
        )
    if not 1 <= len(target.to) <= _MOST_RECIPIENTS:
        raise InvalidInput(f"Mail goes to 1 to {_MOST_RECIPIENTS} addresses.")
    wrong = next((address for address in target.to if not _ADDRESS.fullmatch(address)), None)
    if wrong is not None:
        raise InvalidInput(f"“{wrong[:80]}” is no address.", hint="Write it as name@example.org.")
    if target.subject is not None and (len(target.subject) > 200 or re.search(r"[\r\n\x00]", target.subject)):
        raise InvalidInput("A subject is one line of at most 200 characters.")
    return settings.mail


def send_mail(target: MailTarget, parcel: Parcel, settings: ScheduleSettings) -> str:
    """All recipients or none; raises InvalidInput."""
    mail = check_mail(target, settings)
    try:
        with _connected(mail) as server:
            if mail.user is not None:
                server.login(mail.user, mail.password or "")
            refused = server.send_message(_message(target, parcel, mail), mail.sender, list(target.to))
    except smtplib.SMTPAuthenticationError:
        raise DeliveryFailed("The mail server refused the user or the password.") from None
    except smtplib.SMTPResponseException as failure:
        raise DeliveryFailed(f"The mail server refused it with code {failure.smtp_code}.") from None
    except smtplib.SMTPException as failure:
        raise DeliveryFailed(f"The mail could not be sent ({type(failure).__name__}).") from None
    except (OSError, ssl.SSLError) as failure:
        reason = (failure.strerror or type(failure).__name__).lower()
        raise DeliveryFailed(f"The mail server could not be reached: {reason}.") from None
    if refused:
        raise DeliveryFailed(f"The mail server refused {', '.join(sorted(refused))}; the others were sent it.")
    return f"sent to {', '.join(target.to)}"


def _connected(mail: MailSettings) -> smtplib.SMTP:
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(mail.host, mail.port, timeout=_SECONDS)
    if mail.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server


def _message(target: MailTarget, parcel: Parcel, mail: MailSettings) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = target.subject or _one_line(parcel.title)
    message["From"] = mail.sender
    message["To"] = ", ".join(target.to)
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{parcel.key}@tablespeak.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Tablespeak-Due"] = format_datetime(parcel.due_at)
    message.set_content(_text(parcel))
    main, _, kind = parcel.media_type.partition(";")[0].partition("/")
    message.add_attachment(parcel.content, maintype=main, subtype=kind, filename=parcel.file_name)
    return message


def _text(parcel: Parcel) -> str:
    twice = "An earlier attempt at sending this was cut off; it may have arrived already." if parcel.maybe_twice else ""
    changed = "\n".join(f"- {line}" for line in parcel.lines)
    blocks = (twice, "\n".join(parcel.sentences), changed, parcel.link or "")
    return "\n\n".join(block for block in (parcel.title, *blocks) if block) + "\n"


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())[:200]
