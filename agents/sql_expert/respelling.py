"""Misspelt words of the question that are one or two letters away from a word that says something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from agents.sql_expert.dates import GRAIN_WORDS, UNITS
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.moments import MONTHS
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import Token
from agents.sql_expert.vocabulary import phrases
from semantic_layer.thesaurus import is_word
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular, stem

_SHORT = 4
_OF_CUES = word_set("many much number more less fewer")
"""Words that ask only beside another ("how many")."""


def respellings(lexemes: Sequence[Lexeme], schema: Schema) -> dict[str, str]:
    """Words without a meaning → the nearest word of the vocabulary or of the model, where there is just one.

    A word that is spelt well is no other word (“difference” is not “different”).
    """
    unknown = [one.text.casefold() for one in lexemes if one.kind == "unknown" and one.text.isalpha()]
    long_enough = [word for word in unknown if len(word) >= _SHORT and not is_word(stem(word))]
    known = _known(schema) if long_enough else frozenset[str]()
    found = {word: _nearest(word, known) for word in long_enough}
    return {word: right for word, right in found.items() if right is not None}


def respelt(tokens: Sequence[Token], right: Mapping[str, str]) -> tuple[Token, ...]:
    return tuple(
        replace(token, text=right[token.folded], folded=right[token.folded])
        if token.kind == "word" and token.folded in right
        else token
        for token in tokens
    )


def _known(schema: Schema) -> frozenset[str]:
    cues = {words[0] for words in phrases() if len(words) == 1 and len(words[0]) >= _SHORT}
    named = {
        word
        for entity in schema.model.entities
        for text in (entity.label, *(one.label for one in entity.fields))
        for said in full_words(text)
        for word in (said, singular(said))
        if len(word) >= _SHORT
    }
    times = {word for word in (*MONTHS, *UNITS, *GRAIN_WORDS) if len(word) >= _SHORT}
    return frozenset(cues | named | times | _OF_CUES)


def _inflected(word: str, other: str) -> bool:
    """“late” and “later” are two words, both spelt well."""
    return other.startswith(word) or word.startswith(other)


def _nearest(word: str, known: frozenset[str]) -> str | None:
    most = 1 if len(word) < 8 else 2
    ranked = sorted(
        (distance, other)
        for other in known
        if other[0] == word[0]
        and word.startswith("un") == other.startswith("un")
        and not _inflected(word, other)
        and (distance := OSA.distance(word, other, score_cutoff=most)) <= most
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]
