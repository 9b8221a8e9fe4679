"""Groups of ten years: "films per decade", "the longest film of each decade", "how did ratings change from decade to decade"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.fields import is_year
from core.model import SemanticModel
from core.plan import Bins, DatePart, Expression, FieldRef, Order, OutputRef, Plan, PlanDimension, TopPerGroup

Read = Callable[[str], Plan | None]
_EACH = re.compile(
    r"\b(?:from decade to decade|decade (?:by|after|over) decade|(?:over|across|through|throughout|between) the decades|"
    r"(?P<by>by|per|in each|for each|of each|in every|for every|of every|each|every) decade)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"^(?P<which>which|what) decades?\b", re.IGNORECASE)
_CHANGED = re.compile(
    r"^how (?:has|have|did|does|do) (?P<what>.+?) (?:changed|change|developed|develop|evolved|evolve|varied|vary|moved|differ)\b",
    re.IGNORECASE,
)
_TEN = 10.0
_NAME = "decade"


def by_decade(text: str, model: SemanticModel, read: Read) -> Iterator[Plan]:
    """`read` understands the question by year."""
    by_year = _WHICH.sub(lambda found: f"{found['which']} year", text.strip())
    by_year = _EACH.sub(lambda found: f"{found['by'] or 'by'} year", by_year)
    if by_year == text.strip():
        return
    plan = read(_CHANGED.sub(lambda found: found["what"], by_year))
    if plan is None or plan.comparisons or plan.combine is not None or not plan.measures:
        return
    years = [one for one in plan.dimensions if _year(one, model) is not None]
    if len(years) == 1:
        yield _with_decades(plan, years[0], model)


def _with_decades(plan: Plan, year: PlanDimension, model: SemanticModel) -> Plan:
    of = _year(year, model)
    assert of is not None
    decade = PlanDimension(name=_NAME, label=_NAME, of=of, bins=Bins(width=_TEN))
    renamed = OutputRef(name=year.name)
    order = tuple(replace(one, by=OutputRef(name=_NAME)) if one.by in (renamed, year.of) else one for one in plan.order)
    in_time = (Order(by=OutputRef(name=_NAME)),) if plan.limit is None and len(plan.dimensions) == 1 else order
    return replace(
        plan,
        dimensions=tuple(decade if one is year else one for one in plan.dimensions),
        order=in_time or order,
        top_per_group=_ranked(plan.top_per_group, year.name),
    )


def _ranked(top: TopPerGroup | None, name: str) -> TopPerGroup | None:
    return replace(top, within=tuple(_NAME if one == name else one for one in top.within)) if top is not None else None


def _year(dimension: PlanDimension, model: SemanticModel) -> Expression | None:
    """The year as a number, of a dimension that is one."""
    of = dimension.of
    if dimension.grain == "year" or dimension.part == "year":
        return DatePart(part="year", of=of)
    whole = dimension.grain is None and dimension.part is None and dimension.bins is None
    if whole and isinstance(of, FieldRef) and is_year(model.entity(of.entity).field(of.name)):
        return of
    return None
