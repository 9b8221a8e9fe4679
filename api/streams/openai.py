"""A run as OpenAI chat completion chunks, and as one completion.

Status lines are chunks without choices that carry an `event`; SQL, tables and charts are Markdown in the text.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from api.streams.markdown import chart_fence, fenced, pipe_table, question_back
from core.event import (
    ChartReady,
    ClarificationAsked,
    Event,
    RunFailed,
    RunFinished,
    RunStarted,
    SqlWritten,
    StatusChanged,
    TableReady,
    TextDelta,
    UsageReported,
)
from wire import event_object

Chunk = dict[str, Any]
DONE = "[DONE]"
_NO_TOKENS = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


@dataclass(slots=True, kw_only=True)
class Completion:
    """Maps the events of one run, in order."""

    model: str
    include_usage: bool = False
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))
    _usage: dict[str, int] = field(default_factory=lambda: dict(_NO_TOKENS))
    _has_text: bool = False
    _sentence_before: bool = False

    def chunks(self, event: Event) -> Iterator[Chunk]:
        """None after a cancelled run; after a failed one, an error object."""
        match event.happening:
            case RunStarted():
                yield self._delta({"role": "assistant", "content": ""})
            case StatusChanged(text=text):
                yield {**self._chunk([]), "event": {"type": "status", "data": {"description": text, "done": False}}}
            case UsageReported(usage=usage):
                total = usage.prompt_tokens + usage.completion_tokens
                self._usage = {
                    "prompt_tokens": usage.prompt_tokens,
                    "completion_tokens": usage.completion_tokens,
                    "total_tokens": total,
                }
            case RunFinished():
                yield self._delta({}, finish_reason="stop")
                if self.include_usage:
                    yield {**self._chunk([]), "usage": self._usage}
            case RunFailed(problem=problem):
                yield error_object(problem.message, problem.code, hint=problem.hint, kind="server_error")
            case _:
                text = self._text(event)
                if text:
                    self._has_text = True
                    yield self._delta({"content": text})

    def whole(self, events: Iterable[Event]) -> dict[str, Any]:
        """The completion that is not streamed, of a run that finished."""
        parts = [chunk for event in events for chunk in self.chunks(event)]
        deltas = [choice["delta"] for chunk in parts for choice in chunk.get("choices", ())]
        message = {"role": "assistant", "content": "".join(delta.get("content", "") for delta in deltas)}
        return {
            "id": self.id,
            "object": "chat.completion",
            "created": self.created,
            "model": self.model,
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
            "usage": self._usage,
        }

    def _text(self, event: Event) -> str:
        after_sentence, self._sentence_before = self._sentence_before, isinstance(event.happening, TextDelta)
        match event.happening:
            case TextDelta(text=text):
                return f" {text}" if after_sentence else self._block(text)
            case SqlWritten(sql=sql):
                return self._block(fenced("sql", sql))
            case TableReady():
                return self._block(pipe_table(event_object(event)))
            case ChartReady(vega_lite=spec):
                return self._block(chart_fence(spec))
            case ClarificationAsked():
                return self._block(question_back(event_object(event)))
            case _:
                return ""

    def _block(self, text: str) -> str:
        return f"\n\n{text}" if self._has_text else text

    def _delta(self, delta: dict[str, Any], finish_reason: str | None = None) -> Chunk:
        return self._chunk([{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}])

    def _chunk(self, choices: list[dict[str, Any]]) -> Chunk:
        chunk = {
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
            "choices": choices,
        }
        return {**chunk, "usage": None} if self.include_usage else chunk


def answer_without_run(model: str, text: str) -> Iterator[Chunk]:
    """The chunks of an answer that cost no run."""
    completion = Completion(model=model)
    yield completion._delta({"role": "assistant", "content": text})
    yield completion._delta({}, finish_reason="stop")


def whole_without_run(model: str, text: str) -> dict[str, Any]:
    whole = Completion(model=model).whole([])
    whole["choices"][0]["message"]["content"] = text
    return whole


def error_object(
    message: str,
    code: str | None,
    *,
    kind: str = "invalid_request_error",
    param: str | None = None,
    hint: str | None = None,
) -> dict[str, Any]:
    return {"error": {"message": f"{message} {hint or ''}".strip(), "type": kind, "param": param, "code": code}}


def ends_done(event: Event) -> bool:
    """Whether `[DONE]` follows this event; after an error or a stop the stream just closes."""
    return isinstance(event.happening, RunFinished)
