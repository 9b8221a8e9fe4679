"""Which date is meant where a question names none: that of the nearest event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agents.sql_expert.fields import is_temporal, time_field
from agents.sql_expert.lexemes import FieldLink
from agents.sql_expert.reach import Reach
from core.model import Entity, SemanticModel


def nearest_times(root: str, model: SemanticModel, reach: Reach, first: Sequence[Entity] = ()) -> list[FieldLink]:
    """Default times of `first`, of the root, then of what is looked up from it: the fewest relationships away first."""
    away = {one.name: hops for one in model.entities if (hops := reach.to_one(root, one.name)) is not None}
    others = sorted((one for one in model.entities if one.name in away), key=lambda one: away[one.name])
    found: dict[str, FieldLink] = {}
    for entity in (*_with_times(first, model, reach), *others):
        field = time_field(entity)
        if field is not None:
            link = FieldLink(entity=entity, field=field, score=0.8, evidence="nearest time")
            found.setdefault(entity.name, link)
    return list(found.values())


def _with_times(first: Sequence[Entity], model: SemanticModel, reach: Reach) -> Iterator[Entity]:
    """Each, or where it has no time of its own, the nearest that it is looked up from: lines of orders have the orders'."""
    for entity in first:
        if time_field(entity) is not None:
            yield entity
            continue
        away = [
            (hops, one.name, one)
            for one in model.entities
            if (hops := reach.to_one(entity.name, one.name)) is not None and time_field(one) is not None
        ]
        yield min(away)[2] if away else entity


def nearest_date(root: str, model: SemanticModel, reach: Reach) -> FieldLink | None:
    """Without years that are only numbers."""
    return next((link for link in nearest_times(root, model, reach) if is_temporal(link.field)), None)
