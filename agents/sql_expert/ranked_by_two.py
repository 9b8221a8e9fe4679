"""Groups ranked by one figure and then by another: "the top 5 products by number of orders and average amount"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import all_figures, ends_for_all, is_figure
from core.plan import Limit, Order, OutputRef, Plan
from semantic_layer.words import singular

Read = Callable[[str], Plan | None]
_FIGURE = r"(?:the )?(?:number|count|total|sum|average|avg|mean|median|max|maximum|min|minimum|highest|lowest)\b"
_RANKED = re.compile(
    r"^(?:(?:what|which|who)(?: are| were| is)?|show(?: me)?|list|return|give me|find)?\s*(?:the )?(?P<end>top|bottom) (?P<most>\d+) "
    rf"(?P<group>[\w-]+(?: [\w-]+){{0,2}}?) by (?P<one>{_FIGURE}[^,?.;]+?),? and (?:then )?(?:by )?(?P<other>{_FIGURE}[^,?.;]+?)"
    r"(?P<tail>(?:,?\s+(?:in|during|since|over|between|for) (?:the )?"
    r"(?:last|past|previous|this|year|\d{4}|q[1-4]|[a-z]+ \d{4})\b[^?.;]*)?)[?.!\s]*$",
    re.IGNORECASE,
)  # fmt: skip


def ranked_by_two(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands each figure by group."""
    found = _RANKED.match(text.strip())
    if found is None:
        return
    group = _one(found["group"])
    plans: list[Plan] = []
    for figure in (found["one"], found["other"]):
        plan = _read(figure, group, found["tail"], read)
        if plan is None:
            return
        plans.append(plan)
    both = None if ends_for_all(plans[0], plans[1], found["other"]) else all_figures(plans)
    if both is not None and both.dimensions:
        down = found["end"].casefold() == "top"
        order = tuple(Order(by=OutputRef(name=one.name), descending=down) for one in both.measures)
        yield replace(both, order=order, limit=Limit(count=int(found["most"]), ties="cut"))


def _read(figure: str, group: str, tail: str, read: Read) -> Plan | None:
    """“Average amount per order” of groups is that of their orders."""
    for words in (figure, re.sub(r"\s+per\s+\w+$", "", figure, flags=re.IGNORECASE)):
        plan = read(f"{words} by {group}{tail}")
        if plan is not None and is_figure(plan) and len([one for one in plan.dimensions if one.shown]) == 1:
            return plan
    return None


def _one(group: str) -> str:
    *before, last = group.split()
    return " ".join([*before, singular(last)])
