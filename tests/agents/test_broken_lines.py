"""Answers that break off, endpoints that speak another way than asked, and how long anybody waits for them."""

from __future__ import annotations

import json
from time import monotonic

import pytest

from agents.endpoint_failures import TooLong
from agents.kept_answers import Completion
from agents.model_settings import model_settings_from
from agents.watched import goes_in_circles
from core.ways import Declined
from tests.agents.scripted_endpoint import Reply, endpoint, error
from tests.agents.test_llm import answer, line_to, reason

WHOLE = "SELECT COUNT(*) FROM orders WHERE status = 'open'"


def text(outcome: Completion | Declined) -> str:
    assert isinstance(outcome, Completion), outcome
    return outcome.text


@pytest.mark.parametrize("how", ["reset", "quietly"])
async def test_half_of_an_answer_is_never_taken_for_all_of_it(how: str) -> None:
    outcome, llm, _ = await answer(Reply(says=WHOLE, breaks=how), WHOLE)  # type: ignore[arg-type]
    assert text(outcome) == WHOLE
    assert llm.meter.usage.calls == 2


async def test_a_line_that_keeps_breaking_is_told() -> None:
    assert "broke off" in await reason(Reply(says=WHOLE, breaks="reset"))


async def test_an_endpoint_whose_streams_have_no_end_is_asked_for_the_whole_answer() -> None:
    endless = Reply(says=WHOLE, breaks="quietly")
    outcome, _, model = await answer(endless, endless, WHOLE)
    assert text(outcome) == WHOLE
    assert [bool(json.loads(body).get("stream")) for body in model.requests] == [True, True, False]


@pytest.mark.parametrize("again", ["a.name, ", "x", " AND EXISTS (SELECT 1 FROM orders AS o2 WHERE o2.id = o.id)\n"])
async def test_an_answer_that_goes_in_circles_is_broken_off_and_not_asked_for_again(again: str) -> None:
    outcome, _, model = await answer(Reply(says="SELECT " + again * 20_000))
    assert isinstance(outcome, Declined)
    assert "went in circles" in str(outcome)
    assert len(model.requests) == 1


async def test_what_was_whole_before_the_circle_stands() -> None:
    outcome, _, _ = await answer(Reply(says=f"```sql\n{WHOLE}\n```\n" + "It counts the open orders. " * 500))
    assert WHOLE in text(outcome)


@pytest.mark.parametrize("said", ["|" + "-" * 3_000 + "|", ", ".join(f"column_{at}" for at in range(900)), " " * 2_000])
def test_long_lists_and_rules_are_no_circles(said: str) -> None:
    assert not goes_in_circles(said)


async def test_an_endpoint_that_answers_whole_though_asked_to_stream_is_understood() -> None:
    message = {"role": "assistant", "content": WHOLE}
    whole = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
    whole["choices"] = [{"index": 0, "message": message, "finish_reason": "stop"}]
    outcome, llm, _ = await answer(Reply(body=json.dumps(whole)))
    assert text(outcome) == WHOLE
    assert not llm.understood["streaming"]


async def test_an_error_amid_a_stream_passes() -> None:
    outcome, _, _ = await answer(Reply(body='data: {"error": {"message": "out of memory", "code": 500}}\n\n'), WHOLE)
    assert text(outcome) == WHOLE


@pytest.mark.parametrize(
    "refusal",
    [
        error(500, "Jinja Exception: System role not supported"),
        error(400, "Only user and assistant roles are supported!"),
        error(400, "Conversation roles must alternate user/assistant/user/assistant/..."),
    ],
)
async def test_a_template_without_a_system_role_gets_one_message(refusal: Reply) -> None:
    outcome, llm, model = await answer(refusal, WHOLE)
    assert text(outcome) == WHOLE
    assert model.prompts[1] == "be brief\n\nhow many?"
    assert llm.meter.usage.calls == 2


async def test_a_bound_that_is_too_high_is_left_out_before_the_prompt_is_cut() -> None:
    told = "'max_tokens' is too large: 1500. This model's maximum context length is 2048 tokens"
    outcome, _, model = await answer(error(400, told), WHOLE)
    assert text(outcome) == WHOLE
    assert b"max_tokens" not in model.requests[1]


async def test_a_length_that_a_server_tells_as_its_own_failure_is_not_tried_again() -> None:
    outcome, llm, _ = await answer(error(500, "the request exceeds the available context size"))
    assert isinstance(outcome, TooLong)
    assert llm.meter.usage.calls == 1


async def test_a_request_that_took_too_long_is_not_one_that_is_too_long() -> None:
    outcome, llm, _ = await answer(error(504, "upstream request took too long"), WHOLE)
    assert text(outcome) == WHOLE
    assert llm.meter.usage.calls == 2


async def test_nobody_waits_for_an_endpoint_that_asks_for_an_hour() -> None:
    began = monotonic()
    outcome, llm, _ = await answer(error(429, "slow down", **{"Retry-After": "3600"}), WHOLE)
    assert isinstance(outcome, Declined)
    assert "asks to wait 3,600 seconds" in outcome.message
    assert llm.meter.usage.calls == 1
    assert monotonic() - began < 5


async def test_sql_in_a_closed_fence_outlives_an_answer_that_was_cut_off() -> None:
    outcome, _, _ = await answer(Reply(says=f"```sql\n{WHOLE}\n```\nThis counts the open", finish="length"))
    assert text(outcome) == f"```sql\n{WHOLE}\n```"


@pytest.mark.parametrize("said", [f"```sql\n{WHOLE}", f"```sql\nSELECT 1\n```\nBetter:\n```sql\n{WHOLE}", WHOLE])
async def test_an_open_fence_of_an_answer_that_was_cut_off_is_not_taken(said: str) -> None:
    assert "cut off" in await reason(Reply(says=said, finish="length"))


async def test_first_words_may_take_longer_than_an_answer_without_a_stream_is_silent() -> None:
    with endpoint(error(400, "no streaming"), Reply(says=WHOLE, waits=0.6)) as model:
        async with line_to(model, stall=0.2) as llm:
            assert (await llm.complete("be brief", "how many?")).text == WHOLE


def test_a_longer_time_limit_is_a_longer_wait_for_the_first_words() -> None:
    slow = model_settings_from({"TABLESPEAK_MODEL": "m", "TABLESPEAK_MODEL_TIMEOUT": "600"})
    usual = model_settings_from({"TABLESPEAK_MODEL": "m"})
    assert slow is not None
    assert usual is not None
    assert (slow.stall_seconds, usual.stall_seconds) == (300.0, 60.0)
