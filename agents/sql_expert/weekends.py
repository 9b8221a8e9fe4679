"""Weekends beside weekdays: "weekend vs weekday sessions", "compare weekends and weekdays in number of orders"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.plan import Branch, Case, Comparison, DatePart, Plan, PlanDimension, Value

Read = Callable[[str], Plan | None]
_DAY, _END = r"(?:week ?days?|working days?|business days?)", r"week ?ends?"
_WITH = r"(?:vs\.?|versus|and|or|compared? (?:to|with)|against|than)"
_BOTH = re.compile(
    rf"(?:\b(?:on|by|for|between|how do|compare|in) )*(?:the )?\b(?:{_END} {_WITH} (?:on )?{_DAY}|{_DAY} {_WITH} (?:on )?{_END})\b"
    r"(?: (?:in|by) (?:terms of )?)?",
    re.IGNORECASE,
)


def weekends_apart(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands what is told by day of the week."""
    matched = _BOTH.search(text)
    if matched is None:
        return
    rest = " ".join(f"{text[: matched.start()]} {text[matched.end() :]}".split()).strip(" ?.!,")
    plan = read(f"{rest} by day of week") or read(f"number of {rest} by day of week")
    days = [one for one in plan.dimensions if one.part == "day_of_week"] if plan is not None else []
    if plan is None or len(days) != 1:
        return
    saturday = Value(value=6, type="integer")
    late = Comparison(left=DatePart(part="day_of_week", of=days[0].of), operator=">=", right=saturday)
    kind = Case(
        branches=(Branch(when=late, then=Value(value="weekend", type="text")),),
        otherwise=Value(value="weekday", type="text"),
    )
    other = PlanDimension(name="kind_of_day", label="kind of day", of=kind)
    dimensions = tuple(other if one is days[0] else one for one in plan.dimensions)
    yield replace(plan, dimensions=dimensions, order=())
