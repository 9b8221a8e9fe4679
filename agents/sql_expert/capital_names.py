"""Names of several words that one value begins with: “San Francisco” of San Francisco Intl."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.lexemes import ValueLink
from agents.sql_expert.tokens import Token
from agents.sql_expert.values import Links, close_values
from core.model import SemanticModel
from semantic_layer import ValueIndex

_MOST = 3
_SCORE = 0.9


def capital_names(
    index: ValueIndex, text: str, tokens: Sequence[Token], known: Links, model: SemanticModel
) -> dict[str, tuple[ValueLink, ...]]:
    """For words with capitals that stand side by side and are no value as a whole."""
    found: dict[str, tuple[ValueLink, ...]] = {}
    for name in _runs(text, tokens):
        if known.get(name):
            continue
        links = close_values(index, [name], model, parts=True).get(name, ())
        begun = [one for one in links if str(one.value.value).casefold().startswith(f"{name.casefold()} ")]
        if begun and len({one.value.value for one in begun}) == 1:
            found[name] = tuple(replace(one, score=max(one.score, _SCORE)) for one in begun)
    return found


def _runs(text: str, tokens: Sequence[Token]) -> list[str]:
    """Two or three words with capitals, the first word of the question apart, which has one in any case."""
    capital = [at > 0 and one.kind == "word" and one.text[:1].isupper() for at, one in enumerate(tokens)]
    runs: list[str] = []
    at = 0
    while at < len(tokens):
        last = at
        while last < len(tokens) and capital[last]:
            last += 1
        if 2 <= last - at <= _MOST:
            runs.append(text[tokens[at].start : tokens[last - 1].end])
        at = last + 1
    return runs
