"""Rows of one name are kept apart by their key: two guests called Rosa Smith are two groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from agents.advisor.candidate import Candidate
from core.model import SemanticModel
from core.plan import FieldRef, Plan, PlanDimension


def with_keys(plan: Plan, model: SemanticModel) -> Plan:
    """Groups by the name of what rows refer to are groups by its key as well, which is not shown."""
    grouped = {one.of for one in plan.dimensions}
    keys = [
        key for one in plan.dimensions if (key := key_of(one, plan.entity, model)) is not None and key.of not in grouped
    ]
    return replace(plan, dimensions=(*plan.dimensions, *keys)) if keys else plan


def key_of(dimension: PlanDimension, rows: str, model: SemanticModel) -> PlanDimension | None:
    """None where it is no name of another table's rows, or that has no key of one column."""
    of = dimension.of
    if not isinstance(of, FieldRef) or of.entity == rows or dimension.grain is not None:
        return None
    entity = model.entity(of.entity)
    if of.name != entity.display or len(entity.key) != 1 or of.name in entity.key:
        return None
    key = replace(of, name=entity.key[0])
    return PlanDimension(name=f"{dimension.name}_key", label=f"{entity.label} key", of=key, shown=False)


def all_with_keys(candidates: Iterable[Candidate], model: SemanticModel) -> Iterator[Candidate]:
    return (replace(one, plan=with_keys(one.plan, model)) for one in candidates)
