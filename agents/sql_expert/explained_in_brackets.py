"""Words that a bracket behind them tells in the data's own: “endangered (en)”, “catchers (C)”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import Lexeme

_WELL_FOUND = 0.9


def with_brackets_told(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """What stands before a bracket with one value alone, and has no meaning of its own, is that value."""
    told = list(lexemes)
    for at in range(len(told) - 3):
        word, opening, value, closing = told[at : at + 4]
        if opening.text == "(" and closing.text == ")" and _is_value(value) and _says_little(word):
            told[at] = replace(word, kind="filler", score=0.3, entities=(), fields=(), values=())
    return told


def _is_value(lexeme: Lexeme) -> bool:
    return not lexeme.names and any(link.exact for link in lexeme.values)


def _says_little(lexeme: Lexeme) -> bool:
    """Unknown, or only alike to a name or a value."""
    scores = [link.score for links in (lexeme.values, lexeme.fields, lexeme.entities) for link in links]
    return lexeme.kind == "unknown" or (lexeme.kind == "mention" and max(scores, default=0.0) < _WELL_FOUND)
