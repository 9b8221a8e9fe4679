"""Whose date a period is about: “no sales in June” of the lines, “reviewed by firms in May” of the reviews."""

from __future__ import annotations

from agents.sql_expert.bridging import reaches_both
from agents.sql_expert.draft import Draft, Filter
from agents.sql_expert.fields import is_identifier, is_measure, is_temporal
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.located import never_missing
from agents.sql_expert.reach import Reach
from agents.sql_expert.settling import Settled
from core.model import Entity, SemanticModel


def tells_rows(link: FieldLink, root: str, reach: Reach) -> bool:
    """“Products with no sales in June”: no lines then, each of which has an amount."""
    told = is_identifier(link.field) or (is_measure(link.field) and never_missing(link))
    return told and reach.to_one(root, link.entity.name) is None


def told_before(found: Filter, root: str, draft: Draft, settled: Settled, reach: Reach) -> Entity | None:
    """“No sales in June”: then, there are none of the rows that have the sales."""
    place = next((at for at, one in enumerate(draft.filters) if one is found), 0)
    before = draft.filters[place - 1] if place else None
    link = settled.choices.get(("filter", place - 1))
    if before is None or before.operator != "exists" or not isinstance(link, FieldLink):
        return None
    return link.entity if tells_rows(link, root, reach) else None


def event_of(owner: Entity, root: str, settled: Settled, model: SemanticModel, reach: Reach) -> Entity:
    """“Products reviewed by corporate customers in 2025” were reviewed then; when the customers began is not told."""
    host = reaches_both(settled.entities, root, owner.name, reach)
    event = model.entity(host) if host is not None else None
    return event if event is not None and event.default_time is not None else owner


def counted_time(draft: Draft, settled: Settled) -> FieldLink | None:
    """“Hires in 2023” have that date of hire."""
    counted = [place for place, target in enumerate(draft.targets) if target.function == "count" or draft.groups]
    links = [settled.choices.get(("target", place)) for place in counted]
    return next((one for one in links if isinstance(one, FieldLink) and is_temporal(one.field)), None)


def grouped_time(draft: Draft, settled: Settled) -> FieldLink | None:
    """“Jobs picked up each month of 2024” were picked up in that year."""
    links = [settled.choices.get(("group", at)) for at, group in enumerate(draft.groups) if group.grain]
    return next((one for one in links if isinstance(one, FieldLink) and is_temporal(one.field)), None)
