"""From where to where a figure goes: “the price range of kitchen goods” is its lowest and its highest."""

from __future__ import annotations

from agents.sql_expert.linking import links_of
from agents.sql_expert.trade.phrasing import saying
from agents.sql_expert.trade.roles import Roles
from core.model import Measure

_OPEN = "[what is|what's|what’s|show|show me|give me] [the|our]"
_RANGE = saying(f"{_OPEN} {{figure}} (range|spread) {{link:of|for|in|by|per|across}} {{what}} {{rest}}")
_ALONE = saying(f"{_OPEN} {{figure}} (range|spread) {{rest}}")
_OF = saying(f"{_OPEN} (range|spread) (of|in|for) [the|our|all] {{figure}} {{rest}}")


def spread(text: str, roles: Roles) -> str:
    found = _RANGE.match(text) or _OF.match(text) or _ALONE.match(text)
    if found is None or roles.knows("range") or roles.knows("spread") or not _is_number(found["figure"], roles):
        return text
    told = found.groupdict()
    link = "by" if told.get("link") == "by" else "of"
    what = f" {link} {told['what']}" if told.get("what") else ""
    return f"lowest and highest {told['figure']}{what}{told['rest']}"


def _is_number(words: str, roles: Roles) -> bool:
    """A column of amounts, though it may be asked which."""
    fields = links_of(words, roles.schema).fields
    return bool(fields) and isinstance(fields[0].field, Measure)
