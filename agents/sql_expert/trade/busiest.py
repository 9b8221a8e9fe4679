"""Who or what has most to do: “our busiest clerk”, “busiest weekday for pickups” are about what happens, not about rows of their own."""

from __future__ import annotations

import re

from agents.sql_expert.ranks import ORDINALS
from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from semantic_layer.vocabulary import word_set

_OPEN = "[who is|who was|which is|what is|which was|what was|show me|which|what|who] [our|the]"
_BUSY = (
    saying(f"{_OPEN} {{how:busiest|most active|hardest working|quietest|least busy|least active}} {{group}} {{rest}}"),
    saying(
        "(which|what) {group} (is|was|are|were) [our|the] {how:busiest|most active|quietest|least busy|least active} {rest}"
    ),
)
_LOW = frozenset({"quietest", "least busy", "least active"})
_DAYS = frozenset({"weekday", "day of the week", "day of week", "week day"})
_PERIODS = word_set("day week month quarter year hour time period season days weeks months quarters years hours times")


_PLACE = re.compile(
    rf"\b(?P<place>{'|'.join(ORDINALS)}) (?=busiest|most active|quietest|least (?:busy|active))", re.IGNORECASE
)


def busiest(text: str, roles: Roles) -> str:
    placed = _PLACE.search(text)
    told = _with_most(_PLACE.sub("", text), roles)
    if told is None:
        return text
    return told if placed is None else re.sub(r" the (?=most|fewest)", f" the {placed['place']} ", told, count=1)


def _with_most(text: str, roles: Roles) -> str | None:
    for pattern in _BUSY:
        found = pattern.match(text)
        event = roles.event
        if found is None or event is None:
            continue
        group, rest = found["group"].lower(), found["rest"]
        rows = event.label
        if rest.lower().startswith(" for ") and roles.is_named(rest[len(" for ") :]):
            rows, rest = rest[len(" for ") :], ""
        most = "fewest" if found["how"].lower() in _LOW else "most"
        if group in _DAYS:
            return f"which day of the week has the {most} {rows}{rest}"
        if group.split()[-1] in _PERIODS or not _has_part_in(group, roles):
            continue
        return f"which {found['group']} has the {most} {rows}{rest}"
    return None


def _has_part_in(group: str, roles: Roles) -> bool:
    """Whether each event is of one such, in a table of their own."""
    table = roles.table(group)
    event = roles.event
    if table is None or event is None or table is event:
        return False
    return roles.schema.reach.to_one(event.name, table.name) is not None
