"""From where to where a figure goes: “the price range of kitchen goods” is its lowest and its highest."""

from __future__ import annotations

from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles

_RANGE = saying(
    "[what is|what's|what’s|show|show me|give me] [the] {figure} (range|spread) {link:of|for|in|by|per|across} {what} {rest}"
)


def spread(text: str, roles: Roles) -> str:
    found = _RANGE.match(text)
    if found is None or roles.knows("range") or roles.knows("spread") or not roles.is_figure(found["figure"]):
        return text
    link = "by" if found["link"] == "by" else "of"
    return f"lowest and highest {found['figure']} {link} {found['what']}{found['rest']}"
