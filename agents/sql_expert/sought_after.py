"""What is most popular is what is asked for most: brands by how often something of them was ordered, not by how many are kept."""

from __future__ import annotations

from collections.abc import Iterator

from agents.sql_expert.draft import Draft
from agents.sql_expert.lexemes import EntityLink, Lexeme
from agents.sql_expert.mainstays import main_event
from agents.sql_expert.schema import Schema
from core.model import Dimension, Entity


def sought_after(kind: Lexeme, draft: Draft, schema: Schema) -> Iterator[EntityLink]:
    """The rows of what happens, for a column of what it happens to; nothing where that table is named too."""
    event = main_event(schema.model)
    if event is None or not any("popular" in lexeme.text.casefold() for lexeme, _ in draft.used):
        return
    link = kind.fields[0]
    is_kind = isinstance(link.field, Dimension) and link.field.role == "category" and link.field.type == "text"
    named = {one.entity.name for lexeme, _ in draft.used for one in lexeme.entities if lexeme is not kind}
    told = told_by(event, link.entity, schema)
    if is_kind and link.entity.name not in named and told is not None:
        yield EntityLink(entity=told, score=0.8, evidence="what happens")


def told_by(event: Entity, of: Entity, schema: Schema) -> Entity | None:
    """The table that says what it happened to: its own rows, or their lines (“order lines”, of orders and products)."""
    if of.name == event.name:
        return None
    if schema.reach.to_one(event.name, of.name) == 1:
        return event
    lines = [one for one in lines_of(event.name, schema) if schema.reach.to_one(one.name, of.name) == 1]
    return lines[0] if len(lines) == 1 else None


def lines_of(event: str, schema: Schema) -> list[Entity]:
    """Tables that refer to it and have no date of their own, as lines of orders."""
    return [
        one for one in schema.model.entities if one.default_time is None and schema.reach.to_one(one.name, event) == 1
    ]
