"""Periods that come to more than one does on average: "months with above-average revenue", "days with more orders than average"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.composing import is_figure
from agents.sql_expert.periods import start_of
from core.plan import (
    Aggregate,
    Comparison,
    MeasureArithmetic,
    MeasureExpression,
    OutputRef,
    Plan,
    PlanDimension,
    PlanMeasure,
    ScalarPlan,
)

Read = Callable[[str], Plan | None]
_LEAD = (
    r"^(?:in |on )?(?:(?:which|what|list|show(?: me)?|find) )?(?:the |all )?(?P<unit>day|week|month|quarter|year)s? "
)
_HAVING = r"(?:(?:that |which )?(?:with|had|have|has|having|saw)|where|when|in which|on which|did we have|was|were) (?:an? |the |our )?"
_MEAN = (
    r"(?:the |their |its |an? )?(?:(?:daily|weekly|monthly|quarterly|yearly|annual|overall|typical) )?(?:average|mean)"
    r"(?: (?:day|week|month|quarter|year))?(?: of all(?: \w+)?)?"
)
_TAIL = r"(?P<tail>(?: (?:in|during|since|of) (?:the )?(?:\w+ )?(?:\d{4}|last year|this year))?)\W*$"
_PATTERNS = tuple(
    re.compile(_LEAD + _HAVING + pattern + _TAIL, re.IGNORECASE)
    for pattern in (
        r"(?P<side>above|below)[- ]average (?P<what>[^?]+?)",
        r"(?P<side>more|fewer|higher|lower|less|larger|bigger|smaller) (?P<what>[^?]+?) than " + _MEAN,
        r"(?P<what>[^?]+?) (?:was |were |is |are )?(?:that (?:was|is) )?"
        r"(?P<side>above|over|more than|higher than|greater than|below|under|less than|lower than) " + _MEAN,
    )
)
_LESS = ("below", "fewer", "lower", "less", "smaller", "under", "less than", "lower than")
_SAID = re.compile(r"^(?:total|average|number|count|sum|median)\b", re.IGNORECASE)


def typical_periods(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the figure of each period."""
    found = next((one for pattern in _PATTERNS if (one := pattern.match(text.strip()))), None)
    if found is None:
        return
    what, unit = found["what"].strip(), found["unit"].lower()
    for figure in (what,) if _SAID.match(what) else (f"total {what}", f"number of {what}", f"average {what}"):
        plan = read(f"{figure} by {unit}{found['tail']}")
        made = _against_typical(plan, less=found["side"].lower() in _LESS) if plan is not None else None
        if made is not None:
            yield made
            return


def _against_typical(plan: Plan, *, less: bool) -> Plan | None:
    if not is_figure(plan) or len(plan.dimensions) != 1 or not plan.dimensions[0].grain:
        return None
    value = plan.measures[0].value
    typical = _typical(value, plan.dimensions[0]) if isinstance(value, Aggregate) else None
    if typical is None:
        return None
    inner = Plan(
        entity=plan.entity, measures=(PlanMeasure(name="average", label="average", value=typical),), where=plan.where
    )
    own = OutputRef(name=plan.measures[0].name)
    return replace(plan, having=Comparison(left=own, operator="<" if less else ">", right=ScalarPlan(plan=inner)))


def _typical(value: Aggregate, period: PlanDimension) -> MeasureExpression | None:
    """What all come to, divided by how many periods have any rows."""
    if value.function == "avg":
        return value
    if value.function not in ("sum", "count") or value.where is not None:
        return None
    periods = Aggregate(function="count_distinct", entity=value.entity, of=start_of(period))
    return MeasureArithmetic(operator="/", left=value, right=periods)
