"""“In Houston, Texas or in Phoenix, Arizona”: groups of conditions on the same columns, of which any may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.located import Located
from core.plan import And, Comparison, FieldRef, Or


def with_pairs(located: Sequence[Located]) -> list[Located]:
    """Conditions with each two such groups as one."""
    found = list(located)
    for at, one in enumerate(found):
        if at and one.filter.joiner == "or" and (size := _size_of_group(found, at)):
            first, second = found[at - size : at], found[at : at + size]
            both = Or(conditions=(_all_of(first), _all_of(second)))
            joined = replace(first[0], condition=both, filter=replace(first[0].filter, joiner="and"))
            return with_pairs([*found[: at - size], joined, *found[at + size :]])
    return found


def _size_of_group(found: Sequence[Located], at: int) -> int:
    """How many columns are compared before the “or” as behind it; 0 where they are no groups."""
    for size in range(2, min(at, len(found) - at) + 1):
        first, second = found[at - size : at], found[at : at + size]
        columns = [_column(one) for one in first]
        joined = all(one.filter.joiner == "and" for one in (*first, *second[1:]))
        apart = len(set(columns)) == size and None not in columns
        if joined and apart and columns == [_column(one) for one in second]:
            return size
    return 0


def _column(one: Located) -> FieldRef | None:
    condition = one.condition
    plain = isinstance(condition, Comparison) and isinstance(condition.left, FieldRef) and not one.negated
    return (
        condition.left if plain and isinstance(condition, Comparison) and isinstance(condition.left, FieldRef) else None
    )


def _all_of(group: Sequence[Located]) -> And:
    return And(conditions=tuple(one.condition for one in group if one.condition is not None))
