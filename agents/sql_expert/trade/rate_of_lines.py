"""A rate by what only lines tell: “return rate by category” is returns against lines of orders, as orders have no category."""

from __future__ import annotations

import re

from agents.sql_expert.lexemes import EntityLink, FieldLink
from agents.sql_expert.linking import links_of
from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from core.model import Entity
from semantic_layer.words import plural

_RATE = saying("[what is|what are|show|show me|give me] [the|our] {what} (rate|rates) {rest}")
_GROUP = re.compile(r"^ (?:by|per|for each|of each|for every|in each) (?P<group>\w+(?: \w+)?)\b", re.IGNORECASE)
_SHARED = 2


def rate_of_lines(text: str, roles: Roles) -> str:
    found = _RATE.match(text) if "rate" in text.lower() else None
    by = _GROUP.match(found["rest"]) if found is not None else None
    rows = roles.table(plural(found["what"])) if found is not None else None
    if found is None or by is None or rows is None:
        return text
    group = _home(by["group"], roles)
    lines = _lines(rows, group, roles) if group is not None else None
    return f"ratio of number of {rows.label} to number of {lines.label}{found['rest']}" if lines is not None else text


def _home(words: str, roles: Roles) -> str | None:
    links = links_of(words, roles.schema)
    found: list[EntityLink | FieldLink] = [*links.entities[:1], *links.fields[:1]]
    return max(found, key=lambda one: one.score).entity.name if found else None


def _lines(rows: Entity, group: str, roles: Roles) -> Entity | None:
    """The one table that the rows are of, or that refers to all that they do, and that has such groups.

    None where what is dated has them: then these are counted.
    """
    model, reach = roles.schema.model, roles.schema.reach
    referred = _referred(rows, roles)
    having = [one for one in model.entities if reach.to_one(one.name, group) is not None]
    dated = [one for one in having if one.name in referred and one.default_time is not None]
    among = [
        one
        for one in having
        if one.name != group
        and one.rows > rows.rows
        and (one.name in referred or len(referred & _referred(one, roles)) >= _SHARED)
    ]
    return among[0] if len(among) == 1 and not dated else None


def _referred(entity: Entity, roles: Roles) -> frozenset[str]:
    known = roles.schema.model.relationships
    return frozenset(one.to_entity for one in known if one.from_entity == entity.name)
