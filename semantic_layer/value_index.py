"""Words of a question resolved to values that are in the data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from core.errors import CatalogDamaged
from semantic_layer.spelling import likeness, near_values, near_words
from semantic_layer.value_file import listed_parts
from semantic_layer.value_runs import Found, Run
from semantic_layer.value_sections import DAMAGED, Part
from semantic_layer.words import fold, normalise

How = Literal["exact", "normalised", "stem", "spelling", "part"]
Matches = dict[Found, "ValueMatch"]
_ENOUGH = 60
_ENOUGH_MISSPELT = 20
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


_REMEMBERED = 2_000


class ValueIndex:
    """Reads what `write_value_index` wrote; raises CatalogDamaged where it cannot. May be shared by threads."""

    def __init__(self, path: Path) -> None:
        try:
            parts = [Part(path.parent / name) for name in listed_parts(path)]
            self._runs = [Run(part, told) for part in parts for told in part.facts["runs"]]
            self._remembered: dict[str, tuple[ValueMatch, ...]] = {}
        except (OSError, ValueError, KeyError) as error:
            raise CatalogDamaged(DAMAGED) from error

    @property
    def only_as_written(self) -> tuple[tuple[str, str], ...]:
        """Entities and fields with so many different codes that no slip in one is looked for."""
        return tuple(dict.fromkeys((run.entity, field) for run in self._runs for field in run.only_as_written))

    def runs_of(self, wanted: Callable[[str], bool]) -> Sequence[Run]:
        """What is kept of the entities with a wanted name, for an index that is put together of several."""
        return [run for run in self._runs if wanted(run.entity)]

    def close(self) -> None:
        self._runs, self._remembered = [], {}

    def lookup(
        self, phrase: str, *, entities: Collection[str] | None = None, fuzzy: bool = True, limit: int = 8
    ) -> tuple[ValueMatch, ...]:
        """Best first. Misspellings are only looked for where the words as they are name no whole value."""
        normal = normalise(phrase)
        if not normal:
            return ()
        runs = [run for run in self._runs if entities is None or run.entity in entities]
        whole = _whole(phrase, normal, runs) or _stemmed(normal, runs)
        found = {**_parts(normal, runs), **whole}
        if fuzzy and not whole:
            found = {**_misspelt(normal, runs), **found}
        return _best(found.values(), limit)

    def lookup_many(self, phrases: Iterable[str]) -> dict[str, tuple[ValueMatch, ...]]:
        """Whole values alone, but for case, accents and punctuation; phrases that name none are left out."""
        found: dict[str, tuple[ValueMatch, ...]] = {}
        for phrase in phrases:
            known = self._remembered.get(phrase)
            matches = self._remember(phrase) if known is None else known
            if matches:
                found[phrase] = matches
        return found

    def _remember(self, phrase: str) -> tuple[ValueMatch, ...]:
        """The parts of one question are looked up again and again."""
        normal = normalise(phrase)
        matches = _best(_whole(phrase, normal, self._runs).values(), _ENOUGH) if normal else ()
        if len(self._remembered) >= _REMEMBERED:
            self._remembered = {}
        self._remembered[phrase] = matches
        return matches


def _whole(phrase: str, normal: str, runs: Iterable[Run]) -> Matches:
    return {found: _as_whole(found, phrase) for run in runs for found in run.whole(normal, _ENOUGH)}


def _as_whole(found: Found, phrase: str) -> ValueMatch:
    if found.value == phrase.strip():
        return _match(found, 1.0, "exact")
    return _match(found, 0.99 if fold(found.value) == fold(phrase.strip()) else 0.97, "normalised")


def _stemmed(normal: str, runs: Iterable[Run]) -> Matches:
    if not normal.replace(" ", "").isalpha():
        return {}
    words = normal.split()
    return {
        found: _match(found, _STEM_LIKENESS, "stem")
        for run in runs
        for forms in product(*(run.other_forms(word) for word in words))
        for found in run.whole(" ".join(forms), _ENOUGH)
        if run.is_stemmed(found)
    }


def _parts(normal: str, runs: Iterable[Run]) -> Matches:
    rows = (found for run in runs for found in run.containing(normal.split(), _ENOUGH))
    return {found: _as_part(found, len(normal)) for found in rows if found.normal != normal}


def _as_part(found: Found, length: int, likely: float = 1.0) -> ValueMatch:
    share = min(1.0, length / len(found.normal))
    return _match(found, likely * (_PART_FROM + _PART_SPAN * share), "part")


def _misspelt(normal: str, runs: Sequence[Run]) -> Matches:
    whole = (found for value in near_values(normal, runs) for run in runs for found in run.whole(value, _ENOUGH))
    parts = (
        found for words in near_words(normal, runs) for run in runs for found in run.containing(words, _ENOUGH_MISSPELT)
    )
    matches: Matches = {}
    for found in (*whole, *parts):
        like = likeness(normal, found.normal)
        likely = _as_part(found, len(normal), 0.85) if like is None else _match(found, like, "spelling")
        matches[found] = likely
    return matches


def _match(found: Found, similarity: float, how: How) -> ValueMatch:
    return ValueMatch(
        entity=found.entity,
        field=found.field,
        value=found.value,
        rows=found.rows,
        similarity=round(similarity, 3),
        how=how,
    )


def _best(matches: Iterable[ValueMatch], limit: int) -> tuple[ValueMatch, ...]:
    ranked = sorted(matches, key=lambda match: (-match.similarity, -match.rows, match.entity, match.field, match.value))
    return tuple(ranked[:limit])
