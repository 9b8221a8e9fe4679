"""The lexemes of a turn as parts, one letter each, so that a kind of change is a shape of few letters."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.turns.said import lexemes_of
from semantic_layer.words import stem

_ADDING = re.compile(
    r"^(?:(?:and|also|plus|with|along with|together with|include|including|add)\b)|\b(?:too|as well|also|in addition)\W*$",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:just|only)\b", re.IGNORECASE)
_SILENT = frozenset(
    {"ask", "be", "have", "preposition", "punctuation", "filler", "clause", "everything", "distinct", "and", "text"}
)
_CODES = {"order": "O", "direction": "D", "superlative": "S", "count": "C", "aggregate": "A", "group": "G", "each": "G"}
_ENDS = {"first": "F", "last": "L"}
_WITHOUT_WORD = frozenset(
    ["include", "including", "ones", "too", "also", "well", "as well", "as", "instead", "add", "leave", "leaves", "left",
     "please", "remain", "remains", "remaining", "drop", "remove", "hide", "skip", "omit", "lose", "delete", "without", "leave out"]
)  # fmt: skip
_OF_EACH_ROW = re.compile(r"\s*\b(?:(?:for|of) )?(?:each|every one|all) of (?:them|these|those)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`codes` has a letter for each of `parts`.

    O an order, D a direction, S a superlative, N a number, C a count, A an aggregate, G a grouping, M a name,
    F and L the first and the last, Y an age, R a turning round, X whatever else.
    """

    text: str
    codes: str
    parts: tuple[Lexeme, ...]
    adding: bool
    only: bool

    def all_of(self, code: str) -> list[Lexeme]:
        return [part for one, part in zip(self.codes, self.parts, strict=True) if one == code]

    def first_of(self, code: str) -> Lexeme | None:
        return next(iter(self.all_of(code)), None)

    def places(self, code: str) -> list[int]:
        return [place for place, one in enumerate(self.codes) if one == code]


def frame_of(text: str, task: Understanding) -> Frame:
    said = text.strip()
    told = [(_code(one), one) for one in lexemes_of(_OF_EACH_ROW.sub("", said), task)]
    told = _names_in_full([(code, one) for code, one in told if code])
    return Frame(
        text=said.casefold(),
        codes="".join(code for code, _ in told),
        parts=tuple(one for _, one in told),
        adding=_ADDING.search(said) is not None,
        only=_ONLY.search(said) is not None,
    )


def _names_in_full(told: list[tuple[str, Lexeme]]) -> list[tuple[str, Lexeme]]:
    """“First and last names” are how rows are named, and no ends of an order."""
    codes = "".join(code for code, _ in told)
    for shape in ("FLM", "LFM", "FM", "LM"):
        place, last = codes.find(shape), codes.find(shape) + len(shape) - 1
        if place >= 0 and stem(told[last][1].text.casefold().split()[-1]) == "name":
            return [*told[:place], ("M", replace(told[last][1], text="names")), *told[last + 1 :]]
    return told


def _code(lexeme: Lexeme) -> str:
    """Empty for what says nothing of its own."""
    word = lexeme.text.casefold()
    if word in _ENDS:
        return _ENDS[word]
    if word in ("age", "ages") and not lexeme.fields:
        return "Y"
    if word in ("order", "rank", "arrange") and not lexeme.names:
        return "O"
    if word in _WITHOUT_WORD and not lexeme.names:
        return ""
    for cue in lexeme.cues:
        if cue.kind in _CODES and not (lexeme.names and cue.kind not in ("order", "direction")):
            return _CODES[cue.kind]
    if lexeme.names:
        return "M"
    if lexeme.number is not None and not lexeme.unit:
        return "N"
    silent = lexeme.kind == "filler" or (bool(lexeme.cues) and all(cue.kind in _SILENT for cue in lexeme.cues))
    return "" if silent and not lexeme.values and lexeme.date is None else "X"
