"""Sheets with one row a day: their rows are days, so “days with snow” are listed and “the most rainy days” are counted."""

from __future__ import annotations

import re

from agents.sql_expert.draft import Draft
from agents.sql_expert.panels import panel_of
from core.model import Entity, Field, SemanticModel
from core.plan import Aggregate, FieldRef, Plan, PlanField, Rows
from core.table import TEMPORAL_TYPES

_MOST_DAYS = 1.7
_UNIT = r"(?P<unit>year|month|quarter|week|weekday|day of the week|season)"
_MANY = r"the (?P<end>most|fewest|least|(?:highest|lowest|largest|smallest) number of)"
_DAYS = r"(?P<kind>(?:[a-z-]+ ){0,2})days\b(?P<rest>[^?]*?)"
_WHICH = re.compile(
    rf"^(?:in )?(?:(?:which|what) (?:is |was )?)?(?:the )?{_UNIT}s? (?:that )?"
    rf"(?:with|had|has|have|saw|did (?:we|it) have|were there) {_MANY} {_DAYS}\W*$",
    re.IGNORECASE,
)


def daily_time(model: SemanticModel) -> tuple[Entity, Field] | None:
    """The only table and its date, where each row is a day of its own and hardly one is missing."""
    panel = panel_of(model.entities[0]) if len(model.entities) == 1 else None
    if panel is None or panel.entity.key != (panel.time.name,) or panel.time.type not in TEMPORAL_TYPES:
        return None
    low, high = panel.time.profile.minimum, panel.time.profile.maximum
    days = getattr(high, "toordinal", int)() - getattr(low, "toordinal", int)()
    return (panel.entity, panel.time) if 0 < days <= _MOST_DAYS * panel.time.profile.distinct else None


def with_days_counted(text: str, model: SemanticModel) -> str:
    """“Which year had the most sunny days”: by how many days there are of each."""
    found = _WHICH.match(text.strip())
    if found is None or daily_time(model) is None:
        return text
    end = "bottom" if found["end"].lower().split()[0] in ("fewest", "least", "lowest", "smallest") else "top"
    return f"number of {found['kind']}days{found['rest']} by {found['unit']}, {end} 1"


def with_days_listed(plan: Plan, draft: Draft, model: SemanticModel) -> Plan:
    """“Days with snow” are their dates, and not how many rows each of them has."""
    daily = daily_time(model)
    asked = any(one.function or one.noun.lexeme is not None for one in draft.targets)
    if daily is None or asked or draft.orders or plan.rows is not None or len(plan.dimensions) != 1:
        return plan
    entity, time = daily
    day, of = plan.dimensions[0], FieldRef(entity=entity.name, name=time.name)
    counts = [measure.value for measure in plan.measures] == [Aggregate(function="count", entity=entity.name)]
    counts = counts or [one.value for one in plan.measures] == [Aggregate(function="count", entity=entity.name, of=of)]
    if day.grain != "day" or day.of != of or not counts or plan.having or plan.where is None:
        return plan
    dates = Rows(fields=(PlanField(name=time.name, label=time.label, of=of),))
    return Plan(entity=entity.name, rows=dates, where=plan.where, limit=plan.limit)
