"""Groups of three months: "revenue by season", "which season has the most orders"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from agents.sql_expert.named_times import SEASONS
from agents.sql_expert.periods import one_of_months
from core.model import SemanticModel
from core.plan import Assumption, Branch, Case, DatePart, Expression, FieldRef, OutputRef, Plan, PlanDimension, Value
from core.table import NUMERIC_TYPES
from semantic_layer import ValueIndex

Read = Callable[[str], Plan | None]
_BY = re.compile(r"\b(?P<by>by|per|for each|in each|each|every|for every|across) (?:the )?seasons?\b", re.IGNORECASE)
_WHICH = re.compile(
    r"^(?P<lead>in |during )?(?P<which>which|what) (?:season|time of (?:the )?year)(?: of the year)?\b", re.IGNORECASE
)
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_PAIR = re.compile(
    rf"\b(?:(?:in|during|between|for|of) )?(?:the )?(?P<one>{_SEASON})s? (?:and|vs\.?|versus|or|against|compared (?:to|with)) "
    rf"(?:(?:in|during|for|of) )?(?:the )?(?P<other>{_SEASON})s?\b",
    re.IGNORECASE,
)
_NAME = "season"
_NAMES = ("spring", "summer", "autumn", "winter")
_WHY = "Spring is March to May, summer June to August, autumn September to November, winter December to February."


def by_season(text: str, model: SemanticModel, values: ValueIndex, read: Read) -> Iterator[Plan]:
    """`read` understands the question by month. Where the data tells seasons itself, these are meant."""
    pair = _PAIR.search(text)
    if pair is not None and _BY.search(text) is None:
        text = f"{text[: pair.start()]}by season{text[pair.end() :]}"
    by_month = _BY.sub(lambda found: f"{found['by']} month", _WHICH.sub(_which_month, text.strip()))
    if by_month == text.strip() or values.lookup("summer", fuzzy=False):
        return
    plan = read(by_month)
    if plan is None or plan.comparisons or plan.combine is not None or not plan.measures:
        return
    months = [(one, of) for one in plan.dimensions if (of := _month(one, model)) is not None]
    if len(months) != 1:
        return
    if pair is not None:
        names = ("autumn" if name == "fall" else name for name in (pair["one"].lower(), pair["other"].lower()))
        told = one_of_months(tuple(month for name in names for month in _months(name)), months[0][1])
        plan = replace(plan, where=all_of((*parts_of(plan.where), told)))
    yield _with_seasons(plan, *months[0])


def _which_month(found: re.Match[str]) -> str:
    return f"{found['lead'] or ''}{found['which']} month"


def _with_seasons(plan: Plan, month: PlanDimension, of: Expression) -> Plan:
    told = Case(
        branches=tuple(
            Branch(when=one_of_months(_months(name), of), then=Value(value=name, type="text")) for name in _NAMES[:-1]
        ),
        otherwise=Value(value=_NAMES[-1], type="text"),
    )
    season = PlanDimension(name=_NAME, label=_NAME, of=told)
    assumed = Assumption(topic="period", chosen="seasons", why=_WHY)
    dimensions = tuple(season if one is month else one for one in plan.dimensions)
    order = tuple(
        replace(one, by=OutputRef(name=_NAME)) if one.by in (OutputRef(name=month.name), month.of) else one
        for one in (plan.order if plan.limit is not None else ())
    )
    return replace(plan, dimensions=dimensions, order=order, assumptions=(*plan.assumptions, assumed))


def _months(name: str) -> tuple[int, ...]:
    return tuple((SEASONS[name] + step - 1) % 12 + 1 for step in range(3))


def _month(dimension: PlanDimension, model: SemanticModel) -> Expression | None:
    """The month as a number, of a dimension that is one."""
    of = dimension.of
    if dimension.grain == "month" or dimension.part == "month":
        return DatePart(part="month", of=of)
    if not isinstance(of, FieldRef) or dimension.grain is not None or of.name.casefold() != "month":
        return None
    return of if model.entity(of.entity).field(of.name).type in NUMERIC_TYPES else None
