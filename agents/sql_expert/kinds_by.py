"""“Survivors by class”, “smokers per day”: how many there are of a kind that a column of yes and no tells."""

from __future__ import annotations

import re

from agents.sql_expert.schema import Schema
from agents.sql_expert.states import is_flag
from semantic_layer.words import full_words, singular, stem

_BY = re.compile(
    r"^(?:the |all |our )?(?P<kind>[a-z]+s) (?P<joint>by|per|in each|for each|in every) (?P<rest>.+)$", re.IGNORECASE
)
_SHORTEST = 5


def kinds_by(text: str, schema: Schema) -> str:
    """`text` itself where no such column, or a table, is called so."""
    found = _BY.match(text.strip())
    kind = singular(found["kind"].casefold()) if found is not None else ""
    if found is None or len(kind) < _SHORTEST or not kind.endswith(("er", "or")):
        return text
    if any(kind in {singular(word) for word in full_words(one.name)} for one in schema.model.entities):
        return text
    flags = [
        one for entity in schema.model.entities for one in entity.fields if is_flag(one) and _is_called(one.name, kind)
    ]
    return f"number of {found['kind']} {found['joint']} {found['rest']}" if len(flags) == 1 else text


def _is_called(name: str, kind: str) -> bool:
    """A smoker, or who survived, is a survivor."""
    return any(stem(word) == stem(kind) or word == f"{kind[:-2]}ed" for word in full_words(name))
