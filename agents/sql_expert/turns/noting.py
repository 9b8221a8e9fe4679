"""Which question a follow-up was understood to change, and what it keeps of it, told with the answer."""

from __future__ import annotations

from dataclasses import replace

from agents.sql_expert.turns.told import each_condition
from core.plan import Assumption, Plan
from core.question import Turn

TOPIC = "follow-up"


def noted(plan: Plan, turn: Turn) -> Plan:
    last = turn.plan
    if last is None:
        return plan
    kept = [name for name, same in _parts(plan, last) if same]
    why = f"Kept of it: {', '.join(kept)}." if kept else "It is about the rows of that question."
    note = Assumption(topic=TOPIC, chosen=f"after “{turn.question.strip()}”", why=why)
    others = tuple(one for one in plan.assumptions if one.topic != TOPIC)
    return replace(plan, assumptions=(note, *others))


def _parts(plan: Plan, last: Plan) -> list[tuple[str, bool]]:
    before, after = list(each_condition(last.where)), list(each_condition(plan.where))
    same = [one for one in before if one in after]
    which = "all conditions" if len(same) == len(before) else f"{len(same)} of {len(before)} conditions"
    return [
        ("the figures", bool(plan.measures) and plan.measures == last.measures),
        ("the columns", plan.rows is not None and plan.rows == last.rows),
        ("the groups", bool(plan.dimensions) and plan.dimensions == last.dimensions),
        (which, bool(same)),
        ("how many are shown", plan.limit is not None and plan.limit == last.limit),
    ]
