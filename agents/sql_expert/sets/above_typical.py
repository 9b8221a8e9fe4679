"""Groups that come to more than the average group: "stores with above-average revenue", "clients whose total spend is above average".

The figure is read by group as usual; what it is compared with is what all come to, divided by how many groups there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.model import SemanticModel
from core.plan import (
    Aggregate,
    Comparison,
    FieldRef,
    IsNull,
    MeasureArithmetic,
    MeasureExpression,
    Order,
    OutputRef,
    Plan,
    PlanMeasure,
    ScalarPlan,
)

Read = Callable[[str], Plan | None]
_ASKED = r"^(?:(?:which|what|list|show(?: me)?|find|give me|name) )?(?:the |all |our )*(?P<groups>[a-z]+(?: [a-z]+)?)"
_ABOVE = r"(?:(?P<above>above|over|more than|higher than|greater than|exceeds?|exceeding)|(?:below|under|less than|lower than))"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_ASKED} (?:with|having|that have|which have|who have|have|has) (?:an? )?(?:(?P<above>above)|below)[- ]average"
        r" (?P<what>(?:total )?[a-z]+(?: [a-z]+){0,2})[?.!\s]*$",
        rf"{_ASKED} (?:whose|where(?: the)?|for which(?: the)?) (?P<what>(?:total|overall|combined) [a-z]+(?: [a-z]+){{0,2}}?) "
        rf"(?:is |are |was |were )?{_ABOVE} (?:the )?(?:average|mean)(?: (?P=groups)| (?P=what)| of all.*)?[?.!\s]*$",
    )
)
_MANY = 0.5


def above_typical(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the figure by group."""
    for pattern in _PATTERNS:
        found = pattern.match(text.strip())
        plan = read(f"{found['what']} by {found['groups']}") if found is not None else None
        made = against_typical(plan, model, above=found["above"] is not None) if plan is not None and found else None
        if made is not None:
            yield made


def against_typical(plan: Plan, model: SemanticModel, *, above: bool) -> Plan | None:
    """The groups that come to more, or less, than a group does on average."""
    value = plan.measures[0].value if len(plan.measures) == 1 else None
    told = [one.of for one in plan.dimensions if one.shown and not one.grain and not one.part and not one.bins]
    if not isinstance(value, Aggregate) or len(told) != 1 or not isinstance(told[0], FieldRef):
        return None
    if (
        plan.having is not None
        or plan.limit is not None
        or plan.where is not None
        or not _is_shared(told[0], plan, model)
    ):
        return None
    keys = [one.of for one in plan.dimensions if not one.shown] or told
    typical = _typical(value, plan, keys[0]) if len(keys) == 1 and isinstance(keys[0], FieldRef) else None
    if typical is None:
        return None
    name = plan.measures[0].name
    whole = Plan(entity=plan.entity, measures=(PlanMeasure(name="average", label="average", value=typical),))
    having = Comparison(left=OutputRef(name=name), operator=">" if above else "<", right=ScalarPlan(plan=whole))
    order = (Order(by=OutputRef(name=name), descending=above),)
    return replace(plan, where=IsNull(of=told[0], negated=True), having=having, order=order)


def _is_shared(group: FieldRef, plan: Plan, model: SemanticModel) -> bool:
    """Whether each group has many rows: an employee's salary is no figure of a group."""
    entity = model.entity(plan.entity)
    if group.entity != plan.entity:
        return True
    return 0 < entity.field(group.name).profile.distinct <= _MANY * entity.rows


def _typical(value: Aggregate, plan: Plan, key: FieldRef) -> MeasureExpression | None:
    if value.function == "avg":
        return value
    if value.function not in ("sum", "count"):
        return None
    known = IsNull(of=key, negated=True)
    groups = Aggregate(function="count_distinct", entity=plan.entity, of=key)
    return MeasureArithmetic(operator="/", left=replace(value, where=known), right=groups)
