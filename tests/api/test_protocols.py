"""Each protocol is a pure mapping: recorded runs are replayed through it, whole and cut at every event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ag_ui.core import Event as AgUiEvent
from ag_ui_validate import create_validator
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from pydantic import TypeAdapter

from api.streams.ag_ui import AgentRun
from api.streams.ai_sdk import UiMessage
from api.streams.markdown import fenced, pipe_table
from api.streams.openai import Completion, ends_done
from core.answer import Problem, Usage
from core.event import Event, Happening, RunCancelled, RunFailed, StatusChanged, UsageReported
from wire import loads

RECORDED = Path(__file__).parent / "recorded"
FAILURE = RunFailed(problem=Problem(code="limit_reached", message="Too slow.", hint="Ask for less."))
_chunks = TypeAdapter(ChatCompletionChunk)
_events: TypeAdapter[Any] = TypeAdapter(AgUiEvent)


def recorded(name: str) -> list[Event]:
    return [loads(Event, line) for line in (RECORDED / f"{name}.jsonl").read_text("utf-8").splitlines()]


def cut(events: Sequence[Event], at: int, last: Happening) -> list[Event]:
    """The first `at` events, then an end."""
    seq = events[at - 1].seq + 1
    return [*events[:at], Event(seq=seq, run_id=events[0].run_id, ts=datetime.now(UTC), happening=last)]


ENDS: list[Happening] = [FAILURE, RunCancelled()]
RUNS = ["answered", "clarification", "declined"]


def every_run() -> list[list[Event]]:
    """Each recorded run, and each of them cut after every event by an error and by a stop."""
    whole = [recorded(name) for name in RUNS]
    return [*whole, *(cut(run, at, last) for run in whole for at in range(1, len(run)) for last in ENDS)]


def openai_chunks(events: Sequence[Event], **options: Any) -> list[dict[str, Any]]:
    completion = Completion(model="default", **options)
    return [chunk for event in events for chunk in completion.chunks(event)]


def test_openai_chunks_share_one_id_and_end_with_one_finish_reason() -> None:
    for name in RUNS:
        chunks = openai_chunks(recorded(name))
        for chunk in chunks:
            _chunks.validate_python(chunk)
        assert len({(chunk["id"], chunk["model"], chunk["created"]) for chunk in chunks}) == 1
        assert chunks[0]["choices"][0]["delta"] == {"role": "assistant", "content": ""}
        assert [chunk["choices"][0]["finish_reason"] for chunk in chunks] == [*[None] * (len(chunks) - 1), "stop"]
        assert chunks[-1]["choices"][0]["delta"] == {}
        assert ends_done(recorded(name)[-1])


def test_openai_usage_comes_last_and_only_when_asked_for() -> None:
    events = recorded("answered")
    used = UsageReported(usage=Usage(calls=1, prompt_tokens=7, completion_tokens=5))
    events.insert(-1, replace(events[-1], happening=used))
    chunks = openai_chunks(events, include_usage=True)
    assert [chunk["usage"] for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"] == {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
    assert all("usage" not in chunk for chunk in openai_chunks(events))


def test_openai_text_holds_the_answer_the_sql_the_table_and_the_chart() -> None:
    whole = Completion(model="default").whole(recorded("answered"))
    ChatCompletion.model_validate(whole)
    text = whole["choices"][0]["message"]["content"]
    assert text.startswith("```sql\n")
    assert "| region |" in text
    assert "```vega-lite\n" in text
    spec = json.loads(text.split("```vega-lite\n")[1].split("\n```")[0])
    assert "vega-lite" in spec["$schema"]
    assert "north" in text.split("```")[-1]


def test_openai_asks_back_in_words() -> None:
    text = Completion(model="default").whole(recorded("clarification"))["choices"][0]["message"]["content"]
    assert "\n1. " in text
    assert "\n2. " in text


def test_an_openai_status_is_a_chunk_without_choices() -> None:
    first = recorded("answered")[0]
    chunks = openai_chunks([first, replace(first, seq=2, happening=StatusChanged(text="Reading"))])
    assert (chunks[-1]["choices"], chunks[-1]["event"]["data"]["description"]) == ([], "Reading")


def test_an_openai_stream_that_fails_ends_with_an_error_object_and_no_done() -> None:
    events = cut(recorded("answered"), 8, FAILURE)
    assert openai_chunks(events)[-1] == {
        "error": {"message": "Too slow. Ask for less.", "type": "server_error", "param": None, "code": "limit_reached"}
    }
    assert not ends_done(events[-1])
    assert not ends_done(cut(recorded("answered"), 8, RunCancelled())[-1])


def ui_parts(events: Sequence[Event]) -> list[dict[str, Any]]:
    message = UiMessage()
    return [part for event in events for part in message.parts(event)]


def test_ai_sdk_parts_nest_and_finish_on_every_path() -> None:
    for run in every_run():
        texts: set[str] = set()
        steps = 0
        parts = ui_parts(run)
        for part in parts:
            match part["type"]:
                case "text-start":
                    assert part["id"] not in texts
                    texts.add(part["id"])
                case "text-delta":
                    assert part["id"] in texts
                case "text-end":
                    texts.remove(part["id"])
                case "start-step":
                    steps += 1
                case "finish-step":
                    steps -= 1
                    assert not texts
            assert steps in (0, 1)
        assert (texts, steps) == (set(), 0)
        assert parts[0]["type"] == "start"
        assert [part["type"] for part in parts].count("finish") == 1
        assert parts[-1]["type"] == "finish"


def test_ai_sdk_data_parts_carry_the_plan_the_table_and_the_chart() -> None:
    parts = {part["type"]: part for part in ui_parts(recorded("answered"))}
    assert {
        "data-plan",
        "data-sql",
        "data-table",
        "data-chart",
        "data-fact",
        "data-receipt",
        "data-suggestions",
    } <= set(parts)
    assert parts["data-table"]["data"]["columns"][0]["name"] == "region"
    assert "seq" not in parts["data-table"]["data"]
    assert parts["finish"]["finishReason"] == "stop"


def test_ai_sdk_tells_errors_and_stops() -> None:
    failed = ui_parts(cut(recorded("answered"), 27, FAILURE))
    assert failed[-2:] == [
        {"type": "error", "errorText": "Too slow. Ask for less."},
        {"type": "finish", "finishReason": "error"},
    ]
    assert [part["type"] for part in ui_parts(cut(recorded("answered"), 27, RunCancelled()))][-2:] == [
        "abort",
        "finish",
    ]


def agent_events(events: Sequence[Event]) -> list[dict[str, Any]]:
    mapped = AgentRun(thread_id="t", run_id="r")
    return [told.model_dump(by_alias=True, mode="json") for event in events for told in mapped.events(event)]


def test_ag_ui_streams_are_valid_on_every_path() -> None:
    for run in every_run():
        told = agent_events(run)
        for event in told:
            _events.validate_python(event)
        validator = create_validator()
        for event in told:
            validator.feed(event)
        validator.finalize()
        assert [found.message for found in validator.report().diagnostics if found.severity == "error"] == []
        terminal = [event["type"] for event in told if event["type"] in {"RUN_FINISHED", "RUN_ERROR"}]
        assert len(terminal) == 1
        assert told[-1]["type"] in {"RUN_FINISHED", "RUN_ERROR"}


def test_ag_ui_has_no_null_on_an_optional_field() -> None:
    for event in agent_events(recorded("answered")):
        assert [name for name, value in event.items() if value is None] == []


def test_ag_ui_asks_back_by_an_interrupt_and_says_which_version_it_speaks() -> None:
    told = agent_events(recorded("clarification"))
    assert (told[0]["type"], told[0]["protocolVersion"], told[0]["runId"]) == ("RUN_STARTED", "1.0", "r")
    (interrupt,) = told[-1]["outcome"]["interrupts"]
    assert interrupt["id"] == recorded("clarification")[0].run_id
    assert interrupt["responseSchema"]["properties"]["option"]["maximum"] >= 1


def test_ag_ui_tells_a_stop_as_cancelled() -> None:
    told = agent_events(cut(recorded("answered"), 9, RunCancelled()))
    assert told[-1]["outcome"] == {"type": "cancelled"}


@pytest.mark.parametrize("name", RUNS)
def test_every_table_shown_by_ag_ui_is_an_activity(name: str) -> None:
    kinds = [event["activityType"] for event in agent_events(recorded(name)) if event["type"] == "ACTIVITY_SNAPSHOT"]
    assert kinds == (["SQL", "TABLE", "CHART"] if name == "answered" else [])


def test_a_cell_cannot_break_out_of_its_table() -> None:
    table = {
        "columns": [{"name": "a|b"}],
        "rows": [["x | y\n| z"], [None], ["`"]],
        "row_count": 90,
        "truncated": True,
    }
    lines = pipe_table(table).splitlines()
    assert lines[:3] == ["| a\\|b |", "| --- |", "| x \\| y \\| z |"]
    assert lines[-1] == "The first 3 of more than 90 rows."
    assert fenced("sql", "SELECT '```'").startswith("````sql\n")
