"""One part of the Plan before in the place of another that is named too."""

from __future__ import annotations

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.turns.another_value import with_other_value
from agents.sql_expert.turns.fewer import with_fewer
from agents.sql_expert.turns.reread import regrouped, remeasured
from agents.sql_expert.turns.said import Said
from agents.sql_expert.turns.swapped import Swap, part_named, swap_in
from core.plan import Plan
from core.ways import NotApplicable


def swapped(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where no other part is named. Raises NotApplicable where it is, and is none of the Plan before."""
    swap = swap_in(text)
    if swap is None:
        return None
    part = part_named(last, swap.old, task)
    plan = _of_part(last, swap, part, task) if part is not None else None
    if plan is None or plan == last:
        raise NotApplicable(f"It is not clear what “{swap.old}” is in the question before.")
    return plan


def _of_part(last: Plan, swap: Swap, part: str, task: Understanding) -> Plan | None:
    if part == "value":
        return with_other_value(last, Said(text=swap.new, words=swap.new), task)
    if part == "measure":
        return remeasured(last, swap.new, task)
    words = swap.new if swap.new.startswith(("by ", "per ")) else f"by {swap.new}"
    if len(last.dimensions) == 1:
        return regrouped(last, words, task)
    fewer = with_fewer(last, Said(text=swap.old, words=swap.old, without=True), task)
    return regrouped(fewer, words, task, further=True) if fewer is not None else None
