"""Rows told first and counted behind: "customers who never ordered, how many are there?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from core.plan import Plan

Read = Callable[[str], Plan | None]
_BEHIND = re.compile(
    r"^(?P<rows>.{4,}?)\s*[,;:?.–—-]*\s+(?:and )?(?:how many(?: (?:are|were) (?:there|they))?(?: of (?:them|those))?"
    r"|(?:just|only) the (?:number|count)(?: of (?:them|those))?|(?:number|count) only)[?.!\s]*$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^(?:which|what|who|list|show(?: me)?|find|give me)\s+(?:are |is )?(?:the |all )?", re.IGNORECASE)


def counted_behind(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the question with its count in front."""
    found = _BEHIND.match(text.strip())
    if found is None:
        return
    rows = _ASKED.sub("", found["rows"]).rstrip(" ,;:?.–—-")
    plan = read(f"how many {rows}")
    if plan is not None and plan.rows is None and len(plan.measures) == 1:
        yield plan
