"""Which kind of change a turn is, by the parts it has."""

from __future__ import annotations

import re
from collections.abc import Callable

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.turns.of_the_set.extremes import first_told
from agents.sql_expert.turns.of_the_set.figures import counted_by_each, counted_set, figure_of_set
from agents.sql_expert.turns.of_the_set.frame import Frame, frame_of
from agents.sql_expert.turns.of_the_set.ordering import in_order_told
from agents.sql_expert.turns.of_the_set.projecting import other_columns
from agents.sql_expert.turns.reread import sound
from core.plan import Plan

_WAYS: tuple[Callable[[Plan, Frame, Understanding], Plan | None], ...] = (
    in_order_told,
    first_told,
    other_columns,
    figure_of_set,
    counted_by_each,
    counted_set,
)
_MOST_PARTS = 8
_DONE = re.compile(
    r"\b(?:sells?|sold|selling|spends?|spent|earns?|earned|orders|ordered|bought|buys?|returned|flew|flies|visited) (?:the )?"
    r"(?:best|worst|most|least|more|less)\b",
    re.IGNORECASE,
)
"""“Which of them sells best” asks for what was done, not for a column of theirs."""


def asked_of_set(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where the words are no change of the rows told before, or not every one of them plays a part in it."""
    if _DONE.search(text) is not None:
        return None
    frame = frame_of(text, task)
    if not frame.codes or "X" in frame.codes or len(frame.codes) > _MOST_PARTS:
        return None
    for way in _WAYS:
        plan = way(last, frame, task)
        if plan is not None and (compiled := sound(plan, task)) is not None:
            return compiled
    return None
