"""Countries and continents in the forms they are written in: names, codes, and what is from there (`nations.txt`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from semantic_layer.words import normalise

_FILE = Path(__file__).with_name("nations.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nation:
    """`codes` are of capitals alone ("US", "USA"); `names` and `adjectives` may be said in any case."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    adjectives: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        return (*self.names, *self.codes, *self.adjectives)


def nation_said(phrase: str) -> Nation | None:
    """“Japanese”, “japan”, “JP”; a code is one only in capitals, since “in” and “no” are words."""
    found = _nations().get(normalise(phrase))
    if found is None or any(normalise(phrase) == normalise(one) for one in (*found.names, *found.adjectives)):
        return found
    return found if phrase.isupper() else None


def is_nation(value: str) -> bool:
    return normalise(value) in _nations()


@cache
def _nations() -> Mapping[str, Nation]:
    lines = (line for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {normalise(form): one for one in map(_nation, lines) for form in one.forms}


def _nation(line: str) -> Nation:
    name, two, three, adjectives, others = line.split("|")
    names = (name, *(one for one in others.split(",") if one))
    shouted = tuple(one for one in names[1:] if one.isupper())
    return Nation(
        names=tuple(one for one in names if one not in shouted) + tuple(one for one in shouted if len(one) > 1),
        codes=tuple(one for one in (two, three) if one),
        adjectives=tuple(one for one in adjectives.split(",") if one),
    )
