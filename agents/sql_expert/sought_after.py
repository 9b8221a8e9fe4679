"""What is most popular is what is asked for most: brands by how often something of them was ordered, not by how many are kept."""

from __future__ import annotations

from collections.abc import Iterator

from agents.sql_expert.draft import Draft
from agents.sql_expert.lexemes import EntityLink, Lexeme
from agents.sql_expert.mainstays import main_event
from agents.sql_expert.schema import Schema
from core.model import Dimension


def sought_after(kind: Lexeme, draft: Draft, schema: Schema) -> Iterator[EntityLink]:
    """The rows of what happens, for a column of what it happens to; nothing where that table is named too."""
    event = main_event(schema.model)
    if event is None or not any("popular" in lexeme.text.casefold() for lexeme, _ in draft.used):
        return
    link = kind.fields[0]
    is_kind = isinstance(link.field, Dimension) and link.field.role == "category" and link.field.type == "text"
    named = {one.entity.name for lexeme, _ in draft.used for one in lexeme.entities if lexeme is not kind}
    if is_kind and link.entity.name not in named and schema.reach.to_one(event.name, link.entity.name) == 1:
        yield EntityLink(entity=event, score=0.8, evidence="what happens")
