"""Misspelt words found among many: an end that is spelled right leads to the few that are compared letter by letter."""

from __future__ import annotations

import sqlite3
from itertools import islice, product

from semantic_layer.value_file import NORMAL, SHORTEST_MISSPELT, words_in_order

_AFTER_ALL = "\U0010ffff"
_MOST_COMPARED = 4_000
_MOST_WORDS = 6
_MOST_SPELLINGS = 8


def edits_allowed(length: int) -> int:
    """Letters left out, added, changed or swapped that still count as a slip."""
    if length < SHORTEST_MISSPELT:
        return 0
    return 1 if length < 8 else 2 if length < 14 else 3


class Spelling:
    """Values and words of a value file that are close to what was written. Numbers must be the same."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def likeness(self, written: str, value: str) -> float | None:
        """0 to 1; None where it is no slip of the pen."""
        from rapidfuzz.distance import OSA

        allowed = edits_allowed(len(written))
        if _digits(written) != _digits(value) or abs(len(written) - len(value)) > allowed:
            return None
        distance = OSA.distance(written, value, score_cutoff=allowed)
        return None if distance > allowed else 1.0 - distance / max(len(written), len(value), 1)

    def near_values(self, written: str) -> list[str]:
        """Whole values that begin as written, among them those with words joined or split."""
        allowed = edits_allowed(len(written))
        if not allowed:
            return []
        begin = written[: _kept_end(written, allowed)]
        found = self._file.execute(
            f"SELECT DISTINCT {NORMAL} FROM value WHERE {NORMAL} >= ? AND {NORMAL} < ?"
            f" AND length({NORMAL}) BETWEEN ? AND ? LIMIT {_MOST_COMPARED}",
            (begin, begin + _AFTER_ALL, len(written) - allowed, len(written) + allowed),
        )
        return [value for (value,) in found if value != written and self.likeness(written, value) is not None]

    def near_words(self, written: str) -> list[str]:
        """FTS5 queries for values that hold the words, one or more of them spelled otherwise, likeliest first."""
        choices = [self._spellings(word) for word in written.split()]
        if not choices or not all(choices):
            return []
        combined = sorted(product(*choices), key=lambda words: sum(distance for distance, _ in words))
        changed = (words for words in combined if any(distance for distance, _ in words))
        return [" ".join(words_in_order(word) for _, word in words) for words in islice(changed, _MOST_SPELLINGS)]

    def _spellings(self, word: str) -> list[tuple[int, str]]:
        """The word itself where it comes in the data, else the nearest that do."""
        if self._file.execute("SELECT 1 FROM part WHERE part MATCH ? LIMIT 1", (words_in_order(word),)).fetchone():
            return [(0, word)]
        allowed = min(2, edits_allowed(len(word)))
        if not allowed or not word.isalpha():
            return []
        near = self._near(word, allowed, _kept_end(word, 1))
        if not near and allowed > 1:
            near = self._near(word, allowed, _kept_end(word, allowed))
        return near

    def _near(self, word: str, allowed: int, kept: int) -> list[tuple[int, str]]:
        from rapidfuzz.distance import OSA

        shortest, longest = len(word) - allowed, len(word) + allowed
        candidates: set[str] = set()
        for column, end in (("text", word[:kept]), ("backwards", word[::-1][:kept])):
            candidates.update(
                text
                for (text,) in self._file.execute(
                    f"SELECT text FROM word WHERE {column} >= ? AND {column} < ? AND length({column}) BETWEEN ? AND ?"
                    f" LIMIT {_MOST_COMPARED}",
                    (end, end + _AFTER_ALL, shortest, longest),
                )
            )
        measured = ((OSA.distance(word, candidate, score_cutoff=allowed), candidate) for candidate in candidates)
        return sorted(pair for pair in measured if pair[0] <= allowed)[:_MOST_WORDS]


def _kept_end(written: str, allowed: int) -> int:
    """With one slip, one end of this length is right; the letter in between leaves room for two that are swapped."""
    return max(2, (len(written) - 1) // 2 if allowed == 1 else len(written) // 3)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
