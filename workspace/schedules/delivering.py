"""What is sent, and the ways it can go: to a folder, to a webhook, by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from core.errors import InvalidInput
from core.schedule import FolderTarget, MailTarget, Target, WebhookTarget
from workspace.schedules.settings import ScheduleSettings

MOST_TARGETS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One document with its account. `key` is the same for every attempt at one run and target; `lines` say what changed.

    `maybe_twice`: an earlier attempt was cut off, and may have arrived.
    """

    key: str
    schedule_id: str
    workspace: str
    title: str
    due_at: datetime
    file_name: str
    media_type: str
    content: bytes
    sentences: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    about: dict[str, object] | None = None
    link: str | None = None
    maybe_twice: bool = False


class DeliveryFailed(InvalidInput):
    """The target did not take it."""

    code = "delivery_failed"


def name_of(target: Target) -> str:
    """As people see it: without what a webhook's address may hold of secrets."""
    match target:
        case FolderTarget(path=path):
            return f"folder {path}"
        case WebhookTarget(url=url):
            from urllib.parse import urlsplit

            return f"webhook {urlsplit(url).hostname or ''}"
        case MailTarget(to=to):
            return f"mail to {', '.join(to)}"
        case _:
            assert_never(target)


def check_target(target: Target, settings: ScheduleSettings) -> None:
    """Raises InvalidInput for one that could never be reached."""
    match target:
        case FolderTarget():
            from workspace.schedules.folder import folder_of

            folder_of(target, settings)
        case WebhookTarget(url=url):
            from workspace.schedules.webhook import check_address

            check_address(url, settings)
        case MailTarget():
            from workspace.schedules.mail import check_mail

            check_mail(target, settings)
        case _:
            assert_never(target)


async def deliver(target: Target, parcel: Parcel, settings: ScheduleSettings) -> str:
    """What became of it, in words. Raises InvalidInput (DeliveryFailed where the other side refused)."""
    match target:
        case FolderTarget():
            from workspace.schedules.folder import put_into_folder

            return await put_into_folder(target, parcel, settings)
        case WebhookTarget():
            from workspace.schedules.webhook import post_to_webhook

            return await post_to_webhook(target, parcel, settings)
        case MailTarget():
            import asyncio

            from workspace.schedules.mail import send_mail

            return await asyncio.to_thread(send_mail, target, parcel, settings)
        case _:
            assert_never(target)
