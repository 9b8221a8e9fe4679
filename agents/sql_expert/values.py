"""Phrases of a question → values in the data, as links."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.lexemes import ValueLink
from core.model import SemanticModel
from core.plan import Value
from semantic_layer import ValueIndex


def linked_values(index: ValueIndex, phrases: Sequence[str], model: SemanticModel) -> dict[str, tuple[ValueLink, ...]]:
    found: dict[str, tuple[ValueLink, ...]] = {}
    for phrase, matches in index.lookup_many(phrases).items():
        links: list[ValueLink] = []
        for match in matches:
            entity = model.entity(match.entity)
            field = entity.field(match.field)
            links.append(
                ValueLink(
                    entity=entity,
                    field=field,
                    value=Value(value=match.value, type=field.type),
                    rows=match.rows,
                    score=match.score,
                    exact=match.score >= 0.95,
                )
            )
        if links:
            found[phrase] = tuple(links)
    return found
