"""What a model thinks aloud is no part of its answer, however it is marked."""

from __future__ import annotations

import pytest

from agents.thoughts import without_thoughts
from core.ways import Declined
from tests.agents.scripted_endpoint import Reply
from tests.agents.test_llm import answer

SQL = "SELECT 1"


@pytest.mark.parametrize(
    "text",
    [
        f"<think>a</think>{SQL}",
        f"<think>a</think>{SQL}<think>and then SELECT 2",
        f"{SQL}\n<think>was that right? SELECT 2</think>",
        f"<THINK>a</THINK>\n{SQL}",
        f'<think type="long">a</think >{SQL}',
        f"<think>a <think>b</think> SELECT 2 </think>{SQL}",
        f"a, SELECT 2</think>{SQL}",
        f"a</think> SELECT 2 </think>{SQL}",
        f"<thought>a</thought><scratchpad>SELECT 2</scratchpad>{SQL}",
        f"<analysis>a</analysis>{SQL}<reflection>b</reflection>",
        f"[THINK]SELECT 2[/THINK]{SQL}",
        f"SELECT 2[/THINK]{SQL}",
        f"◁think▷SELECT 2◁/think▷{SQL}",
        f"<|begin_of_thought|>SELECT 2<|end_of_thought|>{SQL}",
        f"<|channel|>analysis<|message|>SELECT 2<|end|><|start|>assistant<|channel|>final<|message|>{SQL}<|return|>",
        f"<|start|>assistant<|channel|>final <|constrain|>sql<|message|>{SQL}",
    ],
)
def test_only_the_answer_stays(text: str) -> None:
    assert without_thoughts(text).removeprefix("assistant").strip() == SQL


@pytest.mark.parametrize("text", ["<think>SELECT 2", "[THINK]SELECT 2", "<|channel|>analysis<|message|>SELECT 2"])
def test_a_thought_without_an_end_leaves_nothing(text: str) -> None:
    assert without_thoughts(text) == ""


@pytest.mark.parametrize("text", ["SELECT a < b AND c > d FROM t", "SELECT '[x]' FROM think", "a <b> c"])
def test_what_is_no_thought_stays(text: str) -> None:
    assert without_thoughts(text) == text


async def test_an_answer_that_was_cut_off_amid_a_thought_is_told_as_that() -> None:
    outcome, _, _ = await answer(Reply(says="<think>```sql\nSELECT 2\n``` perhaps", finish="length"))
    assert isinstance(outcome, Declined)
    assert "cut off" in outcome.message


async def test_an_answer_that_is_all_thought_is_nothing() -> None:
    outcome, _, _ = await answer(Reply(says="<think>hm</think>"))
    assert isinstance(outcome, Declined)
    assert "nothing" in outcome.message
