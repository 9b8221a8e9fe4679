from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from agents.kept_answers import Completion
from agents.llm import Llm
from agents.model_settings import ModelSettings
from core.ways import Declined
from tests.agents.scripted_endpoint import Endpoint, Reply, endpoint, error

KEY = "sk-very-secret"


@asynccontextmanager
async def line_to(model: Endpoint, **changes: float) -> AsyncIterator[Llm]:
    settings = ModelSettings(
        model="scripted",
        endpoint=model.url,
        api_key=KEY,
        backoff=0.01,
        stall_seconds=changes.pop("stall", 5.0),
        seconds=changes.pop("seconds", 10.0),
    )
    llm = Llm(settings)
    try:
        yield llm
    finally:
        await llm.close()


async def answer(
    *replies: Reply | str, stall: float = 5.0, seconds: float = 10.0
) -> tuple[Completion | Declined, Llm, Endpoint]:
    with endpoint(*replies) as model:
        async with line_to(model, stall=stall, seconds=seconds) as llm:
            try:
                return await llm.complete("be brief", "how many?"), llm, model
            except Declined as declined:
                return declined, llm, model


async def reason(*replies: Reply | str, stall: float = 5.0, seconds: float = 10.0) -> str:
    outcome, _, _ = await answer(*replies, stall=stall, seconds=seconds)
    assert isinstance(outcome, Declined)
    assert KEY not in f"{outcome.message} {outcome.hint} {outcome.__cause__}"
    return outcome.message


async def test_a_streamed_answer_comes_whole_with_its_tokens() -> None:
    outcome, llm, model = await answer("SELECT 42")
    assert isinstance(outcome, Completion)
    assert 0 < outcome.first_seconds <= outcome.seconds
    untimed = replace(outcome, first_seconds=0.0, seconds=0.0)
    assert untimed == Completion(text="SELECT 42", prompt_tokens=100, completion_tokens=20)
    assert llm.meter.usage.calls == 1
    assert llm.meter.usage.sent == ("be brief", "how many?")
    assert model.keys == [f"Bearer {KEY}"]


async def test_an_endpoint_that_does_not_stream_is_asked_without() -> None:
    outcome, llm, model = await answer(error(400, "stream is not supported"), "plain")
    assert isinstance(outcome, Completion)
    assert outcome.text == "plain"
    assert outcome.prompt_tokens == 100
    assert b'"stream":true' not in model.requests[1].replace(b" ", b"")
    assert llm.meter.usage.calls == 2


async def test_an_endpoint_without_a_system_role_gets_one_message() -> None:
    outcome, _, model = await answer(error(400, "System role not supported"), "fine")
    assert isinstance(outcome, Completion)
    assert model.prompts[1] == "be brief\n\nhow many?"


@pytest.mark.parametrize("parameter", ["temperature", "max_tokens"])
@pytest.mark.parametrize("status", [400, 422])
async def test_a_parameter_that_the_endpoint_does_not_know_is_left_out(parameter: str, status: int) -> None:
    outcome, _, model = await answer(error(status, f"Unsupported parameter: '{parameter}'"), "fine")
    assert isinstance(outcome, Completion)
    assert parameter.encode() in model.requests[0]
    assert parameter.encode() not in model.requests[1]


async def test_a_rate_limit_passes() -> None:
    outcome, llm, _ = await answer(error(429, "slow down", **{"Retry-After": "0.01"}), "done")
    assert isinstance(outcome, Completion)
    assert llm.meter.usage.calls == 2


async def test_a_failure_that_passes_is_tried_again() -> None:
    outcome, llm, _ = await answer(error(503, "overloaded"), "SELECT 1")
    assert isinstance(outcome, Completion)
    assert outcome.text == "SELECT 1"
    assert llm.meter.usage.calls == 2


async def test_a_rate_limit_that_stays_is_told() -> None:
    outcome, llm, _ = await answer(error(429, "slow down"))
    assert isinstance(outcome, Declined)
    assert "rate limit" in outcome.message
    assert llm.meter.usage.calls == 3


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (error(401, f"Incorrect API key provided: {KEY}"), "refused the key"),
        (error(500, "boom"), "failed (status 500)"),
        (error(404, "no such model"), "no model named “scripted”"),
        (error(400, "maximum context length is 2048 tokens"), "too long"),
        (error(400, "Requested tokens (3000) exceed context window of 2048"), "too long"),
        (error(400, "Please reduce the length of the messages or completion."), "too long"),
        (error(413, "Payload Too Large"), "too long"),
        (error(500, "the request exceeds the available context size"), "too long"),
        (Reply(body='data: {"error": {"message": "context length exceeded"}}\n\n'), "too long"),
        (error(400, "bad"), "refused the request"),
        (error(402, "pay first"), "failed (status 402)"),
        (Reply(body="{ this is not json"), "cannot be read"),
        (Reply(body="<html>a proxy's login page</html>", headers={"X": "y"}), "cannot be read"),
        (Reply(says=""), "answered with nothing"),
        (Reply(says="SELECT count(", finish="length"), "cut off"),
        (Reply(says="I must not", finish="content_filter"), "declined to answer"),
    ],
)
async def test_what_goes_wrong_at_the_endpoint_is_told(reply: Reply, told: str) -> None:
    assert told in await reason(reply)


async def test_an_answer_without_choices_is_told() -> None:
    empty = Reply(body='{"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": []}')
    assert "cannot be read" in await reason(error(400, "no streaming"), empty)
    assert "cannot be read" in await reason(error(400, "no streaming"), Reply(body="[1, 2"))
    assert "cannot be read" in await reason(error(400, "no streaming"), Reply(body="null"))


async def test_a_refusal_is_told() -> None:
    refusal = Reply(says="", refusal="I can't help with that.")
    assert "declined to answer" in await reason(error(400, "no streaming"), refusal)


@pytest.mark.parametrize("said", ["", "SELECT 1"])
async def test_a_refusal_within_a_stream_is_told(said: str) -> None:
    assert "declined to answer" in await reason(Reply(says=said, refusal="I can't help with that."))


async def test_a_stream_that_goes_silent_is_given_up() -> None:
    assert "did not answer in time" in await reason(Reply(says="SELECT 1", stalls=True), stall=0.2)


async def test_silence_without_a_stream_is_given_up() -> None:
    silent = Reply(says="SELECT 1", body="{}", stalls=True)
    assert "did not answer in time" in await reason(error(400, "no streaming"), silent, seconds=0.5)


async def test_a_closed_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    llm = Llm(ModelSettings(model="m", endpoint=f"http://127.0.0.1:{port}/v1", retries=0))
    with pytest.raises(Declined, match="cannot be reached"):
        await llm.complete("s", "u")
    await llm.close()


async def test_a_redirect_takes_no_prompt_to_another_host() -> None:
    with endpoint("leaked") as elsewhere:
        moved = Reply(status=307, body="", headers={"Location": f"{elsewhere.url}/chat/completions"})
        assert await reason(moved)
        assert elsewhere.requests == []


async def test_a_proxy_of_the_environment_is_not_used_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint("leaked") as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        monkeypatch.setenv("NO_PROXY", "")
        outcome, _, _ = await answer("direct")
        assert isinstance(outcome, Completion)
        assert proxy.requests == []


async def test_tracing_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint("traced") as tracer:
        for name, value in {
            "LANGSMITH_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_API_KEY": "k",
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("LANGSMITH_ENDPOINT", tracer.url)
        outcome, _, _ = await answer("direct")
        assert isinstance(outcome, Completion)
        assert tracer.requests == []
