"""Stems of the schema that look like a word: cut short, without vowels, or misspelt."""

from __future__ import annotations

from rapidfuzz import fuzz

from agents.sql_expert.schema import Schema
from semantic_layer.vocabulary import known_words

CUT_SHORT = 0.79
_CONSONANTS = 0.85
_ABBREVIATED = 0.7
_LONGEST_SKELETON = 6
_SHORT_PLURAL = 4
_VOWELS = frozenset("aeiou")


def lookalikes(one: str, schema: Schema, options: dict[str, float], *, fuzzy: bool) -> dict[str, float]:
    found: dict[str, float] = {}
    for other in schema.literal:
        if other in options or len(other) < 3:
            continue
        if len(other) == 3 and one.startswith(other):
            found[other] = _ABBREVIATED if fuzzy and len(one) > 4 and other not in known_words() else CUT_SHORT
        elif len(other) <= _LONGEST_SKELETON and _is_skeleton(other, one):
            found[other] = _CONSONANTS
        elif len(other) >= 4 and (one.startswith(other) or other.startswith(one)) and abs(len(one) - len(other)) <= 3:
            found[other] = 0.8
        elif (
            fuzzy
            and len(other) >= 4
            and one.startswith("un") == other.startswith("un")
            and (ratio := fuzz.ratio(one, other)) >= 84
        ):
            found[other] = 0.75 * ratio / 100
    return found


def _is_skeleton(short: str, word: str) -> bool:
    """“cst” for cost, “ctr” for center: first letter and consonants, in order, without any vowel."""
    if short[0] != word[0] or _VOWELS & set(short):
        return False
    if len(short) > _SHORT_PLURAL and short.endswith("s") and not word.endswith("s"):
        short = short[:-1]
    letters = iter(letter for letter in word if letter not in _VOWELS)
    return all(letter in letters for letter in short)
