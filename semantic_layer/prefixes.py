"""Prefixes that all names of a table, or of all tables, share ("sbTxPrice", "sbTxTax"): they say nothing of a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from semantic_layer.vocabulary import abbreviations, known_words
from semantic_layer.words import name_words

_FEWEST_COLUMNS = 4
_FEWEST_TABLES = 3


def bare_columns(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The words of each column without the prefix that all columns of the table share; empty where there is none."""
    return _bare(tuple(names), _FEWEST_COLUMNS)


def bare_tables(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    return _bare(tuple(names), _FEWEST_TABLES)


def is_a_code(words: Iterable[str]) -> bool:
    """Whether a prefix holds what is no word, so that people would rather not read it."""
    return any(word not in known_words() and word not in abbreviations() for word in words)


def prefix_of(name: str, bare: tuple[str, ...]) -> tuple[str, ...]:
    words = name_words(name)
    return words[: len(words) - len(bare)]


def _bare(names: tuple[str, ...], fewest: int) -> Mapping[str, tuple[str, ...]]:
    if len(names) < fewest:
        return {}
    words = {name: name_words(name) for name in names}
    shortest = min(len(found) for found in words.values())
    shared = 0
    while shared < shortest - 1 and len({found[shared] for found in words.values()}) == 1:
        shared += 1
    return {name: found[shared:] for name, found in words.items()} if shared > 0 else {}
