"""Values that are written short: “carnivores” for carni, “military dictatorships” for Military Dict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from agents.sql_expert.values import Links, whole_values
from core.model import Dimension, SemanticModel
from semantic_layer import ValueIndex
from semantic_layer.thesaurus import is_word
from semantic_layer.vocabulary import known_words
from semantic_layer.words import normalise, singular, stem

_LIKELY = 0.92
_FEW = 40
_SHORTEST, _SHORTEST_ALONE = 3, 4
_MOST_WORDS = 3


def values_cut_short(index: ValueIndex, phrases: Iterable[str], model: SemanticModel) -> Links:
    """Where one value alone of a column of few can be meant."""
    columns = [values for values in map(tuple, _columns(model)) if values]
    if not columns:
        return {}
    found: Links = {}
    for phrase in phrases:
        said = normalise(phrase).split()
        if len(said) > _MOST_WORDS:
            continue
        fitting = [hits[0] for values in columns if len(hits := [one for one in values if _is_cut(said, one)]) == 1]
        for value in fitting[:1]:
            links = whole_values(index, [value], model).get(value, ())
            exact = tuple(replace(link, score=_LIKELY) for link in links if str(link.value.value) == value)
            if exact:
                found[phrase] = exact
    return found


def _columns(model: SemanticModel) -> Iterator[Iterator[str]]:
    """The values, of columns with few, that end in what is no whole word."""
    for entity in model.entities:
        for field in entity.fields:
            few = isinstance(field, Dimension) and 1 < field.profile.distinct <= min(_FEW, len(field.profile.top))
            if few and field.type == "text" and not field.hidden:
                yield (str(value) for value, _ in field.profile.top if _ends_short(str(value)))


@lru_cache(maxsize=20_000)
def _ends_short(value: str) -> bool:
    words = normalise(value).split()
    shortest = _SHORTEST if len(words) > 1 else _SHORTEST_ALONE
    return 0 < len(words) <= _MOST_WORDS and any(
        one.isalpha() and len(one) >= shortest and not is_word(stem(one)) and one not in known_words() for one in words
    )


def _is_cut(said: list[str], value: str) -> bool:
    """Word for word the same, or begun by the value's."""
    words = normalise(value).split()
    if len(words) != len(said) or [singular(one) for one in said] == words:
        return False
    shortest = _SHORTEST if len(words) > 1 else _SHORTEST_ALONE
    return all(
        one == word
        or singular(one) == word
        or (len(word) >= shortest and len(one) > len(word) + 1 and one.startswith(word))
        for one, word in zip(said, words, strict=True)
    )
