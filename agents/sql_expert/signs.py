"""Figures told by their sign or as a share: “in which months was the change negative”, “the share of wood in fuel”, “web’s share”."""

from __future__ import annotations

import re

from agents.sql_expert.fields import is_year
from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from core.table import NUMERIC_TYPES
from semantic_layer import ValueIndex

_SIGN = r"(?P<sign>negative|positive)"
_BEING = re.compile(
    rf"^(?P<lead>(?:in |on )?(?:which|what) [\w-]+|how many [\w-]+) (?:was|were|is|are|had|has|have|saw) (?:the |an? )?"
    rf"(?P<what>.+?) (?:that (?:is|was) )?{_SIGN}(?P<tail>(?: (?:in|during|since)\b[^?]*)?)\W*$",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"\b(?P<lead>with|had|has|have|having|of|saw) (?:an? |the )?{_SIGN} "
    r"(?P<what>[a-z]\w*(?: (?!in\b|by\b|during\b|since\b)[a-z]\w*){0,2})",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"^(?P<lead>(?:what (?:is|was) |show(?: me)? )?(?:the )?)(?:share|proportion|percentage|fraction) of (?:the )?(?P<one>[a-z][\w -]*?) "
    r"(?:in|within|out of) (?:the |total |all )?(?P<other>[a-z][\w -]*?)(?P<tail>(?: (?:by|per|in|over|for|each|since)\b[^?]*)?)\W*$",
    re.IGNORECASE,
)
_OWN_SHARE = re.compile(
    r"^(?P<lead>(?:what (?:is|was) |show(?: me)? )?(?:the )?)(?P<one>[a-z][\w& -]*?)(?:['’]s)? (?:share|proportion|percentage) of "
    r"(?:the |total |all )?(?P<other>[a-z][\w -]*?)(?P<tail>(?: (?:by|per|in|over|for|each|since)\b[^?]*)?)\W*$",
    re.IGNORECASE,
)
_NAMED = 0.85


def figures_told(text: str, schema: Schema, values: ValueIndex) -> str:
    """`text` itself where the words are no columns of numbers: a positive review is one of its kind."""
    found = _BEING.match(text)
    if found is not None and _is_figure(found["what"], schema):
        return f"{found['lead']} had {found['what']} {_side(found)}{found['tail']}"
    found = _SHARE.match(text)
    if found is not None and all(_is_figure(found[side], schema) for side in ("one", "other")):
        return f"{found['lead']}{found['one']} as a share of {found['other']}{found['tail']}"
    found = found or _OWN_SHARE.match(text)
    if found is not None and _is_value(found["one"], values) and not _is_value(found["other"], values):
        return f"{found['lead']}share of {found['other']} from {found['one']}{found['tail']}"
    return _WITH.sub(lambda one: _with(one, schema), text)


def _with(found: re.Match[str], schema: Schema) -> str:
    return f"{found['lead']} {found['what']} {_side(found)}" if _is_figure(found["what"], schema) else found[0]


def _is_value(words: str, values: ValueIndex) -> bool:
    return any(one.how in ("exact", "normalised") for one in values.lookup(words.strip(), fuzzy=False))


def _side(found: re.Match[str]) -> str:
    return "below 0" if found["sign"].lower() == "negative" else "above 0"


def _is_figure(words: str, schema: Schema) -> bool:
    links = links_of(words, schema).fields
    best = links[0] if links else None
    return best is not None and best.score >= _NAMED and best.field.type in NUMERIC_TYPES and not is_year(best.field)
