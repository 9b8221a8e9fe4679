from __future__ import annotations

from pathlib import Path

from agents.model_settings import Privacy
from tests.agents.scripted_endpoint import endpoint
from tests.agents.shop_files import ask, settings_for

WHY = "why did the total amount change in March 2024?"


async def test_a_model_words_an_analysis_and_its_lies_never_appear(shop_dir: Path) -> None:
    with endpoint("In March 2024 the total amount was {f2}. It grew by 4711% to 9,999.") as model:
        answer = await ask(shop_dir, settings_for(model), WHY)
    assert len(model.requests) == 1
    assert "4711" not in answer.text
    assert "9,999" not in answer.text
    assert "132.15" in answer.text
    assert "may lie outside of the data" in answer.text


async def test_an_analysis_is_never_sent_where_values_must_not_be_seen(shop_dir: Path) -> None:
    hidden: tuple[Privacy, ...] = ("none", "schema", "masked")
    for privacy in hidden:
        with endpoint("It was {f2}.") as model:
            answer = await ask(shop_dir, settings_for(model, privacy), WHY)
        assert model.requests == []
        assert answer.status == "answered"
