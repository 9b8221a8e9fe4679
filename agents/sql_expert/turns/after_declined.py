"""A follow-up to a question that found no answer: asked back of what was told before that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from agents.sql_expert.candidates import Understanding
from core.answer import Clarification, Option
from core.plan import Plan
from core.ways import Declined, Unclear
from semantic_layer import describe_plan


async def ask_of_answered(task: Understanding, read: Callable[[Understanding], Awaitable[Plan]]) -> None:
    """Raises Unclear where `read` makes something of it as a follow-up to the last question that was answered."""
    history = task.question.history
    if history[-1].plan is not None or history[-1].sql:
        return
    places = [place for place, turn in enumerate(history) if turn.plan is not None]
    if not places:
        return
    try:
        plan = await read(replace(task, question=replace(task.question, history=history[: places[-1] + 1])))
    except Declined:
        return
    option = Option(label=describe_plan(plan, task.model), plan=plan)
    asked = "The question before this one found no answer. Is this asked of what was told before it?"
    raise Unclear(Clarification(question=asked, options=(option,)))
