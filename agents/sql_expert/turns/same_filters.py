"""“How many orders are there for each region, with the same filters?”: a whole question, of the rows that were told before."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.followup_changes import with_conditions
from agents.sql_expert.turns.reread import read_alone, sound
from core.plan import Plan

_SAME = re.compile(
    r"[\s,]+(?:and |but )?(?:with|under|using|keeping|for|in|given) (?:the |these |those )?same (?:filters?|conditions?|"
    r"criteria|restrictions?)\W*$",
    re.IGNORECASE,
)
_LEAST = 0.5
"""The question is nearly always whole: what it leaves out it says."""


def with_same_filters(last: Plan, text: str, task: Understanding) -> Plan | None:
    """None where it is not said so, or the rows told before are of another table."""
    matched = _SAME.search(text)
    read = read_alone(text[: matched.start()], task, least=_LEAST) if matched is not None else None
    if read is None or read.entity != last.entity or read.combine is not None or last.combine is not None:
        return None
    return sound(replace(read, where=with_conditions(last, read).where), task)
