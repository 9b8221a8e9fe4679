"""Rows against a multiple of an average: "more than twice the median price", "over 1.5 times the average of their team".

The comparison with the plain average is read as usual, of all rows or of those of one group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.number_words import ONES
from agents.sql_expert.conjunction import all_of, parts_of
from core.plan import Arithmetic, Comparison, Condition, Plan, ScalarPlan, Value

Read = Callable[[str], Plan | None]
_WORDS = "|".join(word for word in ONES if ONES[word] > 1)
_FACTOR = rf"(?P<factor>twice|double|thrice|triple|half|(?:\d+(?:\.\d+)?|{_WORDS})(?: times|x| ×)|\d+(?:\.\d+)? ?(?:%|percent) of)"
_TIMES = re.compile(
    rf"^(?P<head>.+? (?:than|over|above|below|under|at least|at most|exceeds?|exceeding|exceeded)) (?:the )?{_FACTOR} (?:of )?"
    r"(?P<figure>(?:(?:the|their|its|his|her|our|that|overall|company) ){0,2}(?:[a-z]+ ){0,2}?"
    r"(?:average|avg|mean|median)\b.*)$",
    re.IGNORECASE,
)
_FIXED = {"twice": 2.0, "double": 2.0, "thrice": 3.0, "triple": 3.0, "half": 0.5}


def so_many_times(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the comparison with the plain figure."""
    found = _TIMES.match(text.strip())
    if found is None:
        return
    plan = read(f"{found['head']} {found['figure']}")
    if plan is None:
        return
    factor = _number(found["factor"].lower())
    where, within = (tuple(_scaled(one, factor) for one in parts_of(part)) for part in (plan.where, plan.having))
    compared = [*parts_of(plan.where), *parts_of(plan.having)]
    changed = sum(one != other for one, other in zip((*where, *within), compared, strict=True))
    if changed == 1:
        yield replace(plan, where=all_of(where), having=all_of(within))


def _number(said: str) -> float:
    if said in _FIXED:
        return _FIXED[said]
    word = re.split(r"[ %x×]", said)[0]
    number = float(ONES[word]) if word in ONES else float(re.match(r"[\d.]+", said)[0])  # type: ignore[index]
    return number / 100 if "%" in said or "percent" in said else number


def _scaled(condition: Condition, factor: float) -> Condition:
    if not isinstance(condition, Comparison) or not isinstance(condition.right, ScalarPlan):
        return condition
    times = Value(value=int(factor), type="integer") if factor.is_integer() else Value(value=factor, type="float")
    return replace(condition, right=Arithmetic(operator="*", left=times, right=condition.right))
