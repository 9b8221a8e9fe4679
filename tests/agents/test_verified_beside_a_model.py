"""Verified questions that are much like the one asked stand in the prompt with their SQL; others do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.model_settings import Privacy
from core.question import Caller
from tests.agents.scripted_endpoint import Endpoint, endpoint
from tests.agents.shop_files import opened, settings_for
from workspace import Saving

VERIFIED = "total amount of shipped orders per city"
NEAR = "total amount of frobbed orders per city"
ANSWER = "SELECT COUNT(*) FROM orders"
ANA = Caller(name="ana")


async def asked_beside(shop_dir: Path, question: str, privacy: Privacy = "samples") -> Endpoint:
    async with opened(shop_dir, None) as workspace:
        run = workspace.ask(VERIFIED)
        answer = await run.answer()
        assert answer.status == "answered", answer.problem
        entry = await workspace.queries.save_run(workspace.runs.record(run.id), Saving(), ANA)
        workspace.verified.verify(entry.name, ANA, by="Ana")
    with endpoint(ANSWER) as model:
        async with opened(shop_dir, settings_for(model, privacy)) as workspace:
            previewed = await workspace.preview_request(question, privacy, ANA)
            await workspace.ask(question).answer()
    assert "\n".join(previewed) == model.prompts[0]
    return model


async def test_a_near_one_is_shown_with_its_sql(shop_dir: Path) -> None:
    model = await asked_beside(shop_dir, NEAR)
    assert f"A question with verified SQL: {VERIFIED}" in model.prompts[0]
    assert "Its SQL: SELECT" in model.prompts[0]
    assert model.prompts[0].index("Its SQL") < model.prompts[0].index(f"Question: {NEAR}")


async def test_one_about_something_else_is_not(shop_dir: Path) -> None:
    model = await asked_beside(shop_dir, "What frobnication do we see?")
    assert "verified SQL" not in model.prompts[0]


@pytest.mark.parametrize("privacy", ["masked"])
async def test_its_values_leave_no_more_than_those_of_the_question(shop_dir: Path, privacy: Privacy) -> None:
    model = await asked_beside(shop_dir, NEAR, privacy)
    assert "A question with verified SQL" in model.prompts[0]
    assert "shipped" not in model.prompts[0]
