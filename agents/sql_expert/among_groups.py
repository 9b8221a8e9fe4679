"""Figures of groups that have enough rows: "for agents with at least 15 policies, what is the cancellation rate?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

from agents.sql_expert.composing import is_figure
from agents.sql_expert.fields import free_name
from core.plan import Aggregate, Comparison, ComparisonOperator, OutputRef, Plan, PlanMeasure, Value
from semantic_layer.words import singular

Read = Callable[[str], Plan | None]
_SIGNS = {
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "a minimum of": ">=", "more than": ">", "over": ">", "above": ">",
    "fewer than": "<", "less than": "<", "under": "<", "at most": "<=", "no more than": "<=",
}  # fmt: skip
_GROUP = r"(?P<group>[\w-]+(?: [\w-]+)?)"
_ENOUGH = (
    rf"(?:with|having|that have|who have|that had|who had) (?P<sign>{'|'.join(_SIGNS)}) (?P<count>\d+) (?:total )?"
    r"(?P<rows>[\w-]+(?: [\w-]+){0,2}?)"
)
_FIRST = re.compile(
    rf"^(?:for|among|of) (?:the |all |each |every )?{_GROUP} {_ENOUGH}\s*,\s*(?P<figure>.+?)[?.!\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_BESIDE = re.compile(
    rf"^(?:(?:which|list|show|return|find|give me) )?(?:the |all )?{_GROUP} {_ENOUGH},? (?:and|with|plus|along with) (?:their|its|the) "
    r"(?P<figure>.+?)[?.!\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_OPEN = re.compile(
    r"^(?:what(?:'s|’s| is| are| was| were)|show(?: me)?|return|give(?: me)?|calculate|compute|find|list)\s+",
    re.IGNORECASE,
)
_THEIR = re.compile(r"^(?:the|their|its|each one's)\s+", re.IGNORECASE)
_RETURNED = re.compile(
    r"[?.!;]\s*(?:please )?(?:return|show|give|list|include|output|display)\s+(?P<items>[^?.!;]+?)"
    r"(?:,?\s*(?:(?:and )?(?:order|sort|rank)ed?(?: it| them)?(?: by [\w ]+?)?)?\s*(?:from |in )?(?:the )?"
    r"(?P<how>lowest|highest|smallest|largest|ascending|descending)(?: to \w+| first| order)?[\w ]*)?[?.!\s]*$",
    re.IGNORECASE,
)


def among_groups(text: str, read: Read) -> Iterator[Plan]:
    """`read` understands the figure of each group, and how many rows each has."""
    plain = text.strip()
    returned = _RETURNED.search(plain)
    asked = plain[: returned.start()] if returned else plain
    found = _FIRST.match(asked) or _BESIDE.match(asked)
    if found is None:
        return
    group = _one(found["group"])
    figure = _THEIR.sub("", _OPEN.sub("", found["figure"]))
    plan = read(f"{figure} by {group}") or read(f"{figure} for each {group}")
    counted = read(f"number of {found['rows']} by {group}")
    if (
        plan is None
        or counted is None
        or not is_figure(plan)
        or not is_figure(counted)
        or not _are_of_one(plan, counted)
    ):
        return
    yield _kept(plan, counted, found, returned["how"] if returned else None)


def _are_of_one(plan: Plan, counted: Plan) -> bool:
    """The same groups of the same rows."""
    value = counted.measures[0].value
    same = [one.of for one in plan.dimensions] == [
        one.of for one in counted.dimensions
    ] and plan.entity == counted.entity
    return (
        same
        and bool(plan.dimensions)
        and isinstance(value, Aggregate)
        and value.function == "count"
        and not counted.where
    )


def _kept(plan: Plan, counted: Plan, found: re.Match[str], how: str | None) -> Plan:
    names = [*(one.name for one in plan.dimensions), *(one.name for one in plan.measures)]
    own = counted.measures[0]
    rows: PlanMeasure = replace(own, name=free_name(own.name, names), shown=False)
    sign = cast(ComparisonOperator, _SIGNS[found["sign"].casefold()])
    enough = Comparison(
        left=OutputRef(name=rows.name), operator=sign, right=Value(value=int(found["count"]), type="integer")
    )
    order = plan.order
    if how is not None and order:
        down = how.casefold() in ("highest", "largest", "descending")
        order = (replace(order[0], by=OutputRef(name=plan.measures[0].name), descending=down), *order[1:])
    return replace(plan, measures=(*plan.measures, rows), having=enough, order=order)


def _one(group: str) -> str:
    *before, last = group.split()
    return " ".join([*before, singular(last)])
