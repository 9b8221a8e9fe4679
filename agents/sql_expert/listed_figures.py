"""Several figures of the same groups, told one after the other: "number of parts, total stock and average price by category"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agents.sql_expert.composing import all_figures, ends_for_all, is_figure
from core.plan import Plan

Read = Callable[[str], Plan | None]
_LISTED = re.compile(
    r"^(?:(?:show|give|tell|compare|list|report)(?: me)? |what (?:is|are|was|were) |compute |calculate |i (?:want|need) )?(?:the |our )?"
    r"(?P<items>[^?!;:()]+?)"
    r"(?P<tail>(?:,?\s+(?:by|per|for each|in each|of each|for every|each)\b[^?!;:()]*)?)[?.!]*$",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+plus\s+|\s+as well as\s+", re.IGNORECASE)
_FIGURE = re.compile(
    r"^(?:the |their |its |our )?(?:number|count|total|sum|average|avg|mean|median|min|max|minimum|maximum|how many|"
    r"how much|highest|lowest|"
    r"biggest|smallest|longest|shortest|latest|earliest)\b",
    re.IGNORECASE,
)
_THEIR = re.compile(r"^(?:the |their |its |our )", re.IGNORECASE)
_MOST = 5


def listed_figures(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands each figure as a question of its own, over the same groups."""
    found = _LISTED.match(text.strip())
    items = [_THEIR.sub("", one) for one in _JOINT.split(found["items"])] if found is not None else []
    items = [with_noun(one, items[at + 1 :]) for at, one in enumerate(items)]
    if found is None or not 2 <= len(items) <= _MOST or not all(_FIGURE.match(one) for one in items):
        return
    plans = [plan for one in items if (plan := read(f"{one}{found['tail']}")) is not None]
    if len(plans) != len(items) or not all(map(is_figure, plans)):
        return
    if any(ends_for_all(plans[0], plan, items[-1]) for plan in plans[-1:]):
        return
    plan = all_figures(plans)
    if plan is not None:
        yield plan


def with_noun(item: str, behind: list[str]) -> str:
    """“Minimum and maximum order date”: both of that column."""
    told = next((one for one in behind if not _BARE.match(one)), None)
    if told is None or not _BARE.match(item):
        return item
    return f"{item} {_FIGURE.sub('', told).strip()}"


_BARE = re.compile(
    r"^(?:(?:number|count|total|sum)|average|avg|mean|median|min|max|minimum|maximum|highest|lowest|biggest|smallest|longest|"
    r"shortest|latest|earliest)$",
    re.IGNORECASE,
)
