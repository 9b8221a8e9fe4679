"""“Revenue with and without a discount code”: one figure for each of the two, beside each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.sets.among import own_parts
from core.plan import Branch, Case, Plan, PlanDimension, Value

Read = Callable[[str], Plan | None]
_JOINED = r"(?:and|or|vs\.?|versus|compared to|compared with|against|than)"
_BOTH = re.compile(
    rf"\b(?:(?P<first>with|having|that have|who have) {_JOINED} without|without {_JOINED} (?:with|having)) (?:an? |any )?"
    r"(?P<what>[a-z][\w'-]*(?: (?!by\b|in\b|per\b|for\b|from\b|on\b|during\b|since\b|each\b)[\w'-]+){0,3})",
    re.IGNORECASE,
)


def with_and_without(text: str, read: Read, keep: Callable[..., None]) -> Iterator[Plan]:
    """`read` understands the figure of those with it, and of those without; `keep` is told which readings a plan is made of."""
    found = _BOTH.search(text)
    if found is None:
        return
    before, after, what = text[: found.start()], text[found.end() :], found["what"]
    having, lacking = (read(f"{before}{word} {what}{after}") for word in ("with", "without"))
    plan = _apart(having, lacking, what) if having is not None and lacking is not None else None
    if plan is not None:
        keep(having, lacking)
        yield plan


def _apart(having: Plan, lacking: Plan, what: str) -> Plan | None:
    """The figures of all, by whether the condition is met that the first has alone."""
    if having.rows is not None or having.measures != lacking.measures or having.dimensions != lacking.dimensions:
        return None
    own, other = own_parts(having, lacking), own_parts(lacking, having)
    met = all_of(own)
    if met is None or not other or having.entity != lacking.entity or having.having is not None:
        return None
    told = Case(
        branches=(Branch(when=met, then=Value(value=f"with {what}", type="text")),),
        otherwise=Value(value=f"without {what}", type="text"),
    )
    group = PlanDimension(name="group", label=f"with or without {what}", of=told)
    shared = tuple(one for one in parts_of(having.where) if one not in own)
    return replace(
        having, dimensions=(group, *having.dimensions), where=all_of(shared), order=(), reading=(), assumptions=()
    )
