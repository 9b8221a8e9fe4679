"""Two rows that are named beside each other: which has more, and how much more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agents.sql_expert.composing import difference
from core.model import SemanticModel
from core.plan import Aggregate, And, Comparison, Condition, In, Or, Plan

Read = Callable[[str], Plan | None]
_SUPERLATIVES = {
    "more": "the most", "fewer": "the fewest", "less": "the least", "higher": "the highest", "lower": "the lowest",
    "larger": "the largest", "bigger": "the largest", "greater": "the highest", "smaller": "the smallest",
    "longer": "the longest", "shorter": "the shortest", "older": "the oldest", "younger": "the youngest",
    "taller": "the tallest", "heavier": "the heaviest", "lighter": "the lightest", "cheaper": "the cheapest",
    "faster": "the fastest", "slower": "the slowest", "earlier": "the earliest", "later": "the latest",
}  # fmt: skip
_MORE = re.compile(rf"\b(?:a |the |an )?({'|'.join(_SUPERLATIVES)})\b(?! than)", re.IGNORECASE)
_EITHER = re.compile(r"\bor\b", re.IGNORECASE)
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
    """`read` understands the question as one about the most of both, or about one of the two."""
    if len(model.entities) != 1:
        return
    yield from _which_has_more(text, read)
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


def _which_has_more(text: str, read: Read) -> Iterator[Plan]:
    """“Which has more rooms, A or B?” is which has the most of both."""
    if len(_MORE.findall(text)) != 1 or len(_EITHER.findall(text)) != 1:
        return
    plan = read(_MORE.sub(lambda found: _SUPERLATIVES[found[1].casefold()], text))
    if plan is not None and plan.order and plan.limit is not None and _is_either(plan.where):
        yield plan


def _is_either(where: Condition | None) -> bool:
    if isinstance(where, And):
        return sum(_is_either(one) for one in where.conditions) == 1
    if isinstance(where, In):
        return len(where.values) == 2 and not where.negated
    if isinstance(where, Or):
        pair = [one for one in where.conditions if isinstance(one, Comparison) and one.operator == "="]
        return len(pair) == len(where.conditions) == 2 and pair[0].left == pair[1].left
    return False
