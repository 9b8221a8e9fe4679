"""Words of a question resolved to values that are in the data."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import CatalogDamaged
from semantic_layer.spelling import Spelling
from semantic_layer.value_file import NORMAL, stemmed_phrase, words_in_order
from semantic_layer.words import fold, normalise

How = Literal["exact", "normalised", "stem", "spelling", "part"]
_FOUND = f"value.id, value.field, value.text, value.rows, {NORMAL}"
_ENOUGH = 60
_ENOUGH_MISSPELT = 20
_ONE_QUERY = 400
_STEM_LIKENESS = 0.92
_PART_FROM, _PART_SPAN = 0.45, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMatch:
    """`value` is spelled as in the data, where `rows` rows hold it. `similarity` is 0 to 1.

    exact: letter for letter; normalised: but for case, accents and punctuation; stem: another form of the words;
    spelling: a few letters differ; part: the words are some of the value's.
    """

    entity: str
    field: str
    value: str
    rows: int
    similarity: float
    how: How


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    field: int
    text: str
    rows: int
    normal: str


class ValueIndex:
    """Reads a file of `write_value_index`; raises CatalogDamaged where it cannot. May be shared by threads."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            fields = self._file.execute("SELECT id, entity, name FROM field").fetchall()
        except sqlite3.Error as error:
            raise CatalogDamaged("The index of values cannot be read.") from error
        self._fields: dict[int, tuple[str, str]] = {number: (entity, name) for number, entity, name in fields}
        self._spelling = Spelling(self._file)

    def close(self) -> None:
        self._file.close()

    def lookup(
        self, phrase: str, *, entities: Collection[str] | None = None, fuzzy: bool = True, limit: int = 8
    ) -> tuple[ValueMatch, ...]:
        """Best first. Misspellings are only looked for where the words as they are name no whole value."""
        normal = normalise(phrase)
        if not normal:
            return ()
        among = self._among(entities)
        whole = self._whole(phrase, normal, among) or self._stemmed(normal, among)
        found = {match[0]: match[1] for match in (*self._parts(normal, among), *whole)}
        if fuzzy and not whole:
            found = {**self._misspelt(normal, among), **found}
        return _best(found.values(), limit)

    def lookup_many(self, phrases: Iterable[str]) -> dict[str, tuple[ValueMatch, ...]]:
        """Whole values alone, but for case, accents and punctuation; phrases that name none are left out."""
        by_normal: dict[str, list[str]] = {}
        for phrase in phrases:
            by_normal.setdefault(normalise(phrase), []).append(phrase)
        by_normal.pop("", None)
        found: dict[str, list[ValueMatch]] = {}
        for row in self._rows_of(list(by_normal)):
            for phrase in by_normal[row.normal]:
                found.setdefault(phrase, []).append(self._as_whole(row, phrase))
        return {phrase: _best(matches, _ENOUGH) for phrase, matches in found.items()}

    def _among(self, entities: Collection[str] | None) -> str:
        if entities is None:
            return ""
        numbers = (str(number) for number, (entity, _) in self._fields.items() if entity in entities)
        return f" AND value.field IN ({', '.join(numbers)})"

    def _rows_of(self, normals: Sequence[str], among: str = "") -> Iterable[_Row]:
        for start in range(0, len(normals), _ONE_QUERY):
            some = normals[start : start + _ONE_QUERY]
            yield from self._select(f"FROM value WHERE {NORMAL} IN ({', '.join('?' * len(some))}){among}", some)

    def _select(self, rest: str, parameters: Sequence[str]) -> list[_Row]:
        return [_Row(*row) for row in self._file.execute(f"SELECT {_FOUND} {rest}", parameters)]

    def _whole(self, phrase: str, normal: str, among: str) -> list[tuple[int, ValueMatch]]:
        rows = self._select(f"FROM value WHERE {NORMAL} = ?{among} LIMIT {_ENOUGH}", (normal,))
        return [(row.id, self._as_whole(row, phrase)) for row in rows]

    def _as_whole(self, row: _Row, phrase: str) -> ValueMatch:
        if row.text == phrase.strip():
            return self._match(row, 1.0, "exact")
        return self._match(row, 0.99 if fold(row.text) == fold(phrase.strip()) else 0.97, "normalised")

    def _stemmed(self, normal: str, among: str) -> list[tuple[int, ValueMatch]]:
        if not normal.replace(" ", "").isalpha():
            return []
        rows = self._select(
            f"FROM stem JOIN value ON value.id = stem.value WHERE stem.stem = ?{among} LIMIT {_ENOUGH}",
            (stemmed_phrase(normal),),
        )
        return [(row.id, self._match(row, _STEM_LIKENESS, "stem")) for row in rows]

    def _parts(self, normal: str, among: str) -> list[tuple[int, ValueMatch]]:
        rows = self._containing(words_in_order(normal), among)
        return [(row.id, self._as_part(row, len(normal))) for row in rows if row.normal != normal]

    def _containing(self, words: str, among: str, most: int = _ENOUGH) -> list[_Row]:
        return self._select(
            f"FROM part JOIN value ON value.id = part.rowid WHERE part MATCH ?{among} LIMIT {most}",
            (words,),
        )

    def _as_part(self, row: _Row, length: int, likeness: float = 1.0) -> ValueMatch:
        share = min(1.0, length / len(row.normal))
        return self._match(row, likeness * (_PART_FROM + _PART_SPAN * share), "part")

    def _misspelt(self, normal: str, among: str) -> dict[int, ValueMatch]:
        rows = [
            *self._rows_of(self._spelling.near_values(normal), among),
            *(
                row
                for words in self._spelling.near_words(normal)
                for row in self._containing(words, among, _ENOUGH_MISSPELT)
            ),
        ]
        found: dict[int, ValueMatch] = {}
        for row in rows:
            likeness = self._spelling.likeness(normal, row.normal)
            if likeness is None:
                found[row.id] = self._as_part(row, len(normal), 0.85)
            else:
                found[row.id] = self._match(row, likeness, "spelling")
        return found

    def _match(self, row: _Row, similarity: float, how: How) -> ValueMatch:
        entity, name = self._fields[row.field]
        return ValueMatch(
            entity=entity, field=name, value=row.text, rows=row.rows, similarity=round(similarity, 3), how=how
        )


def _best(matches: Iterable[ValueMatch], limit: int) -> tuple[ValueMatch, ...]:
    ranked = sorted(matches, key=lambda match: (-match.similarity, -match.rows, match.entity, match.field, match.value))
    return tuple(ranked[:limit])
