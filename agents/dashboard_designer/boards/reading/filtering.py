"""Tiles filtered."""

from __future__ import annotations

import re

from agents.dashboard_designer.boards.commands import Command, Filter
from agents.dashboard_designer.boards.reading.vocabulary import target_of, unquoted


def filtered(found: re.Match[str]) -> Command | None:
    named = found.groupdict()
    words = unquoted(named["words"])
    target = named.get("target") or named.get("where") or "all"
    return Filter(words=words, target=target_of(target), without=bool(named.get("without"))) if words else None
