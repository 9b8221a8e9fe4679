"""Which entities can be looked up from which, and over how many relationships."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.model import SemanticModel
from semantic_layer.compiler.paths import heeded_cardinality

_FAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`look_up` counts the hops of the shortest path that meets at most one row; `link` of any path."""

    look_up: dict[tuple[str, str], int] = field(default_factory=dict)
    link: dict[tuple[str, str], int] = field(default_factory=dict)

    def to_one(self, start: str, goal: str) -> int | None:
        return 0 if start == goal else self.look_up.get((start, goal))

    def any_way(self, start: str, goal: str) -> int | None:
        return 0 if start == goal else self.link.get((start, goal))

    def root(self, entities: Iterable[str], preferred: Iterable[str], among: Iterable[str]) -> str | None:
        """The entity from which all `entities` can be looked up, with the fewest hops; `preferred` first on a tie."""
        wanted, first = set(entities), list(preferred)
        best: tuple[tuple[int, int], str] | None = None
        for candidate in among:
            hops = [self.to_one(candidate, goal) for goal in wanted]
            if any(hop is None for hop in hops):
                continue
            total = sum(hop or 0 for hop in hops) + (0 if candidate in wanted else 1)
            rank = (total, first.index(candidate) if candidate in first else len(first))
            if best is None or rank < best[0]:
                best = (rank, candidate)
        return best[1] if best else None


def reach_of(model: SemanticModel) -> Reach:
    look_ups: dict[str, set[str]] = {}
    links: dict[str, set[str]] = {}
    for relationship in model.relationships:
        one, other = relationship.from_entity, relationship.to_entity
        links.setdefault(one, set()).add(other)
        links.setdefault(other, set()).add(one)
        cardinality = heeded_cardinality(relationship)
        if cardinality in ("many_to_one", "one_to_one"):
            look_ups.setdefault(one, set()).add(other)
        if cardinality in ("one_to_many", "one_to_one"):
            look_ups.setdefault(other, set()).add(one)
    names = [entity.name for entity in model.entities]
    return Reach(look_up=_distances(names, look_ups), link=_distances(names, links))


def _distances(names: list[str], steps: dict[str, set[str]]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for start in names:
        waiting, seen = deque([(start, 0)]), {start}
        while waiting:
            here, hops = waiting.popleft()
            if hops == _FAR:
                continue
            for following in sorted(steps.get(here, ())):
                if following not in seen:
                    seen.add(following)
                    found[start, following] = hops + 1
                    waiting.append((following, hops + 1))
    return found
