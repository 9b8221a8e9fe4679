"""What is asked of that which was told: set against, the rest of it, in another order, one place of it, who is behind it."""

from __future__ import annotations

from collections.abc import Callable

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.turns.behind import by_those_behind, possible_groups
from agents.sql_expert.turns.best_group import best_group
from agents.sql_expert.turns.in_order import in_other_order
from agents.sql_expert.turns.overall import overall
from agents.sql_expert.turns.set_against import set_against
from agents.sql_expert.turns.standing import is_of_someone_behind
from agents.sql_expert.turns.the_rest import of_the_rest
from agents.sql_expert.turns.told_place import drill_in, drilled, told_at_place
from agents.sql_expert.turns.turned_round import counted_so, turned_round
from core.answer import Clarification, Option
from core.plan import Plan
from core.ways import Unclear
from semantic_layer import describe_plan

_WAYS: tuple[Callable[[Plan, str, Understanding], Plan | None], ...] = (
    turned_round,
    counted_so,
    set_against,
    of_the_rest,
    in_other_order,
    told_at_place,
    by_those_behind,
    overall,
    best_group,
)


def told_in_relation(last: Plan, text: str, task: Understanding) -> Plan | None:
    """Raises Unclear where it is not said by what something is taken apart."""
    for way in _WAYS:
        plan = way(last, text, task)
        if plan is not None and plan != last:
            return plan
    drill = drill_in(last, text, task)
    if drill is not None and (plan := drilled(drill, task)) is not None:
        return plan
    apart = drill.plan if drill is not None else (last if is_of_someone_behind(text) else None)
    options = possible_groups(apart, task) if apart is not None else ()
    if options:
        raise Unclear(
            Clarification(
                question="By what should it be taken apart?",
                options=tuple(Option(label=describe_plan(one, task.model), plan=one) for one in options),
            )
        )
    return None
