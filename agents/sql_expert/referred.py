"""A reference and the table it refers to that are called alike: “each room” is a room, by its name."""

from __future__ import annotations

from collections.abc import Sequence

from agents.sql_expert.lexemes import EntityLink, FieldLink, ValueLink
from agents.sql_expert.schema import Schema

_NAMED = 0.9
_FEW = 1


def unreferred(
    links: Sequence[EntityLink | FieldLink | ValueLink], schema: Schema
) -> Sequence[EntityLink | FieldLink | ValueLink]:
    """Without columns that only refer to rows of a table that is named as well, and that has names for its rows."""
    named = {
        link.entity.name for link in links if isinstance(link, EntityLink) and link.score >= _NAMED and _has_names(link)
    }
    return [link for link in links if not (isinstance(link, FieldLink) and _refers_to(link, schema) & named)]


def _has_names(link: EntityLink) -> bool:
    return link.entity.display is not None and link.entity.display not in link.entity.key


def _refers_to(link: FieldLink, schema: Schema) -> set[str]:
    """Tables that the column refers to, each by the only way between the two."""
    place = (link.entity.name, (link.field.name,))
    goals = [
        one.to_entity for one in schema.model.relationships
        if (one.from_entity, one.from_columns) == place and one.to_entity != link.entity.name
    ]  # fmt: skip
    return {goal for goal in goals if _ways(link.entity.name, goal, schema) == _FEW}


def _ways(start: str, goal: str, schema: Schema) -> int:
    return sum((one.from_entity, one.to_entity) == (start, goal) for one in schema.model.relationships)
