"""The one change that all words of a follow-up make to the Plan before it."""

from __future__ import annotations

from collections.abc import Callable

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.turns.another_number import with_other_number
from agents.sql_expert.turns.another_period import with_other_period
from agents.sql_expert.turns.another_place import with_other_place
from agents.sql_expert.turns.another_subject import with_other_subject
from agents.sql_expert.turns.another_time import with_other_time
from agents.sql_expert.turns.another_value import with_other_value
from agents.sql_expert.turns.asked_when import dates_of_told
from agents.sql_expert.turns.fewer import with_fewer
from agents.sql_expert.turns.more_columns import with_more_columns, with_rows_behind
from agents.sql_expert.turns.more_figures import with_more_figures
from agents.sql_expert.turns.said import Said, said_of
from core.errors import UserError
from core.plan import Plan
from semantic_layer import compile_plan

_WAYS: tuple[Callable[[Plan, Said, Understanding], Plan | None], ...] = (
    with_other_period,
    with_other_time,
    with_other_place,
    with_fewer,
    with_more_columns,
    with_more_figures,
    with_other_value,
    with_other_number,
    with_other_subject,
)


def revised(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where the words do not all play a part in one change."""
    behind = with_rows_behind(last, text, task) or dates_of_told(last, text, task)
    if behind is not None and _compiles(behind, task):
        return behind
    said = said_of(text)
    for way in _WAYS:
        plan = way(last, said, task)
        if plan is not None and plan != last and _compiles(plan, task):
            return plan
    return None


def _compiles(plan: Plan, task: Understanding) -> bool:
    try:
        compile_plan(plan, task.model)
    except UserError:
        return False
    return True
