"""Lists that are read by people: words in a block of text."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())
