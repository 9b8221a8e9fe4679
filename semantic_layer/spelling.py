"""Misspelt words found among many: an end that is spelled right leads to the few that are compared letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, product

from semantic_layer.value_codes import SHORTEST_MISSPELT
from semantic_layer.value_runs import Run

_MOST_WORDS = 6
_MOST_SPELLINGS = 8


def edits_allowed(length: int) -> int:
    """Letters left out, added, changed or swapped that still count as a slip."""
    if length < SHORTEST_MISSPELT:
        return 0
    return 1 if length < 8 else 2 if length < 14 else 3


def likeness(written: str, value: str) -> float | None:
    """0 to 1; None where it is no slip of the pen. Numbers must be the same."""
    from rapidfuzz.distance import OSA

    allowed = edits_allowed(len(written))
    if _digits(written) != _digits(value) or abs(len(written) - len(value)) > allowed:
        return None
    distance = OSA.distance(written, value, score_cutoff=allowed)
    return None if distance > allowed else 1.0 - distance / max(len(written), len(value), 1)


def near_values(written: str, runs: Iterable[Run]) -> list[str]:
    """Whole values that begin as written, among them those with words joined or split."""
    allowed = edits_allowed(len(written))
    if not allowed:
        return []
    kept = _kept_end(written, allowed)
    backwards = written[::-1]
    found: set[str] = set()
    for run in runs:
        found.update(_close(written, run.beginning(written[:kept], written), allowed))
        ending = _close(backwards, run.ending_backwards(backwards[:kept], backwards), allowed)
        found.update(value[::-1] for value in ending)
    return [value for value in found if value != written and likeness(written, value) is not None]


def near_words(written: str, runs: Sequence[Run]) -> list[list[str]]:
    """The words as the data may spell them, one or more of them otherwise, likeliest first."""
    choices = [_spellings(word, runs) for word in written.split()]
    if not choices or not all(choices):
        return []
    combined = sorted(product(*choices), key=lambda words: sum(distance for distance, _ in words))
    changed = (words for words in combined if any(distance for distance, _ in words))
    return [[word for _, word in words] for words in islice(changed, _MOST_SPELLINGS)]


def _spellings(word: str, runs: Sequence[Run]) -> list[tuple[int, str]]:
    """The word itself where it comes in the data, else the nearest that do."""
    if any(run.holds_word(word) for run in runs):
        return [(0, word)]
    allowed = min(2, edits_allowed(len(word)))
    if not allowed or not word.isalpha():
        return []
    near = _near(word, allowed, _kept_end(word, 1), runs)
    if not near and allowed > 1:
        near = _near(word, allowed, _kept_end(word, allowed), runs)
    return near


def _near(word: str, allowed: int, kept: int, runs: Iterable[Run]) -> list[tuple[int, str]]:
    from rapidfuzz.distance import OSA

    close: set[str] = set()
    backwards = word[::-1]
    for run in runs:
        close.update(_close(word, run.words_beginning(word[:kept], word), allowed))
        close.update(found[::-1] for found in _close(backwards, run.words_ending(backwards[:kept], backwards), allowed))
    measured = ((OSA.distance(word, one), one) for one in close if one.isalpha())
    return sorted(measured)[:_MOST_WORDS]


def _close(written: str, candidates: list[str], allowed: int) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if not candidates:
        return []
    found = process.extract(written, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return [candidate for candidate, _, _ in found]


def _kept_end(written: str, allowed: int) -> int:
    """With one slip, one end of this length is right; the letter in between leaves room for two that are swapped."""
    return max(2, (len(written) - 1) // 2 if allowed == 1 else len(written) // 3)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
