from __future__ import annotations

from datetime import date

import pytest

from agents.router import assistants_for
from core.question import Assistant, Question


def asked(assistant: Assistant | None) -> Question:
    return Question(text="How many orders?", today=date(2025, 1, 1), assistant=assistant)


def test_everyone_helps_when_nobody_was_picked() -> None:
    assert set(assistants_for(asked(None))) == {"sql_expert", "analyst", "dashboard_designer", "advisor"}


@pytest.mark.parametrize("assistant", ["sql_expert", "analyst", "dashboard_designer", "advisor"])
def test_the_one_that_was_picked_works_and_the_result_is_always_worded(assistant: Assistant) -> None:
    team = assistants_for(asked(assistant))
    assert assistant in team
    assert {"sql_expert", "analyst"} <= set(team)
