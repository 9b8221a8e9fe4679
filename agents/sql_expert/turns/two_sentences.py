"""A turn whose second sentence only says what is shown, as in “Which one is the dearest? The name is enough”."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from agents.sql_expert.turns.of_the_set.frame import frame_of
from agents.sql_expert.turns.of_the_set.projecting import other_columns
from agents.sql_expert.turns.reread import sound
from core.plan import Plan
from core.ways import Declined, Unclear
from semantic_layer import describe_plan

_ENOUGH = (
    r"(?: (?:is|are|would be|will be) (?:enough|fine|sufficient|all i need)| will do| suffices?| only| alone| please)"
)
_TWO = re.compile(
    rf"^(?P<asked>.+?)(?:(?<=[?.!])\s+|\s*[,;:–—]\s+(?=(?:just|only)\b|[\w ]+?{_ENOUGH}\W*$))(?P<shown>[^?.!]+)[.!?\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_SHOWN = re.compile(
    r"^(?:please )?(?:(?:just|only|simply) )?(?:(?:give|show|tell|return|list|i need|i want)(?: me)? )?"
    rf"(?:(?:just|only|simply) )?(?:(?:the|its|their|his|her) )?(?P<what>\w[\w ,'-]*?){_ENOUGH}*$",
    re.IGNORECASE,
)

_ITEMS = re.compile(r",\s*(?:and\s+)?|\s+and\s+")


def in_two_sentences(text: str) -> tuple[str, str] | None:
    """What is asked, and the names of what is shown; None where the words are no two such sentences."""
    two = _TWO.match(text.strip())
    shown = _SHOWN.match(two["shown"].strip()) if two is not None else None
    return (two["asked"], shown["what"]) if two is not None and shown is not None else None


def showing_only(plan: Plan, names: str, task: Understanding) -> Plan | None:
    """None where one of the names is no column of what was told."""
    frame = frame_of(f"just the {names}", task)
    shown = other_columns(plan, frame, task) if frame.codes and "X" not in frame.codes else None
    if shown is None or (shown.rows is not None and len(shown.rows.fields) < len(_ITEMS.split(names))):
        return None
    return sound(shown, task)


async def told_shortly(task: Understanding, read: Callable[[Understanding], Awaitable[Plan]]) -> Plan | None:
    """What `read` makes of the first sentence, with those columns alone; None where it is no such turn. Raises Unclear."""
    two = in_two_sentences(task.question.text)
    if two is None:
        return None
    asked, names = two
    try:
        plan = await read(replace(task, question=replace(task.question, text=asked)))
    except Declined:
        return None
    except Unclear as several:
        options = [(one, one.plan and showing_only(one.plan, names, task)) for one in several.clarification.options]
        shown = tuple(replace(one, label=describe_plan(plan, task.model), plan=plan) for one, plan in options if plan)
        if not shown:
            return None
        raise Unclear(replace(several.clarification, options=shown)) from None
    return showing_only(plan, names, task)
