"""Which tables say more about the rows of one: what its references lead to."""

from __future__ import annotations

from core.model import SemanticModel


def looked_up(start: str, model: SemanticModel) -> frozenset[str]:
    """Entities of which each row of `start` has at most one, however many links away."""
    reached, open_ends = {start}, [start]
    while open_ends:
        place = open_ends.pop()
        for one in model.relationships:
            is_one = one.cardinality in ("many_to_one", "one_to_one")
            if is_one and one.from_entity == place and one.to_entity not in reached:
                reached.add(one.to_entity)
                open_ends.append(one.to_entity)
    return frozenset(reached - {start})
