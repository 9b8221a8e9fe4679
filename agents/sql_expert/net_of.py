"""What is left of money: “net revenue” is without refunds, “order total excluding shipping fee” without that part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.sql_expert.fields import is_measure
from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from agents.sql_expert.taken_away import is_taken_away
from core.model import Field
from semantic_layer.vocabulary import word_set
from semantic_layer.words import full_words, singular

_TAKEN_IN = r"revenue|revenues|sales|turnover|takings|income"
_NET = re.compile(rf"\bnet (?P<what>{_TAKEN_IN})\b", re.IGNORECASE)
_AFTER = re.compile(
    rf"\b(?P<what>{_TAKEN_IN}) (?:net of|after|less|excluding|excl\.?|without|minus|not counting|adjusted for|after deducting)"
    r" (?:the |all |any )?(?P<back>refunds?(?: amounts?)?|returns?|refunded (?:money|amounts?))\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?P<what>[a-z]+(?: [a-z]+)?) (?:without|excluding|excl\.?|exclusive of|not counting|not including|before|net of|less)"
    r" (?:the |any )?(?P<part>[a-z]+(?: [a-z]+)?)(?=\s*[?.!]*$| (?:by|per|in|for|of)\b)",
    re.IGNORECASE,
)
_BACK = word_set("refund refunded")
_ADDED = word_set("fee tax vat tip shipping freight delivery discount charge commission duty toll surcharge")
_CLEAR = 0.9


def net_of(text: str, schema: Schema) -> str:
    """As one figure minus another; `text` itself where the data has not both, or calls a column net itself."""
    back = _refunded(schema)
    if back is not None and not any("net" in full_words(one.name) for one in _fields(schema)):
        text = _AFTER.sub(lambda found: f"{found['what']} minus {back.label}", text)
        text = _NET.sub(lambda found: f"{found['what']} minus {back.label}", text)
    return _WITHOUT.sub(lambda found: _less(found, schema), text)


def _refunded(schema: Schema) -> Field | None:
    """The one column of what was given back."""
    found = [one for one in _fields(schema) if is_measure(one) and _BACK & {singular(w) for w in full_words(one.name)}]
    return found[0] if len(found) == 1 else None


def _fields(schema: Schema) -> Iterator[Field]:
    return (one for entity in schema.model.entities for one in entity.fields)


def _less(found: re.Match[str], schema: Schema) -> str:
    """A part in the same money of the same rows."""
    for what in (found["what"], found["what"].split()[-1]):
        pair = [
            next(
                (one for one in links_of(said, schema).fields[:1] if one.score >= _CLEAR and is_measure(one.field)),
                None,
            )
            for said in (what, found["part"])
        ]
        whole, part = pair
        if whole is None or part is None or whole.entity is not part.entity or whole.field is part.field:
            continue
        alike = whole.field.unit == part.field.unit
        added = whole.field.unit is not None or bool(_ADDED & {singular(word) for word in full_words(part.field.name)})
        if alike and added and not is_taken_away(part.field):
            return f"{found[0][: len(found['what']) - len(what)]}{what} minus {part.field.label}"
    return found[0]
