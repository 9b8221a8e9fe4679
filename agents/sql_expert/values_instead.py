"""Words that name a column of one table and are a value of another: “women”, counted in `lifeboats` and told apart in `passengers`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.candidates import Readings
from agents.sql_expert.lexemes import Lexeme, ValueLink

_CLEAR = 0.9


def values_instead(lexemes: Sequence[Lexeme]) -> list[Lexeme] | None:
    """The same words, those read as values; None where there are none such."""
    read = [
        replace(one, entities=(), fields=(), values=elsewhere) if (elsewhere := _elsewhere(one)) else one
        for one in lexemes
    ]
    return read if read != list(lexemes) else None


def _elsewhere(lexeme: Lexeme) -> tuple[ValueLink, ...]:
    named = {link.entity.name for link in lexeme.entities} | {link.entity.name for link in lexeme.fields}
    found = tuple(link for link in lexeme.values if link.entity.name not in named and link.score >= _CLEAR)
    return found if named else ()


def likelier(readings: Readings, others: Readings) -> Readings:
    """Those of which the best is likelier; readings by names, where neither is."""
    best, other = (one.candidates[0].confidence if one.candidates else -1.0 for one in (readings, others))
    return others if other > best else readings
