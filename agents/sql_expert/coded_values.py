"""Names that stand for a code of the data: "google" for GOOG, "amazon" for AMZN."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from agents.sql_expert.lexemes import ValueLink
from agents.sql_expert.values import Links, whole_values
from core.model import Dimension, SemanticModel
from semantic_layer import ValueIndex
from semantic_layer.vocabulary import known_words
from semantic_layer.words import full_words, singular

_LIKELY = 0.86
_SHORTEST, _LONGEST = 3, 5
_NAMED_BY_LETTERS = frozenset({"symbol", "ticker", "stock"})
_CODES = _NAMED_BY_LETTERS | {"code", "abbreviation", "abbr", "iata", "icao", "acronym", "short"}
_VOWELS = frozenset("aeiou")


def coded_values(index: ValueIndex, words: Iterable[str], model: SemanticModel) -> Links:
    """Where one code alone of a column of few can be meant."""
    columns = list(_code_columns(model))
    found: Links = {}
    for word in words if columns else ():
        codes = [code for codes, by_letters in columns if (code := _code_of(word, codes, by_letters)) is not None]
        links = [link for code in codes for link in whole_values(index, [code], model).get(code, ()) if _is_code(link)]
        if links:
            found[word] = tuple(replace(link, score=_LIKELY, exact=True) for link in links)
    return found


def _code_columns(model: SemanticModel) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The codes of a column, and whether its names are known by some of their letters alone."""
    for entity in model.entities:
        for field in entity.fields:
            words = set(full_words(field.name))
            values = tuple(str(value) for value, _ in field.profile.top)
            few = isinstance(field, Dimension) and 1 < field.profile.distinct <= len(values)
            if few and words & _CODES and all(value.isupper() and value.isalpha() for value in values):
                yield values, bool(words & _NAMED_BY_LETTERS)


def _code_of(word: str, codes: Iterable[str], by_letters: bool) -> str | None:
    folded = word.casefold()
    if not folded.isalpha() or len(folded) < _LONGEST or {folded, singular(folded)} & known_words():
        return None
    fitting = [
        code for code in codes if _SHORTEST <= len(code) <= _LONGEST and _fits(folded, code.casefold(), by_letters)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _fits(word: str, code: str, by_letters: bool) -> bool:
    if word.startswith(code):
        return True
    letters = iter(word)
    spare = not _VOWELS & set(code[1:])
    return by_letters and spare and word[0] == code[0] and all(letter in letters for letter in code)


def _is_code(link: ValueLink) -> bool:
    return bool(set(full_words(link.field.name)) & _CODES)
