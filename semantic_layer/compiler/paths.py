"""Which relationships lead from one entity to another."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import InvalidInput, UnknownName
from core.model import Cardinality, Relationship, SemanticModel

_REVERSED: dict[Cardinality, Cardinality] = {
    "one_to_one": "one_to_one",
    "many_to_one": "one_to_many",
    "one_to_many": "many_to_one",
    "many_to_many": "many_to_many",
}
_CARDINALITIES: dict[tuple[str, str], Cardinality] = {
    ("one", "one"): "one_to_one",
    ("many", "one"): "many_to_one",
    ("one", "many"): "one_to_many",
    ("many", "many"): "many_to_many",
}
_LONGEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A relationship walked from `left` to `right`; `forward` where that is from `from_entity` to `to_entity`."""

    relationship: Relationship
    forward: bool

    @property
    def reversed(self) -> Hop:
        return Hop(relationship=self.relationship, forward=not self.forward)

    @property
    def left(self) -> str:
        return self.relationship.from_entity if self.forward else self.relationship.to_entity

    @property
    def right(self) -> str:
        return self.relationship.to_entity if self.forward else self.relationship.from_entity

    @property
    def left_columns(self) -> tuple[str, ...]:
        return self.relationship.from_columns if self.forward else self.relationship.to_columns

    @property
    def right_columns(self) -> tuple[str, ...]:
        return self.relationship.to_columns if self.forward else self.relationship.from_columns

    @property
    def cardinality(self) -> Cardinality:
        """As declared, unless the rows are found to have more on a side."""
        heeded = heeded_cardinality(self.relationship)
        return heeded if self.forward else _REVERSED[heeded]

    @property
    def declared(self) -> Cardinality:
        told = self.relationship.cardinality
        return told if self.forward else _REVERSED[told]

    @property
    def found(self) -> Cardinality | None:
        counted = self.relationship.found
        return counted if counted is None or self.forward else _REVERSED[counted]

    @property
    def to_one(self) -> bool:
        return self.cardinality in ("many_to_one", "one_to_one")


Path = tuple[Hop, ...]


class SeveralPaths(Exception):
    """Raised where the shortest way is not the only one; translated where the whole Plan is known."""

    def __init__(self, start: str, goal: str, paths: tuple[Path, ...]) -> None:
        super().__init__(f"{start} to {goal}")
        self.start, self.goal, self.paths = start, goal, paths


def walk(model: SemanticModel, start: str, via: tuple[str, ...]) -> Path:
    """The hops named by `via`, each from where the last one ended. Raises UnknownName, InvalidInput."""
    hops: list[Hop] = []
    here = start
    for name in via:
        hop = _hop(model, here, name)
        hops.append(hop)
        here = hop.right
    return tuple(hops)


def starts_at(model: SemanticModel, entity: str, relationship: str) -> bool:
    """Whether the relationship of that name has `entity` at one of its ends. Raises UnknownName."""
    found = _relationship(model, relationship)
    return entity in (found.from_entity, found.to_entity)


def find(model: SemanticModel, start: str, goal: str, *, to_one: bool = True) -> Path | None:
    """The shortest path, over look-ups alone where `to_one`; None where there is none. Raises SeveralPaths."""
    for length in range(1, _LONGEST + 1):
        found = tuple(_paths(model, start, goal, length, frozenset({start}), to_one))
        if len(found) > 1:
            raise SeveralPaths(start, goal, found)
        if found:
            return found[0]
    return None


def heeded_cardinality(relationship: Relationship) -> Cardinality:
    """As declared, with “many” on each side where the rows are found to have more than one."""
    told = (relationship.cardinality, relationship.found or relationship.cardinality)
    sides = [one.split("_to_") for one in told]
    left, right = ("many" if any(side[end] == "many" for side in sides) else "one" for end in (0, 1))
    return _CARDINALITIES[left, right]


def _hop(model: SemanticModel, here: str, name: str) -> Hop:
    relationship = _relationship(model, name)
    if here not in (relationship.from_entity, relationship.to_entity):
        raise InvalidInput(f"The relationship “{name}” does not start at {here}.", stage="compiling")
    return Hop(relationship=relationship, forward=relationship.from_entity == here)


def _relationship(model: SemanticModel, name: str) -> Relationship:
    for relationship in model.relationships:
        if relationship.name == name:
            return relationship
    raise UnknownName("relationship", name, (known.name for known in model.relationships), stage="compiling")


def _paths(model: SemanticModel, start: str, goal: str, length: int, seen: frozenset[str], to_one: bool) -> list[Path]:
    found: list[Path] = []
    for hop in _hops_from(model, start):
        if to_one and not hop.to_one:
            continue
        if length == 1 and hop.right == goal:
            found.append((hop,))
        elif length > 1 and hop.right not in seen and hop.right != goal:
            rest = _paths(model, hop.right, goal, length - 1, seen | {hop.right}, to_one)
            found.extend((hop, *path) for path in rest)
    return found


def _hops_from(model: SemanticModel, start: str) -> list[Hop]:
    hops: list[Hop] = []
    for relationship in model.relationships:
        if relationship.from_entity == start:
            hops.append(Hop(relationship=relationship, forward=True))
        if relationship.to_entity == start:
            hops.append(Hop(relationship=relationship, forward=False))
    return hops
