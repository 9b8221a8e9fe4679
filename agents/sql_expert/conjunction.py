"""A condition as the parts that must all hold, and back."""

from __future__ import annotations

from core.plan import And, Condition


def parts_of(where: Condition | None) -> tuple[Condition, ...]:
    if where is None:
        return ()
    return where.conditions if isinstance(where, And) else (where,)


def all_of(conditions: tuple[Condition, ...]) -> Condition | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(conditions=conditions)
