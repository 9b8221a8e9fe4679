"""Names and lists of names, as DuckDB compares them."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


def folded(name: str) -> str:
    """Lower case for ASCII alone: to DuckDB the Kelvin sign is no k, and a name that differs is another name."""
    return name.lower() if name.isascii() else "".join(sign.lower() if sign.isascii() else sign for sign in name)
