"""The one name that is meant by a name that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from core.suggest import close_names
from semantic_layer.words import full_words, stem

_CLOSE = 0.75
_MARGIN = 0.1


def nearest(name: str, known: Iterable[str], about: str = "") -> str | None:
    """None where none or several are near. Words of `about` (the table) may be said or left out."""
    names = list(dict.fromkeys(known))
    alike = _alike(name, names, about)
    if alike:
        return alike[0] if len(alike) == 1 else None
    close = close_names(name, names, most=2)
    ratios = [difflib.SequenceMatcher(None, name.casefold(), one.casefold()).ratio() for one in close]
    if not ratios or ratios[0] < _CLOSE or (len(ratios) > 1 and ratios[0] - ratios[1] < _MARGIN):
        return None
    return close[0]


def of_same_words(name: str, known: Iterable[str], about: str = "") -> str | None:
    """The one name of the same words, however they are written."""
    alike = _alike(name, list(dict.fromkeys(known)), about)
    return alike[0] if len(alike) == 1 else None


def _alike(name: str, names: list[str], about: str) -> list[str]:
    return [one for one in names if one.casefold() == name.casefold()] or _of_same_words(name, names, about)


def _of_same_words(name: str, names: Iterable[str], about: str) -> list[str]:
    wanted, extra = _stems(name), _stems(about)
    same = [one for one in names if _stems(one) == wanted]
    return same or [one for one in names if _stems(one) - extra == wanted - extra != set()]


def _stems(name: str) -> set[str]:
    return {stem(word) for word in full_words(name)}
