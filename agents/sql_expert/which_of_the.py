"""“Which of the customers spent the most” asks for one customer, “which of our products have reviews” for products."""

from __future__ import annotations

import re

from agents.sql_expert.linking import links_of
from agents.sql_expert.schema import Schema
from semantic_layer.words import singular

_WHICH_OF = re.compile(
    r"^(?P<lead>(?:and |so |but )?)(?:which|what|who)(?: ones?)? (?:of|among|out of) (?:all )?(?:the|our|your|my) (?P<rows>[a-z]+)\b"
    r"(?! (?:and|or|of|by|per)\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\b(?:most|least|best|worst|first|last|[a-z]{3,}est)\b", re.IGNORECASE)
_MANY = re.compile(r"^\s*(?:are|were|have|do)\b", re.IGNORECASE)
_NAMED = 0.9


def which_of_the(text: str, schema: Schema) -> str:
    """`text` itself where the noun names nothing."""
    found = _WHICH_OF.match(text)
    if found is None:
        return text
    links = links_of(found["rows"], schema)
    scores = [link.score for link in links.entities[:1]] + [link.score for link in links.fields[:1]]
    if not any(score >= _NAMED for score in scores):
        return text
    behind = text[found.end("rows") :]
    one = _ENDS.search(behind) is not None and _MANY.match(behind) is None
    return f"{found['lead']}which {singular(found['rows']) if one else found['rows']}{behind}"
