"""One run of a value part: values in the order of their normal forms, found by binary search."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from heapq import nlargest
from typing import Any, NamedTuple

from semantic_layer.inflection import plural, singular
from semantic_layer.value_hashes import hash_of
from semantic_layer.value_sections import Lines, Part
from semantic_layer.value_sql import unescaped
from semantic_layer.words import normalise, stem

_MOST_COMPARED = 40_000
_MOST_LOOKED_THROUGH = 5_000
_MOST_STEMMED = 5_000
_MOST_FORMS = 4
_FORM_LONGER = 5


class Found(NamedTuple):
    """A value as its file holds it; `normal` is how it is compared."""

    entity: str
    field: str
    value: str
    rows: int
    normal: str


class Run:
    def __init__(self, part: Part, told: dict[str, Any]) -> None:
        name = told["run"]
        self.entity: str = part.facts["entity"]
        self._fields: list[str] = told["fields"]
        self._distinct: list[int] = told["distinct"]
        self._lines = part.lines(f"{name} lines")
        self._hashes = part.numbers(f"{name} hashes", "Q") if f"{name} hashes" in part else None
        if self._hashes is None:
            self._rows = part.numbers(f"{name} rows", "I")
        else:
            self._order = part.numbers(f"{name} order", "I")
        self._field = part.numbers(f"{name} field", "H") if f"{name} field" in part else None
        self._backwards = part.lines(f"{name} backwards") if f"{name} backwards" in part else None
        self._words = part.lines(f"{name} words") if f"{name} words" in part else None
        if self._words is not None:
            self._in = part.numbers(f"{name} in", "Q")
            self._values = part.numbers(f"{name} values", "I")

    @property
    def only_as_written(self) -> tuple[str, ...]:
        """The columns in which no slip is looked for."""
        return () if self._hashes is None else tuple(self._fields)

    def whole(self, normal: str, most: int) -> list[Found]:
        if self._hashes is not None:
            return self._hashed(normal, self._hashes)[:most]
        key = normal.encode("utf-8", "replace")
        found: list[Found] = []
        index = self._lines.first(key)
        while index < len(self._lines) and len(found) < most and self._lines.key(index) == key:
            found.append(self._found(index))
            index += 1
        return found

    def holds_word(self, word: str) -> bool:
        return self._word(word) is not None

    def containing(self, words: Sequence[str], most: int) -> list[Found]:
        """Values with these words one after the other; of many, those that most rows hold."""
        held = [self._held_by(word) for word in words]
        if not held or not all(len(values) for values in held):
            return []
        rarest = min(held, key=len)[:_MOST_LOOKED_THROUGH]
        phrase = f" {' '.join(words)} "
        if len(words) > 1:
            kept = [index for index in rarest if phrase in f" {self._lines.key(index).decode()} "]
        else:
            kept = list(dict.fromkeys(rarest))
        rows = self._rows
        return [self._found(index) for index in nlargest(most, kept, key=lambda index: rows[index])]

    def beginning(self, begin: str, written: str) -> list[str]:
        """Normal forms that begin so; where too many do, that go on as `written`."""
        return _beginning(self._lines, begin, written) if self._hashes is None else []

    def ending_backwards(self, begin: str, backwards: str) -> list[str]:
        """Whole values read backwards, where the run has no words."""
        return _beginning(self._backwards, begin, backwards) if self._backwards and self._words is None else []

    def words_beginning(self, begin: str, written: str) -> list[str]:
        return _beginning(self._words, begin, written) if self._words else []

    def words_ending(self, begin: str, backwards: str) -> list[str]:
        """Words read backwards."""
        return _beginning(self._backwards, begin, backwards) if self._backwards and self._words else []

    def other_forms(self, word: str) -> list[str]:
        """Words of the values with the same stem as `word`, among them itself."""
        if self._words is None:
            return []
        wanted = stem(word)
        begin = wanted[: max(3, len(wanted) - 1)]
        first, end = self._words.beginning(begin)
        near = self._words.keys(first, end) if end - first <= _MOST_LOOKED_THROUGH else []
        irregular = (form for form in (plural(word), singular(word)) if self.holds_word(form))
        forms = dict.fromkeys([*irregular, *(w for w in near if len(w) <= len(word) + _FORM_LONGER)])
        return [form for form in forms if form.isalpha() and stem(form) == wanted][:_MOST_FORMS]

    def is_stemmed(self, found: Found) -> bool:
        return self._distinct[self._fields.index(found.field)] <= _MOST_STEMMED

    def _hashed(self, normal: str, hashes: memoryview[int]) -> list[Found]:
        wanted = hash_of(normal)
        first, end = bisect_left(hashes, wanted), bisect_right(hashes, wanted)
        values = Counter(self._lines.line(self._order[index]) for index in range(first, end))
        return [
            Found(self.entity, self._fields[0], value, rows, normal)
            for value, rows in values.items()
            if normalise(value) == normal
        ]

    def _found(self, index: int) -> Found:
        normal, _, value = self._lines.line(index).partition("\t")
        field = self._fields[self._field[index] if self._field is not None else 0]
        return Found(self.entity, field, unescaped(value) if value else normal, self._rows[index], normal)

    def _word(self, word: str) -> int | None:
        if self._words is None:
            return None
        key = word.encode("utf-8", "replace")
        index = self._words.first(key)
        return index if index < len(self._words) and self._words.key(index) == key else None

    def _held_by(self, word: str) -> Sequence[int]:
        index = self._word(word)
        return () if index is None else self._values[self._in[index] : self._in[index + 1]]


def _beginning(lines: Lines, begin: str, written: str) -> list[str]:
    first, end = lines.beginning(begin)
    length = len(begin)
    while end - first > _MOST_COMPARED and length < len(written) - 1:
        length += 1
        first, end = lines.beginning(written[:length])
    return lines.keys(first, min(end, first + _MOST_COMPARED))
