"""“Full name” where a first and a last name stand in columns of their own: both are asked for."""

from __future__ import annotations

import re

from agents.sql_expert.linking import link_names
from agents.sql_expert.schema import Schema
from agents.sql_expert.tokens import tokenise
from core.model import Entity
from semantic_layer.words import full_words, stem

_FULL = re.compile(
    r"\b(?:full|whole|complete) (?P<name>names?)\b(?!\s*(?:is|are|was|=|contains?|containing|like|starts?|begins?|[\"'“”‘’]))",
    re.IGNORECASE,
)
_FIRST = frozenset({("first", "name"), ("forename",), ("given", "name")})
_LAST = frozenset({("last", "name"), ("surname",), ("family", "name")})
_TABLE = 0.6


def by_both_names(text: str, schema: Schema) -> str:
    """The same question; `text` itself where people have one name, or rows that have one are asked about as well."""
    if not _FULL.search(text) or not any(map(_first_and_last, schema.model.entities)):
        return text
    if any(_named_whole(entity) for entity in schema.model.entities if _is_said(entity, text, schema)):
        return text
    return _FULL.sub(lambda found: f"first {found['name']} and last {found['name']}", text)


def _first_and_last(entity: Entity) -> bool:
    called = [full_words(label) for one in entity.fields for label in (one.name, one.label)]
    return any(one[-2:] in _FIRST or one[-1:] in _FIRST for one in called) and any(
        one[-2:] in _LAST or one[-1:] in _LAST for one in called
    )


def _named_whole(entity: Entity) -> bool:
    """A column is called “name”, “full_name”, or “customer_name” of customers."""
    own = {stem(word) for word in full_words(entity.name)} | {"full"}
    called = (full_words(one.name) for one in entity.fields)
    return any(one[-1:] == ("name",) and {stem(word) for word in one[:-1]} <= own for one in called)


def _is_said(entity: Entity, text: str, schema: Schema) -> bool:
    tokens = tokenise(text)
    links = (link for at in range(len(tokens)) for link in link_names(tokens, at, at + 1, schema).entities)
    return any(link.entity is entity and link.score >= _TABLE for link in links)
