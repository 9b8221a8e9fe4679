"""Names written short, by the words they stand for: "airco" is air conditioning, "packpc" packs per capita, "cpi" initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.tokens import Token
from agents.sql_expert.vocabulary import phrases
from core.model import Entity, Field, SemanticModel
from semantic_layer.vocabulary import abbreviations, known_words
from semantic_layer.words import fold, full_words, singular, stem

WRITTEN_SHORT = "written short"
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SHORTEST, _LONGEST = 3, 18
_MOST_WORDS = 5
_IN_ORDER, _TURNED_ROUND, _CUT = 0.9, 0.8, 0.72
_SKIPPED = frozenset({"the", "a", "an", "'s", "(", ")", "-"})
_JOINING = frozenset({"of", "per", "to", "in", "and", "with"})
_HELPFUL = frozenset({"aggregate", "filler", "count"})
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A field whose name holds what is no word; `letters` are all of its name."""

    entity: Entity
    field: Field
    letters: str


def short_names(model: SemanticModel) -> tuple[Short, ...]:
    found: list[Short] = []
    for entity in model.entities:
        for field in entity.fields:
            pieces = [fold(one) for one in _PIECE.findall(field.name)]
            letters = "".join(pieces)
            coded = any(
                len(one) > 1 and one not in known_words() and singular(one) not in known_words() for one in pieces
            )
            if coded and not _is_spelt_out(field) and not field.hidden and _SHORTEST <= len(letters) <= _LONGEST:
                found.append(Short(entity=entity, field=field, letters=letters))
    return tuple(found)


def _is_spelt_out(field: Field) -> bool:
    """“Fname” that is called a first name is no family name."""
    words = full_words(field.label)
    letters = "".join(fold(one) for one in _PIECE.findall(field.name))
    return "".join(words) != letters and len(words) > 1 and all(word in known_words() for word in words)


def link_written_short(tokens: Sequence[Token], shorts: Sequence[Short]) -> Iterator[FieldLink]:
    """Fields that all of the words stand for, with all of their letters."""
    words = [one.folded for one in tokens if one.folded not in _SKIPPED]
    if not shorts or not 2 <= len(words) <= _MOST_WORDS or not all(map(_may_be_cut, words)):
        return
    if words[0] in _JOINING or words[-1] in _JOINING:
        return
    for short in shorts:
        score = _score(short.letters, tuple(words))
        if score:
            yield FieldLink(entity=short.entity, field=short.field, score=score, evidence=WRITTEN_SHORT)


def _may_be_cut(word: str) -> bool:
    cues = phrases().get((word,), ())
    return word.isalpha() and (word in _JOINING or all(cue.kind in _HELPFUL for cue in cues))


@lru_cache(maxsize=16384)
def _score(letters: str, words: tuple[str, ...]) -> float:
    full = tuple(one for one in words if one not in _JOINING)
    if any(one.startswith(letters) or stem(one) == stem(letters) for one in full):
        return 0.0  # one word is all of the name
    for said in dict.fromkeys((words, full)):
        pieces = _cut(letters, said)
        if pieces is not None and _convinces(pieces, said):
            return _IN_ORDER
    turned = _cut(letters, full[::-1]) if len(full) == 2 else None
    if turned is not None and min(map(len, turned)) >= _SHORTEST:
        return _TURNED_ROUND
    rest = _cut(letters[1:], full) if len(full) > 1 and len(letters) > _SHORTEST * 2 else None
    return _CUT if rest is not None and min(map(len, rest)) > 1 else 0.0


def _cut(letters: str, words: tuple[str, ...]) -> tuple[str, ...] | None:
    """`letters` in as many pieces as there are words, each short for its word."""
    if not words:
        return None if letters else ()
    for size in range(min(len(letters) - len(words) + 1, len(words[0])), 0, -1):
        piece = letters[:size]
        rest = _cut(letters[size:], words[1:]) if _is_short_for(piece, words[0]) else None
        if rest is not None:
            return (piece, *rest)
    return None


def _is_short_for(piece: str, word: str) -> bool:
    if word.startswith(piece) or stem(word).startswith(piece):
        return True
    if len(piece) > _SHORTEST - 1 and piece.endswith("s") and _is_short_for(piece[:-1], word):
        return True
    if piece[0] != word[0] or len(piece) < 2:
        return False
    written_out = abbreviations().get(piece)
    in_order = all(letter in letters for letters in [iter(word)] for letter in piece)
    return written_out in (word, singular(word)) or (in_order and (len(piece) > 3 or not _VOWELS & set(piece[1:])))


def _convinces(pieces: Sequence[str], words: Sequence[str]) -> bool:
    """Initials of three words or more, or a piece that leaves little doubt."""
    lone = sum(len(piece) == 1 and word not in _JOINING for piece, word in zip(pieces, words, strict=True))
    if lone == len(pieces) or max(map(len, pieces)) < _SHORTEST:
        return len(pieces) >= _SHORTEST
    return lone * 3 <= len(pieces) * 2
