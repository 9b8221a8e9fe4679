"""Words and phrases that stand for each other in questions, read from `thesaurus.txt`.

Only linking reads them: what a file's columns are taken for depends on the smaller tables of `vocabulary.py`.
Stems are made only of what begins like the word that is looked up: making all of them takes a quarter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from semantic_layer.vocabulary import synonyms
from semantic_layer.words import plural, stem

Phrase = tuple[str, ...]
_FILE = Path(__file__).with_name("thesaurus.txt")
_FITS = {"+": 0.96, "=": 0.74, "~": 0.66, ">": 0.68, "<": 0.68}
_ENTRY = re.compile(r", ([^ ,\n]{1,3})")
_SEVERAL_WORDS = 0.16
"""A phrase of several words is less likely said by chance."""


@lru_cache(maxsize=8192)
def near_words(said: str, *, one_way: bool = True) -> Mapping[str, float]:
    """Stems of names that a stem may stand for, with how well (0 to 1); without `one_way`, where the name may be said for it too."""
    found = dict(synonyms().get(said, {}))
    for kind, phrases in _sets_with((said,)):
        if kind in "<>" and not one_way:
            continue
        head, others = phrases[0], phrases[1:]
        names = {">": others if head == (said,) else (), "<": () if head == (said,) else (head,)}.get(kind, phrases)
        for name in names:
            if len(name) == 1 and name[0] != said:
                found[name[0]] = max(_FITS[kind], found.get(name[0], 0.0))
    return found


def is_word(one: str) -> bool:
    """Whether it is the stem of a word of the tables."""
    return one in synonyms() or any(True for _ in _sets_with((one,)))


def reworded(name: Phrase) -> Iterator[tuple[Phrase, float]]:
    """A name in other words, where a phrase of several words is given or taken: (last, name) → (surname,)."""
    for first in range(len(name)):
        for last in range(first + 1, len(name) + 1):
            for other, fit in _near_phrases(name[first:last]).items():
                if len(other) > 1 or last - first > 1:
                    yield (*name[:first], *other, *name[last:]), fit


@lru_cache(maxsize=8192)
def _near_phrases(name: Phrase) -> Mapping[Phrase, float]:
    """What may be said for a name."""
    found: dict[Phrase, float] = {}
    for kind, phrases in _sets_with(name, of_phrases=True):
        head, others = phrases[0], phrases[1:]
        said = {">": () if head == name else (head,), "<": others if head == name else ()}.get(kind, phrases)
        for one in said:
            if one != name:
                several = _SEVERAL_WORDS if len(one) > 1 or kind not in "<>" else 0.0
                found[one] = max(min(0.96, _FITS[kind] + several), found.get(one, 0.0))
    return found


def _sets_with(phrase: Phrase, *, of_phrases: bool = False) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    """The sets that hold a phrase, as stems; with `of_phrases`, of those that hold one of several words."""
    for line in _lines_with(phrase):
        kind, entries = _entries(line)
        if not of_phrases or any(len(one) > 1 for one in entries):
            yield kind, tuple(map(_stemmed, entries))


def _lines_with(phrase: Phrase) -> list[str]:
    text, found = _text(), dict[str, None]()
    for beginning in {_beginning(phrase[0]), _beginning(plural(phrase[0]))}:
        for at in _places().get(beginning, ()):
            end = text.index("\n", at)
            words = tuple(text[at:end].partition(",")[0].split())
            if len(words) == len(phrase) and _stemmed(words) == phrase:
                found[text[text.rindex("\n", 0, at) + 1 : end]] = None
    return list(found)


@cache
def _places() -> Mapping[str, list[int]]:
    """Where the entries are that begin alike."""
    found: dict[str, list[int]] = {}
    for one in _ENTRY.finditer(_text()):
        found.setdefault(_beginning(one[1]), []).append(one.start(1))
    return found


def _beginning(word: str) -> str:
    """Letters that a word and its stem have in common ("fly", “fli”)."""
    return word[:3].replace("y", "i")


@cache
def _text() -> str:
    """Each entry behind a comma, each line behind a line break."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    text = "\n".join(["", *(line for line in lines if not line.startswith("#")), ""])
    for kind in _FITS:
        text = text.replace(f"\n{kind} ", f"\n{kind}, ")
    return text


def _entries(line: str) -> tuple[str, tuple[Phrase, ...]]:
    kind, *entries = line.split(",")
    return kind, tuple(tuple(one.split()) for one in entries)


@lru_cache(maxsize=65536)
def _stemmed(phrase: Phrase) -> Phrase:
    return tuple(map(stem, phrase))
