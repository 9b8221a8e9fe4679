"""The next of a ranking: “and the second?”, “which one comes third?”, “and the one after that?”."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.ranks import ORDINALS
from agents.sql_expert.references import rows_told_first
from agents.sql_expert.turns.said import Said, said_of
from agents.sql_expert.turns.told import also, each_condition, exchanged
from core.plan import Condition, In, Plan

_PLACE = re.compile(
    rf"^(?:(?:who|which|what)(?: \w+)? (?:is|was|comes?|came|are|were) )?(?:in )?(?:the |number )?"
    rf"(?P<place>{'|'.join(ORDINALS)}|runner[- ]?up|next(?: one)?|one after(?: (?:that|it))?)"
    rf"(?: (?:place|one|highest|lowest|best|worst|largest|smallest|biggest|most|least|fewest|longest|shortest|oldest|youngest|"
    rf"cheapest|most expensive))?(?: \w+)?$",
    re.IGNORECASE,
)


def asks_for_a_place(text: str) -> bool:
    return _PLACE.match(said_of(text).words.strip()) is not None


def with_other_place(last: Plan, said: Said, task: Understanding) -> Plan | None:
    """None where one first was not told of, or its rows cannot be left out."""
    matched = _PLACE.match(said.words.strip())
    if matched is None or last.limit is None or last.limit.count != 1 or not last.order or said.without:
        return None
    word = matched["place"].lower()
    before = [one for one in each_condition(last.where) if isinstance(one, In) and one.negated and one.plan is not None]
    place = ORDINALS.get(word) or (2 if word.startswith("runner") else _told_place(before) + 1)

    def without_these(condition: Condition) -> Condition | None:
        return None if condition in before else condition

    first = replace(last, where=exchanged(last.where, without_these))
    told = rows_told_first(replace(first, limit=replace(last.limit, count=place - 1)), task.model)
    if told is None:
        return None
    return replace(first, where=also(first.where, replace(told, negated=True)))


def _told_place(before: list[In]) -> int:
    limits = [one.plan.limit for one in before if one.plan is not None]
    return 1 + (limits[0].count if limits and limits[0] is not None else 0)
