"""A name that stands in a question for what was told before it, and that the values of the data then seem to hold.

“Which mountain did he climb?” is so read as if it named the climber: as exactly as any question with a name in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from agents.sql_expert.conjunction import all_of, parts_of
from core.plan import Aggregate, And, Comparison, Condition, Exists, FieldRef, MeasureExpression, Plan, Value
from semantic_layer import ValueIndex, ValueMatch

NAME = "Vrondel"
Place = tuple[str, str]
"""An entity and one of its fields."""


class WithStandIn(ValueIndex):
    """The values of `inner`, and the stand-in as a value of each of `places`."""

    def __init__(self, inner: ValueIndex, places: Sequence[Place]) -> None:
        self._inner = inner
        self._matches = tuple(
            ValueMatch(entity=entity, field=field, value=NAME, rows=1, similarity=1.0, how="exact")
            for entity, field in places
        )

    @property
    def only_as_written(self) -> tuple[tuple[str, str], ...]:
        return self._inner.only_as_written

    def lookup(
        self, phrase: str, *, entities: Collection[str] | None = None, fuzzy: bool = True, limit: int = 8
    ) -> tuple[ValueMatch, ...]:
        if phrase.casefold() != NAME.casefold():
            return self._inner.lookup(phrase, entities=entities, fuzzy=fuzzy, limit=limit)
        return tuple(one for one in self._matches if entities is None or one.entity in entities)

    def lookup_many(self, phrases: Iterable[str]) -> dict[str, tuple[ValueMatch, ...]]:
        asked = list(phrases)
        own = {one: self._matches for one in asked if one.casefold() == NAME.casefold()}
        return {**self._inner.lookup_many([one for one in asked if one not in own]), **own}


class Meant(Protocol):
    """What a word stands for."""

    @property
    def places(self) -> tuple[Place, ...]:
        """Columns that seem to hold the stand-in."""

    @property
    def one(self) -> bool:
        """Whether it is one row or value."""

    @property
    def at_end(self) -> bool:
        """Whether a highest or lowest figure was told, which it has."""

    def condition(self, field: FieldRef, root: str) -> Condition | None:
        """On rows of `root`, from which `field` is looked up; None where all are meant. Raises CannotStandFor."""


class CannotStandFor(Exception):
    """What is meant cannot be told of those rows."""


def with_meant(plan: Plan, meant: Meant) -> Plan:
    """The plan with what is meant wherever it compares with the stand-in. Raises CannotStandFor, also where it never does."""

    def instead(condition: Condition | None, root: str) -> Condition | None:
        match condition:
            case And(conditions=inner):
                kept = [made for one in inner if (made := instead(one, root)) is not None]
                return all_of(tuple(part for one in kept for part in parts_of(one)))
            case Exists(where=where, entity=entity) if where is not None:
                return replace(condition, where=instead(where, entity))
            case Comparison(left=FieldRef() as field, operator="=") if _is_stand_in(condition):
                return meant.condition(field, root)
            case _:
                return condition

    def figure(value: MeasureExpression) -> MeasureExpression:
        if not isinstance(value, Aggregate) or value.where is None:
            return value
        return replace(value, where=instead(value.where, plan.entity))

    if not any(_holds_stand_in(one) for one in (plan.where, plan.measures)):
        raise CannotStandFor
    measures = tuple(replace(one, value=figure(one.value)) for one in plan.measures)
    made = replace(plan, where=instead(plan.where, plan.entity), measures=measures, reading=(), assumptions=())
    if _holds_stand_in(made):
        raise CannotStandFor
    reading = tuple(one for one in plan.reading if not _holds_stand_in(one))
    assumptions = tuple(one for one in plan.assumptions if not _holds_stand_in(one))
    return replace(made, reading=reading, assumptions=assumptions)


def _is_stand_in(condition: Comparison) -> bool:
    return isinstance(condition.right, Value) and condition.right.value == NAME


def _holds_stand_in(part: object) -> bool:
    return NAME in repr(part)
