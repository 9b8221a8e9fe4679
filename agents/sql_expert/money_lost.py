"""What lost money or went over its budget: one column of money held against another, where no profit is told.

"Which films lost money?" are those whose gross is less than their budget, "missions over budget" those whose cost is more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.sql_expert.fields import is_measure, is_metric
from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from core.model import Entity, Field
from core.table import NUMERIC_TYPES
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words

_TAKEN_IN = word_set("gross revenue revenues takings earnings receipts turnover income sales")
_LAID_OUT = word_set("budget cost costs expenses expenditure spending")
_SPENT = word_set("cost costs spent actual spending expenses expenditure")
_PART = word_set("us domestic dvd foreign international video overseas opening weekend home")
_RESULT = word_set("profit loss margin net earning")
_LOST = re.compile(
    r"\b(?:(?:that|who|which) )?(?:lost|lose|loses|losing) money\b"
    r"|\b(?:(?:that|which) )?(?:made|make|makes|making) (?:a|any) loss(?:es)?\b|\b(?:were|was|are|is) (?:a )?flops?\b|\bflopped\b"
    r"|\b(?:did not|didn['’]?t|failed to|never|could not|couldn['’]?t) (?:make|earn|recoup|recover|bring)(?: back)? (?:their|its|the) "
    r"(?:money|budget|costs?)(?: back)?\b",
    re.IGNORECASE,
)
_EARNED = re.compile(
    r"\b(?:(?:that|which) )?(?:made|make|makes) (?:a profit|money)\b|\b(?:were|was|are|is) profitable\b", re.IGNORECASE
)
_OVER = re.compile(
    r"\b(?:(?:that|which) )?(?:(?:went|go|gone|ran|were|was|are|is|came in) )?(?P<way>over|under|above|below)"
    r"(?: their| its| the)? budget\b",
    re.IGNORECASE,
)


_CLEAR = 0.95
_PROFITABLE = re.compile(
    r"\b(?:is|are|was|were) (?:the )?(?P<how>most|least|more|less) profitable\b"
    r"(?=\s*(?:[,:?.!]|$)|\s+(?:in|on|this|last|during|since|among|for)\b)",
    re.IGNORECASE,
)
_HOW = {"most": "the highest", "least": "the lowest", "more": "a higher", "less": "a lower"}


def money_lost(text: str, schema: Schema) -> str:
    """The same question with both columns' names; `text` itself where they are not told apart."""
    if any(
        is_metric(one) or is_measure(one.field) for one in links_of("profit", schema).fields[:1] if one.score >= _CLEAR
    ):
        text = _PROFITABLE.sub(lambda found: f"has {_HOW[found['how'].lower()]} profit", text)
    if "how much" in text.casefold():
        return text  # the difference itself is asked for
    if (profit := _profit(schema)) is not None:
        text = _LOST.sub(f"with {profit} below 0", text)
        return _EARNED.sub(f"with {profit} above 0", text)
    for pattern, sides in ((_LOST, (_TAKEN_IN, _LAID_OUT, "less")), (_EARNED, (_TAKEN_IN, _LAID_OUT, "more"))):
        if (found := pattern.search(text)) is not None and not _tells_result(schema):
            pair = _pair(schema, sides[0], sides[1])
            return _said(text, found, pair, sides[2]) if pair is not None else text
    found = _OVER.search(text)
    if found is None:
        return text
    pair = _pair(schema, _SPENT, frozenset({"budget"}))
    return _said(text, found, pair, "more" if found["way"].lower() in ("over", "above") else "less") if pair else text


def _said(text: str, found: re.Match[str], pair: tuple[Field, Field], way: str) -> str:
    condition = f"where {pair[0].label} is {way} than {pair[1].label}"
    return f"{text[: found.start()].rstrip()} {condition}{text[found.end() :]}"


def _profit(schema: Schema) -> str | None:
    """The one column that tells what was gained."""
    found = [
        one
        for entity in schema.model.entities
        for one in entity.fields
        if one.type in NUMERIC_TYPES
        and full_words(one.name)[-1] in ("profit", "earnings")
        and one.profile.minimum is not None
    ]
    return found[0].label if len(found) == 1 else None


def _tells_result(schema: Schema) -> bool:
    return any(_RESULT & set(full_words(one.name)) for one in _numbers(schema.model.entities))


def _numbers(entities: tuple[Entity, ...]) -> Iterator[Field]:
    return (one for entity in entities for one in entity.fields if one.type in NUMERIC_TYPES)


def _pair(schema: Schema, taken_in: frozenset[str], laid_out: frozenset[str]) -> tuple[Field, Field] | None:
    """One column of each kind in one table; of several that are taken in, the one of the whole world."""
    pairs: list[tuple[Field, Field]] = []
    for entity in schema.model.entities:
        out = [one for one in _numbers((entity,)) if laid_out & set(full_words(one.name))]
        income = [one for one in _numbers((entity,)) if taken_in & set(full_words(one.name)) and one not in out]
        whole = [one for one in income if not _PART & set(full_words(one.name))]
        if len(out) == 1 and (len(income) == 1 or len(whole) == 1):
            pairs.append(((whole or income)[0], out[0]))
    return pairs[0] if len(pairs) == 1 else None
