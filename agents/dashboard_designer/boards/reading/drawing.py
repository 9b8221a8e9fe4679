"""Tiles drawn otherwise, and new ones."""

from __future__ import annotations

import re

from agents.dashboard_designer.boards.commands import Add, Command, Redraw
from agents.dashboard_designer.boards.reading.vocabulary import (
    MARK_WORDS,
    adverb_grain,
    grain_of,
    shown_as,
    target_of,
    unquoted,
)


def redrawn(found: re.Match[str]) -> Command | None:
    named = found.groupdict()
    what, by = named.get("what"), named.get("by")
    grain_word = (named.get("grain") or "").lower()
    grain = grain_of(by) or adverb_grain(grain_word)
    if what is None and by is None and grain is None:
        return None
    return Redraw(
        target=target_of(found["target"]),
        shown=shown_as(what),
        layout="stacked" if "stacked" in (found[0] if what else "").lower() else None,
        grain=grain,
        by=None if by is None or grain_of(by) else unquoted(by),
        beside=bool(named.get("beside")),
    )


def split(found: re.Match[str]) -> Command:
    grain = grain_of(found["by"])
    return Redraw(
        target=target_of(found["target"]), grain=grain, by=None if grain else unquoted(found["by"]), beside=True
    )


def added(found: re.Match[str]) -> Command:
    words, place = found["words"].strip(), None
    at = re.search(r"\s+(?:at|to|on)\s+the\s+(top|start|beginning|bottom|end)$", words, re.IGNORECASE)
    if at is not None:
        words, place = words[: at.start()], "top" if at[1].lower() in ("top", "start", "beginning") else "bottom"
    as_mark = re.search(rf"\s+(?:as|in|with)\s+(?:an?\s+)?(?P<what>{MARK_WORDS})$", words, re.IGNORECASE)
    of_mark = re.match(
        rf"(?:an?\s+)?(?P<what>{MARK_WORDS})\s+(?:of|with|showing|for)\s+(?:the\s+)?", words, re.IGNORECASE
    )
    shown = None
    if as_mark is not None:
        words, shown = words[: as_mark.start()], shown_as(as_mark["what"])
    elif of_mark is not None:
        words, shown = words[of_mark.end() :], shown_as(of_mark["what"])
    words = re.sub(
        r"^(?:an?\s+)?(?:tile|chart|graph|panel)\s+(?:of|with|for|showing)\s+", "", words, flags=re.IGNORECASE
    )
    return Add(words=words, shown=shown, place=place)  # type: ignore[arg-type]
