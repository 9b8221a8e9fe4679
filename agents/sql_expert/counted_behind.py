"""Rows told first and counted behind: "customers who never ordered, how many are there?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agents.sql_expert.composing import all_figures
from core.plan import Plan

Read = Callable[[str], Plan | None]
_BEHIND = re.compile(
    r"^(?P<rows>.{4,}?)\s*[,;:?.–—-]*\s+(?:and )?(?:how many(?: (?:are|were) (?:there|they))?(?: of (?:them|those))?"
    r"|(?:just|only) the (?:number|count)(?: of (?:them|those))?|(?:number|count) only)[?.!\s]*$",
    re.IGNORECASE,
)
_AND_FIGURE = re.compile(
    r"^(?P<rows>.{4,}?)\s*[,;:?.–—-]+\s*(?:what (?:is|are|were) |return |show )?(?:the )?(?:how many(?: (?:are|were) there)?|count|number)"
    r"(?: of (?:them|those))?(?:,| and|, and)(?: the| their| what| what is the)* "
    r"(?P<figure>(?:total|average|avg|mean|median|highest|lowest) [\w ]+?)[?.!\s]*$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^(?:which|what|who|list|show(?: me)?|find|give me)\s+(?:are |is )?(?:the |all )?", re.IGNORECASE)


def counted_behind(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the question with its count in front."""
    found = _BEHIND.match(text.strip())
    if found is None:
        yield from _with_figure(text, read)
        return
    rows = _ASKED.sub("", found["rows"]).rstrip(" ,;:?.–—-")
    plan = read(f"how many {rows}")
    if plan is not None and plan.rows is None and len(plan.measures) == 1:
        yield plan


def _with_figure(text: str, read: Read) -> Iterator[Plan]:
    """“Invoices of May: how many and total amount” are both figures of the same rows."""
    found = _AND_FIGURE.match(text.strip())
    if found is None:
        return
    rows = _ASKED.sub("", found["rows"]).rstrip(" ,;:?.–—-")
    counted, other = read(f"how many {rows}"), read(f"{found['figure']} of {rows}")
    both = all_figures((counted, other)) if counted is not None and other is not None else None
    if both is not None and counted is not None and other is not None and counted.where == other.where:
        yield both
