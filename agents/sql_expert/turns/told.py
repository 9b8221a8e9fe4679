"""Conditions of the Plan before, found and exchanged wherever they stand in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from agents.sql_expert.conjunction import all_of
from core.plan import (
    AbsolutePeriod,
    And,
    Between,
    Comparison,
    Condition,
    Exists,
    FieldRef,
    In,
    IsNull,
    Not,
    Or,
    Plan,
    RelativePeriod,
    TextMatch,
)

Exchange = Callable[[Condition], Condition | None]


def each_condition(condition: Condition | None) -> Iterator[Condition]:
    """The single conditions, also those on linked rows; those of a Plan within it are its own."""
    match condition:
        case None:
            return
        case And(conditions=inner) | Or(conditions=inner):
            for one in inner:
                yield from each_condition(one)
        case Not(condition=one) if not isinstance(one, Exists):
            yield from each_condition(one)
        case Exists(where=inner_where) if inner_where is not None:
            yield from each_condition(inner_where)
        case _:
            yield condition


def field_of(condition: Condition) -> FieldRef | None:
    match condition:
        case Comparison(left=FieldRef() as field):
            return field
        case Between() | In() | TextMatch() | IsNull() | AbsolutePeriod() | RelativePeriod():
            return condition.of if isinstance(condition.of, FieldRef) else None
        case _:
            return None


def is_period(condition: Condition) -> bool:
    return isinstance(condition, AbsolutePeriod | RelativePeriod)


def exchanged(condition: Condition | None, exchange: Exchange) -> Condition | None:
    """`exchange` gives the single condition that comes instead; None leaves it out."""
    match condition:
        case None:
            return None
        case And(conditions=inner):
            return all_of(tuple(kept for one in inner if (kept := exchanged(one, exchange)) is not None))
        case Or(conditions=inner):
            kept_ones = [kept for one in inner if (kept := exchanged(one, exchange)) is not None]
            return replace(condition, conditions=tuple(kept_ones)) if len(kept_ones) > 1 else all_of(tuple(kept_ones))
        case Not(condition=one) if not isinstance(one, Exists):
            changed = exchanged(one, exchange)
            return replace(condition, condition=changed) if changed is not None else None
        case Exists(where=inner_where) if inner_where is not None:
            changed = exchanged(inner_where, exchange)
            return replace(condition, where=changed) if changed is not None else None
        case _:
            return exchange(condition)


def also(where: Condition | None, condition: Condition) -> Condition:
    if where is None:
        return condition
    return And(conditions=(*(where.conditions if isinstance(where, And) else (where,)), condition))


def grouped_fields(last: Plan) -> list[FieldRef]:
    return [
        one.of
        for one in last.dimensions
        if isinstance(one.of, FieldRef) and one.grain is None and one.part is None and one.bins is None and one.shown
    ]


def valued_fields(last: Plan) -> list[FieldRef]:
    """Columns of which one or some values were asked for."""
    found: list[FieldRef] = []
    for one in each_condition(last.where):
        field = field_of(one)
        named = (isinstance(one, Comparison) and one.operator in ("=", "!=")) or (
            isinstance(one, In) and one.plan is None
        )
        if named and field is not None and field not in found:
            found.append(field)
    return found
