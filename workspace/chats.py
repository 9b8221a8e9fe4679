"""Chats of other programs, which send their whole conversation each time: the thread each of them goes on in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from catalog import Catalog, RunRecord
from core.answer import Option

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """`name` is what tells chats of one program apart (an id, or whoever asks); `asked` what the person said, in order.

    `lasting` is the program's own id of the chat, where it has one.
    """

    name: str
    asked: tuple[str, ...]
    lasting: str | None = None

    @property
    def state(self) -> str:
        return _digest(self.name, self.asked)

    @property
    def state_before(self) -> str | None:
        return _digest(self.name, self.asked[:-1]) if len(self.asked) > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a chat goes on: its thread, and the run that its last question follows (None: it is the first)."""

    thread_id: str
    follows: RunRecord | None


def place_of(workspace: str, catalog: Catalog, chat: Chat) -> Place:
    """A question that was edited or asked again branches off where it stands, so that each thread stays a line of turns."""
    kept = catalog.conversations
    before = kept.run_of_key(workspace, chat.state_before) if chat.state_before else None
    before = before or _last_turn(workspace, catalog, chat)
    if before is None or before.thread_id is None:
        known = kept.thread_of_key(workspace, chat.lasting) if chat.lasting else None
        if known is not None and not known.turns:
            return Place(thread_id=known.id, follows=None)
        thread_id = kept.start_thread(workspace, chat.asked[-1])
    else:
        turns = kept.runs_of(before.thread_id)
        if turns[-1].id == before.id:
            return Place(thread_id=before.thread_id, follows=before)
        thread_id = kept.branch_thread(workspace, before.thread_id, before.id, chat.asked[0])
    if chat.lasting:
        kept.move_key(workspace, chat.lasting, thread_id)
    return Place(thread_id=thread_id, follows=before)


def _last_turn(workspace: str, catalog: Catalog, chat: Chat) -> RunRecord | None:
    """Of the chat's own thread, where it has as many turns: a chat that was opened again tells a reply in other words."""
    thread = catalog.conversations.thread_of_key(workspace, chat.lasting) if chat.lasting else None
    turns = catalog.conversations.runs_of(thread.id) if thread is not None else ()
    return turns[-1] if turns and len(turns) == len(chat.asked) - 1 else None


def chosen_option(text: str, options: Sequence[Option]) -> int | None:
    """Which of the readings a reply in words means, by its label, its number or words that only one label has."""
    said = text.strip().strip(".!\"'“”").casefold()
    labels = [option.label.casefold() for option in options]
    if said in labels:
        return labels.index(said)
    numbered = said.removeprefix("option").removeprefix("the").removesuffix("one").strip(" #.)")
    if numbered.isdecimal():
        return int(numbered) - 1 if 0 < int(numbered) <= len(labels) else None
    if numbered in _ORDINALS[: len(labels)]:
        return _ORDINALS.index(numbered)
    words = set(said.split())
    having = [place for place, label in enumerate(labels) if words and words <= set(label.split())]
    return having[0] if len(having) == 1 else None


def _digest(name: str, asked: Sequence[str]) -> str:
    digest = hashlib.sha256(name.encode())
    for text in asked:
        digest.update(b"\0" + text.encode())
    return digest.hexdigest()
