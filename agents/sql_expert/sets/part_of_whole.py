"""Groups that make up more, or less, than a part of the whole: "categories with more than 20% of revenue"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import is_figure
from agents.sql_expert.sets.both_and_not import COUNT
from agents.sql_expert.sets.than_named import counted_groups
from core.model import SemanticModel
from core.plan import (
    Aggregate,
    Arithmetic,
    Comparison,
    ComparisonOperator,
    Order,
    OutputRef,
    Plan,
    ScalarPlan,
    Value,
)

Read = Callable[[str], Plan | None]
_SIDES: dict[str, ComparisonOperator] = {
    "more than": ">", "over": ">", "above": ">", "at least": ">=", "less than": "<", "under": "<", "below": "<",
    "fewer than": "<", "at most": "<=",
}  # fmt: skip
_PART = r"(?P<percent>\d+(?:\.\d+)?) ?(?:%|percent|per cent) of"
_MAKES = (
    r"make up|makes up|made up|account for|accounts for|accounted for|bring in|brings in|brought in|have|has|had|"
    r"generate|generates|generated|contribute|contributes|contributed|represent|represents|represented|with"
)
_MAKE_UP = re.compile(
    r"^(?:(?:which|what|list|show(?: me)?|find|give me) )?(?:the |all |our |any )*(?P<who>[a-z]+(?: [a-z]+){0,2}?)"
    rf"(?: that| which| who)? (?:{_MAKES})(?: for)? (?P<side>{'|'.join(_SIDES)}) {_PART} "
    r"(?:the |our |all (?:the |our )?)*(?P<what>[^?!;:,]+?)[?.!\s]*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    rf"\b(?:than|over|above|below|under|exceeds?|exceeding|at least|at most|up to) {_PART}", re.IGNORECASE
)


def is_part_of_another(text: str) -> bool:
    """“More than 10% of the total”: no row is compared with 10."""
    return _COMPARED.search(text) is not None


def part_of_whole(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the figure of every group."""
    listed = COUNT.sub("which ", text.strip())
    found = _MAKE_UP.match(listed)
    if found is None:
        return
    plan = read(f"{found['what']} by {found['who']}") or read(f"number of {found['what']} by {found['who']}")
    if plan is None or not is_figure(plan) or not plan.dimensions:
        return
    value = plan.measures[0].value
    if not isinstance(value, Aggregate) or value.function not in ("sum", "count", "count_distinct"):
        return
    made = _above_part(plan, _SIDES[found["side"].casefold()], float(found["percent"]) / 100)
    done = made if listed == text.strip() else counted_groups(made, model)
    if done is not None:
        yield done


def _above_part(plan: Plan, operator: ComparisonOperator, part: float) -> Plan:
    measure = plan.measures[0]
    total = ScalarPlan(plan=replace(plan, dimensions=(), order=(), reading=(), assumptions=()))
    bound = Arithmetic(operator="*", left=Value(value=part, type="float"), right=total)
    return replace(
        plan,
        having=Comparison(left=OutputRef(name=measure.name), operator=operator, right=bound),
        order=(Order(by=OutputRef(name=measure.name), descending=True),),
    )
