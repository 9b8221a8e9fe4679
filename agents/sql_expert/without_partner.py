"""Rows that belong to no group: their own column is empty, or what is looked up from them is not there."""

from __future__ import annotations

from agents.sql_expert.reach import Reach
from core.model import Relationship, SemanticModel
from core.plan import FieldRef


def may_be_null(of: FieldRef, root: str, model: SemanticModel, reach: Reach) -> bool:
    """Whether some row of `root` may have no `of`; a step of the way there that finds nothing for some rows is enough."""
    if model.entity(of.entity).field(of.name).profile.nulls > 0:
        return True
    return any(
        alone and _is_between(start, end, root, of.entity, reach)
        for one in model.relationships
        for start, end, alone in _walked(one)
    )


def _is_between(start: str, end: str, root: str, goal: str, reach: Reach) -> bool:
    """Whether the step, which the root can come to, comes nearer to the goal."""
    before, after = reach.to_one(start, goal), reach.to_one(end, goal)
    return reach.to_one(root, start) is not None and before is not None and after is not None and after < before


def _walked(one: Relationship) -> list[tuple[str, str, int]]:
    """From where to where it is looked up, and how many rows find nothing there."""
    ways = [(one.from_entity, one.to_entity, one.from_null + one.from_unmatched)]
    if one.cardinality == "one_to_one":
        ways.append((one.to_entity, one.from_entity, one.to_unmatched))
    return ways
