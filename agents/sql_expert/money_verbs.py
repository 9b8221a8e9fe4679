"""Verbs of money before a figure: “paid more than 500” is about an amount, though “paid” is a word for a day or a table too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.qualities import VERBS
from agents.sql_expert.reader import is_numeric
from agents.sql_expert.vocabulary import CueKind

_COMPARED: tuple[CueKind, ...] = ("comparison", "comparative", "between")


def about_amounts(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The same lexemes, of which such a verb names nothing."""
    return [
        replace(one, kind="filler", entities=(), fields=(), values=()) if _is_before_figure(lexemes, at) else one
        for at, one in enumerate(lexemes)
    ]


def _is_before_figure(lexemes: Sequence[Lexeme], at: int) -> bool:
    lexeme = lexemes[at]
    measured = VERBS.get(lexeme.text.casefold())
    if measured is None or not measured.money or not lexeme.names or is_numeric(lexeme):
        return False
    behind = [
        (place, one)
        for place, one in enumerate(lexemes[at + 1 : at + 5], start=at + 1)
        if one.cue("preposition") is None and one.kind != "filler"
    ]
    if len(behind) < 2 or not any(behind[0][1].cue(kind) is not None for kind in _COMPARED):
        return False
    place, number = behind[1]
    counted = any(one.names for one in lexemes[place + 1 : place + 2])
    return number.kind == "number" and not counted
