"""Whose one row is the biggest: “who placed the largest order” is about the orders' own amounts, not the sums of customers."""

from __future__ import annotations

import re

from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from core.model import Entity
from semantic_layer.words import singular

_SIZE = "{how:biggest|largest|highest|most expensive|smallest|lowest|cheapest}"
_DID = "(placed|made|had|has|took|gave|paid|booked|bought|sent|submitted|filed|closed|signed)"
_WHO = saying(f"who {_DID} the [single] {_SIZE} [single] {{row}} [ever|so far|of all time] {{rest}}")
_WHICH = saying(f"(which|what) {{who}} {_DID} the [single] {_SIZE} [single] {{row}} [ever|so far|of all time] {{rest}}")
_OF = saying(
    f"[what is|who is|which is|show|list] [the] {{who}} of the [single] {{row}} with the {_SIZE} {{figure}} {{rest}}"
)
_LOW = frozenset({"smallest", "lowest", "cheapest"})


def of_the_biggest(text: str, roles: Roles) -> str:
    found = _OF.match(text)
    if found is not None:
        return _told(found, found["who"], found["figure"], roles) or text
    found = _WHICH.match(text) or _WHO.match(text)
    row = roles.table(found["row"]) if found is not None else None
    if found is None or row is None:
        return text
    amounts = [one.field.label for one in roles.taken if one.entity is row]
    who = found.groupdict().get("who") or _person_of(row, roles)
    return (_told(found, who, amounts[0], roles) if amounts and who is not None else None) or text


def _told(found: re.Match[str], who: str, figure: str, roles: Roles) -> str | None:
    """None where it is not told by another table that each row refers to one row of."""
    row, other = roles.table(found["row"]), roles.table(who)
    if row is None or other is None or other is row or roles.schema.reach.to_one(row.name, other.name) is None:
        return None
    end = "lowest" if found["how"].lower() in _LOW else "highest"
    return (
        f"the {singular(other.label)} and {figure} of the {singular(row.label)} with the {end} {figure}{found['rest']}"
    )


def _person_of(row: Entity, roles: Roles) -> str | None:
    near = [one.label for one in roles.persons if roles.schema.reach.to_one(row.name, one.name) == 1]
    return near[0] if len(near) == 1 else None
