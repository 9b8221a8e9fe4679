from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import openai
import pytest

from tests.clients.conftest import BROKEN, QUESTION, REFUSED, TOKEN, WORKSPACE, Server


@pytest.fixture
def client(server: Server) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{server.address}/v1", api_key=TOKEN, max_retries=0) as opened:
        yield opened


def said(*texts: str) -> Any:
    """The person's questions, each but the last followed by an answer."""
    messages: list[dict[str, str]] = []
    for text in texts:
        messages += [{"role": "user", "content": text}, {"role": "assistant", "content": "(an answer)"}]
    return messages[:-1]


def test_a_question_is_answered_with_text_table_sql_and_chart(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(
        model=WORKSPACE, messages=said(QUESTION), stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
    for part in ("```sql", "| region |", "```vega-lite", "north"):
        assert part in text
    assert chunks[-1].usage is not None
    whole = client.chat.completions.create(model=WORKSPACE, messages=said(QUESTION))
    assert whole.choices[0].message.content == text
    assert whole.choices[0].finish_reason == "stop"


def test_a_follow_up_goes_on_in_the_conversation_that_the_client_sends(client: openai.OpenAI) -> None:
    client.chat.completions.create(model=WORKSPACE, messages=said(QUESTION))
    followed = client.chat.completions.create(model=WORKSPACE, messages=said(QUESTION, "only north"))
    table = [line for line in (followed.choices[0].message.content or "").splitlines() if line.startswith("| ")]
    assert [line.split(" | ")[0] for line in table[2:]] == ["| north"]
    again = client.chat.completions.create(model=WORKSPACE, messages=said(QUESTION, "only south"))
    assert "| south |" in (again.choices[0].message.content or "")


def test_a_question_back_is_answered_in_words(client: openai.OpenAI) -> None:
    asked = client.chat.completions.create(model=WORKSPACE, messages=said("total amount by region"))
    assert "\n1. " in (asked.choices[0].message.content or "")
    replied = client.chat.completions.create(model=WORKSPACE, messages=said("total amount by region", "2"))
    assert "| region |" in (replied.choices[0].message.content or "")


def test_each_assistant_is_a_model(client: openai.OpenAI) -> None:
    models = [model.id for model in client.models.list()]
    assert {"default", WORKSPACE, f"{WORKSPACE}/analyst", f"{WORKSPACE}/sql_expert"} <= set(models)
    assert client.models.retrieve(f"{WORKSPACE}/advisor").id == f"{WORKSPACE}/advisor"
    answer = client.chat.completions.create(model=f"{WORKSPACE}/analyst", messages=said(QUESTION))
    assert answer.choices[0].message.content


def test_what_is_not_understood_is_told_in_words(client: openai.OpenAI) -> None:
    declined = client.chat.completions.create(model=WORKSPACE, messages=said(REFUSED))
    assert "florps" in (declined.choices[0].message.content or "")


def test_a_wrong_model_or_body_or_key_is_told_as_openai_does(client: openai.OpenAI, server: Server) -> None:
    with pytest.raises(openai.NotFoundError) as missing:
        client.chat.completions.create(model="nothing", messages=said(QUESTION))
    assert missing.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model=WORKSPACE, messages=[])
    with (
        openai.OpenAI(base_url=f"{server.address}/v1", api_key="wrong", max_retries=0) as stranger,
        pytest.raises(openai.AuthenticationError),
    ):
        stranger.models.list()


def test_an_error_in_mid_stream_is_raised(client: openai.OpenAI) -> None:
    with pytest.raises(openai.APIError) as failed:
        list(client.chat.completions.create(model=BROKEN, messages=said(QUESTION), stream=True))
    assert failed.value.message
    with pytest.raises(openai.InternalServerError):
        client.chat.completions.create(model=BROKEN, messages=said(QUESTION))


HISTORY = f"### Chat History:\n<chat_history>\nUSER: {QUESTION}?\nASSISTANT: north leads\n</chat_history>"
TITLE, TAGS, FOLLOW_UPS, QUERIES, COMPLETION, PICTURE = (
    f"### Task:\n{task}\n### Output:\nJSON format: {wanted}\n{HISTORY}"
    for task, wanted in (
        ("Make a title.", '{ "title": "your title here" }\n### Examples:\n- { "title": "Stocks" }'),
        ("Make 1-3 tags.", '{ "tags": ["tag1", "tag2"] }'),
        ("Predict what comes next.", '{ "follow_ups": ["Next message 1"] }'),
        ("Make search queries.", '{ "queries": [] }.\nStrictly: \n{\n  "queries": ["query1"]\n}'),
        ("You are an autocompletion system.", '`{ "text": "<your_completion>" }`.'),
        ("Describe a picture.", '\n{\n    "prompt": "Your description."\n}'),
    )
)
COMPACTING = f"### Task:\nSummarize.\n### Messages Being Compacted:\nUSER: {QUESTION}\n### Recent Messages:\n"
TOOLS = ({"role": "system", "content": 'Available Tools: [{"name": "search"}]\nReturn only the JSON object.'},)
MEMORY = ({"role": "system", "content": "You are a private memory reviewer. Return only valid JSON."},)


def test_the_extra_requests_of_a_chat_frontend_cost_no_run(client: openai.OpenAI, server: Server) -> None:
    question = f"{QUESTION}?"
    before = server.runs()
    tools: Any = [{"type": "function", "function": {"name": "search", "parameters": {"type": "object"}}}]
    list(client.chat.completions.create(model=WORKSPACE, messages=said(question), stream=True, tools=tools))
    assert extra(client, TITLE) == '{"title": "Total net amount by region"}'
    assert extra(client, TAGS) == '{"tags": []}'
    assert extra(client, FOLLOW_UPS).count("?") >= 1
    assert extra(client, QUERIES) == '{"queries": []}'
    assert extra(client, COMPLETION) == '{"text": ""}'
    assert extra(client, PICTURE) == '{"prompt": ""}'
    assert extra(client, COMPACTING) == ""
    assert extra(client, f"Query: {question}", TOOLS) == '{"tool_calls": []}'
    assert extra(client, f'History:\nUSER: """hello"""\nQuery: {question}', TOOLS) == '{"tool_calls": []}'
    assert extra(client, 'In this shape: {"operations":[]}', MEMORY) == '{"operations": []}'
    assert extra(client, f"Your task is to answer with a fitting emoji.\n\nMessage: ```{question}```")
    assert server.runs() == before + 1


def extra(client: openai.OpenAI, prompt: str, system: tuple[dict[str, str], ...] = ()) -> str:
    messages: Any = [*system, *said(prompt)]
    whole = client.chat.completions.create(model=WORKSPACE, messages=messages, stream=False)
    return whole.choices[0].message.content or ""


def test_a_question_with_passages_of_attached_files_is_a_question(client: openai.OpenAI, server: Server) -> None:
    passages = '<context>\n<source id="1">{ "title": "a" } <context>b</context></source>\n</context>\n'
    before = server.runs()
    table = "| region |"
    assert table in extra(client, f"### Task:\nUse the context.\n### Guidelines:\n- none\n{passages}\n{QUESTION}")
    merging = f'You have been provided with a set of responses to the user query: "{QUESTION}"\n\nMerge: """a"""'
    assert table in extra(client, merging)
    assert server.runs() == before + 2
    followed: Any = [*said(QUESTION, f"### Task:\nUse the context.\n{passages}\nonly north")]
    told = client.chat.completions.create(model=WORKSPACE, messages=followed).choices[0].message.content or ""
    assert "| north |" in told
    assert "| south |" not in told
