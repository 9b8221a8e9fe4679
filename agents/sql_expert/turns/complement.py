"""The rows that what was told left aside: “and the others?” after those above 45, or after those with an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agents.sql_expert.conjunction import all_of, parts_of
from core.plan import Comparison, ComparisonOperator, Condition, Exists, Not, Plan

_OPPOSITE: dict[ComparisonOperator, ComparisonOperator] = {
    ">": "<=", "<=": ">", "<": ">=", ">=": "<", "=": "!=", "!=": "=",
}  # fmt: skip


def without_told(last: Plan, before: Sequence[Plan]) -> Plan | None:
    """The conditions that the last turn brought turned round; all of them where nothing was told before it of the same rows."""
    if last.limit is not None or last.combine is not None or last.top_per_group is not None:
        return None
    if last.having is not None:
        return replace(last, having=_opposite(last.having)) if last.where is None else None
    parts = parts_of(last.where)
    earlier = parts_of(before[0].where) if before and before[0].entity == last.entity else ()
    kept = tuple(one for one in parts if one in earlier) if len(earlier) < len(parts) else ()
    turned = all_of(tuple(one for one in parts if one not in kept))
    if turned is None or (kept and len(kept) != len(earlier)):
        return None
    return replace(last, where=all_of((*kept, _opposite(turned))))


def _opposite(condition: Condition) -> Condition:
    match condition:
        case Comparison():
            return replace(condition, operator=_OPPOSITE[condition.operator])
        case Exists():
            return replace(condition, negated=not condition.negated)
        case Not(condition=inner):
            return inner
        case _:
            return Not(condition=condition)
