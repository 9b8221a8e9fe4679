"""The first of each group where it is not said by what: “top 5 products per category” are those that bring in most."""

from __future__ import annotations

import re

from agents.sql_expert.dates import UNITS
from agents.sql_expert.linking import links_of
from agents.sql_expert.several import SEVERAL
from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from semantic_layer.words import singular

_OPEN = "[what are|which are|what is|which is|show|show me|list|give me] [the|our] {end:top|bottom}"
_EACH = "(per|by|in each|for each|of each|in every|for every|each|every) {each} {rest}"
_TOP = (saying(f"{_OPEN} {{most:\\d+}} {{group}} {_EACH}"), saying(f"{_OPEN} {{group}} {_EACH}"))
_BY = re.compile(r"^ (?:by|in terms of|based on) (?P<figure>[\w -]+)$", re.IGNORECASE)


def top_of_each(text: str, roles: Roles) -> str:
    for pattern in _TOP:
        found = pattern.match(text)
        if (
            found is None
            or not roles.has_takings
            or any(roles.is_figure(one) for one in (found["each"], f"{found['each']}{found['rest']}"))
            or _is_counted(found, roles)
            or not _is_sold_by(found["group"], roles)
        ):
            continue
        unit = found["each"].lower() in UNITS
        if not unit and not roles.is_named(found["each"]):
            continue
        by = _BY.match(found["rest"])
        if by is not None:
            figure = by["figure"] if roles.is_figure(by["figure"]) else None
            most = found.groupdict().get("most") or _usual(found["group"])
            return f"{found['end']} {most} {found['group']} by {figure} in each {found['each']}" if figure else text
        most = found.groupdict().get("most") or _usual(found["group"])
        return f"{found['end']} {most} {found['group']} by {roles.figure} in each {found['each']}{found['rest']}"
    return text


def _usual(group: str) -> int:
    word = group.split()[-1].lower()
    return 1 if singular(word) == word else SEVERAL


def _is_counted(found: re.Match[str], roles: Roles) -> bool:
    """“Top customers by sales”, “by reviews”: how many rows each has, where “by category” is for each of them."""
    table = roles.table(found["each"])
    if table is None or not found.string[: found.start("each")].casefold().endswith(" by "):
        return False
    word = found["each"].split()[-1].lower()
    return singular(word) != word or any(one.entity.name == table.name for one in roles.taken)


def _is_sold_by(group: str, roles: Roles) -> bool:
    """Whether sales are of one such each: a table that they refer to, or a column of it."""
    links = links_of(group, roles.schema)
    tables = {one.entity.name for one in links.entities} | {one.entity.name for one in links.fields}
    sales = [one.entity.name for one in roles.taken]
    return any(roles.schema.reach.to_one(one, table) is not None for one in sales for table in tables)
