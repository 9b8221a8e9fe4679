"""Conversations asked question by question, each with what was told before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agents.sql_expert.followups import FollowUp
from agents.sql_expert.rules import ByRules
from core.plan import Plan
from core.query import Query
from core.question import Turn
from core.ways import first_sound
from tests.agents.sql_expert.conftest import Shop


async def told(shop: Shop, *questions: str) -> Plan:
    """The plan of the last of them."""
    history: tuple[Turn, ...] = ()
    for text in questions:
        task = shop.task(text)
        task = replace(task, question=replace(task.question, history=history))
        decided = await first_sound((FollowUp(cued=True), ByRules(), FollowUp(cued=False)), task, anything)
        assert decided.value.plan is not None
        history = (*history, Turn(question=text, plan=decided.value.plan))
    plan = history[-1].plan
    assert plan is not None
    return plan


async def anything(query: Query) -> Query:
    """A check that holds for every query."""
    return query


async def rows(shop: Shop, *questions: str) -> list[tuple[Any, ...]]:
    return shop.rows_of(await told(shop, *questions))
