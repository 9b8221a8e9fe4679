"""Rows of which one date came so long after another: “delivered more than 3 days after the promised date”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.time_spans import spans_between
from core.model import SemanticModel
from core.plan import Comparison, ComparisonOperator, DateDifference, Grain, Plan, Value

Read = Callable[[str], Plan | None]
_UNITS: dict[str, Grain] = {
    name: unit for unit in ("day", "hour", "week", "month", "year") for name in (unit, f"{unit}s")
}
_OPERATORS: dict[str, ComparisonOperator] = {
    "more than": ">", "over": ">", "longer than": ">", "less than": "<", "under": "<", "within": "<=", "at least": ">=",
    "at most": "<=", "up to": "<=", "exactly": "=", "": "=",
}  # fmt: skip
_AFTER = re.compile(
    r"(?:(?:that|which|who) )?(?:(?:was|were|is|are|got|have been|has been) )?(?P<end>\w+(?:ed|t|d|n)) (?:\w+ly )?"
    rf"(?P<how>{'|'.join(filter(None, _OPERATORS))}|) ?(?P<count>\d+) (?P<unit>{'|'.join(_UNITS)}) (?:or more )?"
    r"(?P<side>after|before|later than|earlier than|past|ahead of|of|from) (?:(?:the|its|their|being|it was|they were) )*"
    r"(?P<start>[\w-]+(?: [\w-]+){0,2}?)(?P<rest>(?:,| (?:in|by|per|for|during|and|to|from|with|last|this|on)\b)[^?]*|)[?.!]*$",
    re.IGNORECASE,
)
_BEFORE = ("before", "earlier than", "ahead of")
_NO_START = re.compile(r"^(?:today|now|yesterday|that|it|them)$", re.IGNORECASE)


def so_long_after(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question without the words about the two dates."""
    found = _AFTER.search(text.strip())
    if found is None or _NO_START.match(found["start"]):
        return
    first, last = found["start"], found["end"]
    if found["side"].lower() in _BEFORE:
        first, last = last, first
    rest = " ".join(f"{text.strip()[: found.start()]} {found['rest']}".split())
    unit, count = _UNITS[found["unit"].lower()], int(found["count"])
    for span in spans_between(first, last, model):
        plan = read(rest)
        if plan is not None and plan.entity == span.entity.name and plan.combine is None:
            length = DateDifference(unit=unit, start=span.start, end=span.end)
            value = Value(value=count, type="integer")
            late = Comparison(left=length, operator=_OPERATORS[found["how"].lower()], right=value)
            yield replace(plan, where=all_of((*parts_of(plan.where), late)))
