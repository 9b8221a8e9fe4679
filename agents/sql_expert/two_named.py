"""Two rows that are named beside each other: how much more one has than the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agents.sql_expert.composing import difference
from core.model import SemanticModel
from core.plan import Aggregate, Plan

Read = Callable[[str], Plan | None]
_HELPERS = r"(?:did|does|do|was|were|are|is|has|have)"
_HOW_MUCH = re.compile(
    rf"^how (?:many|much) (?P<way>more|fewer|less) (?P<what>.+?) {_HELPERS} (?P<one>.+?)(?: (?:have|has|had|get|earn|win|"
    r"score|receive|make|sell|record))? (?:than|compared to|over) (?P<other>.+?)(?: did| have| has)?[?.!\s]*$",
    re.IGNORECASE,
)
_APART = re.compile(
    r"^what (?:is|was) the difference (?:in|of) (?P<what>.+?) (?:between|of) (?P<one>.+?) and (?P<other>.+?)[?.!\s]*$",
    re.IGNORECASE,
)

_SPANS = re.compile(r"\b(?:years?|months?|days?|hours?|time|dates?|ages?)\b", re.IGNORECASE)


def compared_rows(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question about one of the two."""
    if len(model.entities) != 1:
        return
    for pattern in (_HOW_MUCH, _APART):
        matched = pattern.match(text.strip())
        if matched is not None:
            less = (matched.groupdict().get("way") or "").casefold() in ("fewer", "less")
            pair = (matched["other"], matched["one"]) if less else (matched["one"], matched["other"])
            if _SPANS.search(matched["what"]):
                return
            left, right = (read(f"how many {matched['what']} does {name} have") for name in pair)
            plan = difference(left, right) if left is not None and right is not None else None
            if plan is not None and all(_adds_up(one) for one in (left, right)):
                yield plan


def _adds_up(plan: Plan | None) -> bool:
    """A figure of the rows that were named: a sum of a column, not how many values it has."""
    value = plan.measures[0].value if plan is not None and plan.where is not None else None
    return isinstance(value, Aggregate) and value.function in ("sum", "avg")
