"""Rows without any of another table that refers to them in two ways: “airports without flights” have none by either."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.draft import Draft
from agents.sql_expert.ways_between import told_way
from core.model import SemanticModel
from core.plan import And, Condition, Exists
from semantic_layer.words import full_words, singular, stem


def by_any_way(linked: Exists, root: str, model: SemanticModel, draft: Draft) -> Condition:
    """`linked` as it is where there is one way, or where a word tells which is meant."""
    ways = [one.name for one in model.relationships if (one.from_entity, one.to_entity) == (linked.entity, root)]
    if len(ways) < 2 or linked.via:
        return linked
    tables = {singular(word) for entity in (linked.entity, root) for word in full_words(entity)}
    said = [word for lexeme, _ in draft.used for word in full_words(lexeme.text) if singular(word) not in tables]
    names = [frozenset(full_words(one)) for one in ways]
    common = frozenset.intersection(*names)
    told = {stem(word) for word in said}
    if any({stem(word) for word in name - common} & told for name in names) or told_way(names, said):
        return linked
    return And(conditions=tuple(replace(linked, via=(way,)) for way in ways))
