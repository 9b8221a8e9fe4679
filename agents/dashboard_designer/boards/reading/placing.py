"""Tiles renamed, moved and resized."""

from __future__ import annotations

import re

from agents.dashboard_designer.boards.commands import Command, Move, Rename, Resize
from agents.dashboard_designer.boards.reading.vocabulary import SIZES, target_of, unquoted


def renamed(found: re.Match[str]) -> Command:
    target = target_of(found["target"])
    is_board = re.fullmatch(
        r"(?:(?:the|this)\s+)?(?:(?:whole\s+)?(?:dashboard|board|page)|it\s+all)", target, re.IGNORECASE
    )
    return Rename(target=None if is_board else target, title=unquoted(found["title"]))


def moved(found: re.Match[str]) -> Command:
    top = {"top", "start", "beginning", "front", "first"}
    return Move(target=target_of(found["target"]), place="top" if found["place"].lower() in top else "bottom")


def moved_beside(found: re.Match[str]) -> Command:
    before = found["where"].lower() in ("before", "above", "over", "in front of", "ahead of")
    return Move(target=target_of(found["target"]), beside=target_of(found["beside"]), after=not before)


def resized(found: re.Match[str]) -> Command | None:
    size = next((size for words, size in SIZES if re.fullmatch(words, found["size"].strip(), re.IGNORECASE)), None)
    return None if size is None else Resize(target=target_of(found["target"]), size=size)
