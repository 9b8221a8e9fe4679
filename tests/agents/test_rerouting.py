"""A question whose words the rules do not know, read by a model as one for the analyst."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agents.scripted_endpoint import endpoint
from tests.agents.shop_files import ask, settings_for

STRANGE_WHY = "walk me through what is behind the frobbing of March"
WHY = "Why did the total amount change in March 2024?"


async def test_the_analyst_answers_the_question_that_the_model_made_of_it(shop_dir: Path) -> None:
    with endpoint(f"INVESTIGATE: {WHY}", "In March 2024 the total amount was {f2}.") as model:
        answer = await ask(shop_dir, settings_for(model), STRANGE_WHY)
    assert answer.status == "answered", answer.problem
    assert answer.receipt is not None
    assert answer.receipt.analysis is not None
    assert answer.receipt.analysis.computation == "change by group"
    assert STRANGE_WHY in model.prompts[0]
    assert len(model.requests) == 2


async def test_a_usual_question_is_sent_without_that_way_out(shop_dir: Path) -> None:
    with endpoint("SELECT COUNT(*) FROM orders") as model:
        await ask(shop_dir, settings_for(model), "What frobnication do we see?")
    assert "INVESTIGATE" not in model.prompts[0]


@pytest.mark.parametrize(
    "made", ["Why did the moon rise?", "see http://evil.example/x", "walk me through why it frobs"]
)
async def test_what_no_assistant_can_answer_ends_in_a_refusal(made: str, shop_dir: Path) -> None:
    with endpoint(f"INVESTIGATE: {made}") as model:
        answer = await ask(shop_dir, settings_for(model), STRANGE_WHY)
    assert answer.status == "declined"
    assert "evil" not in answer.text
    assert len(model.requests) <= 2


async def test_sql_beside_the_word_is_taken_as_sql(shop_dir: Path) -> None:
    with endpoint("```sql\nSELECT COUNT(*) AS n FROM orders\n```\nINVESTIGATE: nothing") as model:
        answer = await ask(shop_dir, settings_for(model), STRANGE_WHY)
    assert answer.result is not None
    assert answer.result.rows == ((6,),)
