"""Words and phrases that stand for each other in questions, read from `thesaurus.txt`.

Only linking reads them: what a file's columns are taken for depends on the smaller tables of `vocabulary.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from semantic_layer.vocabulary import synonyms
from semantic_layer.words import stem

Phrase = tuple[str, ...]
_FILE = Path(__file__).with_name("thesaurus.txt")
_FITS = {"+": 0.96, "=": 0.74, "~": 0.66}
_SEVERAL_WORDS = 0.12
"""A phrase of several words is less likely said by chance."""


@cache
def near_words() -> Mapping[str, Mapping[str, float]]:
    """Stem → stems it may stand for, with how well (0 to 1)."""
    table = {one: dict(others) for one, others in synonyms().items()}
    for fit, phrases in _sets():
        words = {phrase[0] for phrase in phrases if len(phrase) == 1}
        for one in words:
            entry = table.setdefault(one, {})
            entry.update({other: max(fit, entry.get(other, 0.0)) for other in words - {one}})
    return table


def reworded(name: Phrase) -> Iterator[tuple[Phrase, float]]:
    """A name in other words, where a phrase of several words is given or taken: (last, name) → (surname,)."""
    for first in range(len(name)):
        for last in range(first + 1, len(name) + 1):
            for other, fit in _near_phrases().get(name[first:last], {}).items():
                if len(other) > 1 or last - first > 1:
                    yield (*name[:first], *other, *name[last:]), min(0.96, fit + _SEVERAL_WORDS)


@cache
def _near_phrases() -> Mapping[Phrase, Mapping[Phrase, float]]:
    table: dict[Phrase, dict[Phrase, float]] = {}
    for fit, phrases in _sets():
        if all(len(phrase) == 1 for phrase in phrases):
            continue
        for one in phrases:
            entry = table.setdefault(one, {})
            entry.update({other: max(fit, entry.get(other, 0.0)) for other in phrases if other != one})
    return table


def _sets() -> Iterator[tuple[float, list[Phrase]]]:
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        kind, _, entries = line.partition(" ")
        if kind in _FITS:
            yield _FITS[kind], [tuple(stem(word) for word in one.split()) for one in entries.split(",")]
