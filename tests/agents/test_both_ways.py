"""One question, answered by rules and by a model: the same rows, through the same check."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest

from agents.llm import Llm
from agents.sql_expert import ByModel, ByRules, DraftCheck, QueryCheck, Understanding
from core.query import Query
from core.question import Question
from core.ways import Way, first_sound
from tests.agents.scripted_endpoint import endpoint
from tests.agents.shop_files import opened, settings_for
from workspace import Workspace
from workspace.asking import local_today

QUESTIONS = {
    "how many orders are there": "SELECT COUNT(*) FROM orders",
    "how many orders per status": "SELECT status, COUNT(*) AS n FROM orders GROUP BY status",
    "average amount of shipped orders": "SELECT AVG(amount) FROM orders WHERE status = 'Shipped'",
    "how many orders per city": "SELECT city, COUNT(*) FROM orders GROUP BY city",
}


@pytest.fixture
async def workspace(shop_dir: Path) -> AsyncIterator[Workspace]:
    async with opened(shop_dir, None) as found:
        yield found


@pytest.mark.parametrize("question", QUESTIONS)
async def test_rules_and_a_model_come_to_the_same_rows(question: str, workspace: Workspace) -> None:
    by_rules = await rows_of("rules", question, workspace)
    assert by_rules
    assert await rows_of("model", question, workspace) == by_rules


async def rows_of(way: Literal["rules", "model"], question: str, workspace: Workspace) -> list[str]:
    with endpoint(f"```sql\n{QUESTIONS[question]}\n```") as model:
        llm = Llm(settings_for(model))
        async with workspace._shared.lend() as found:
            draft_check = DraftCheck(found.columns, found.model, found.execute)
            planner: Way[Understanding, Query] = ByRules() if way == "rules" else ByModel(llm, draft_check)
            task = Understanding(
                question=Question(text=question, today=local_today()), model=found.model, values=found.values
            )
            decided = await first_sound((planner,), task, QueryCheck(found.columns, found.model))
            result = await found.execute(decided.value, 100)
        await llm.close()
    assert decided.value.plan is not None
    return sorted(repr(row) for row in result.rows)
