"""A run as the AI SDK's UI message stream (version 1): the parts of one assistant message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.event import (
    ChartReady,
    ClarificationAsked,
    Event,
    FactFound,
    PlanMade,
    ReceiptReady,
    RunCancelled,
    RunFailed,
    RunFinished,
    RunStarted,
    SqlWritten,
    StatusChanged,
    StepFinished,
    StepStarted,
    SuggestionsReady,
    TableReady,
    TextDelta,
    TextEnded,
    TextStarted,
    UsageReported,
)
from wire import event_body

Part = dict[str, Any]
HEADERS = {"x-vercel-ai-ui-message-stream": "v1"}
DONE = "[DONE]"

_DATA = (PlanMade, SqlWritten, TableReady, ChartReady, FactFound, ReceiptReady, SuggestionsReady, ClarificationAsked)


@dataclass(slots=True)
class UiMessage:
    """Maps the events of one run, in order; a text or step that is open when the run ends is closed first."""

    texts: int = 0
    _is_text_open: bool = False
    _has_sentence: bool = False
    _open_steps: int = 0

    def parts(self, event: Event) -> Iterator[Part]:
        match event.happening:
            case RunStarted(thread_id=thread_id):
                metadata = {"run_id": event.run_id, "thread_id": thread_id}
                yield {"type": "start", "messageId": event.run_id, "messageMetadata": metadata}
            case StepStarted() | StepFinished():
                yield from self._step(event)
            case TextStarted() | TextDelta() | TextEnded():
                yield from self._text(event)
            case StatusChanged():
                yield {"type": "data-status", "data": event_body(event), "transient": True}
            case UsageReported():
                yield {"type": "message-metadata", "messageMetadata": {"usage": event_body(event)["usage"]}}
            case RunFinished() | RunFailed() | RunCancelled():
                yield from self._end(event)
            case happening if isinstance(happening, _DATA):
                yield {"type": f"data-{happening.kind}", "id": f"{event.run_id}-{event.seq}", "data": event_body(event)}

    def _step(self, event: Event) -> Iterator[Part]:
        """The SDK's steps do not nest: only the outermost of ours are told."""
        if isinstance(event.happening, StepStarted):
            self._open_steps += 1
            if self._open_steps == 1:
                yield {"type": "start-step"}
            return
        self._open_steps = max(self._open_steps - 1, 0)
        if not self._open_steps:
            yield from self._close_text()
            yield {"type": "finish-step"}

    def _text(self, event: Event) -> Iterator[Part]:
        if isinstance(event.happening, TextEnded):
            yield from self._close_text()
            return
        if not self._is_text_open:
            self.texts += 1
            self._is_text_open, self._has_sentence = True, False
            yield {"type": "text-start", "id": self._text_id}
        if isinstance(event.happening, TextDelta):
            delta = f" {event.happening.text}" if self._has_sentence else event.happening.text
            self._has_sentence = True
            yield {"type": "text-delta", "id": self._text_id, "delta": delta}

    def _end(self, event: Event) -> Iterator[Part]:
        yield from self._close_text()
        if self._open_steps:
            self._open_steps = 0
            yield {"type": "finish-step"}
        match event.happening:
            case RunFailed(problem=problem):
                yield {"type": "error", "errorText": f"{problem.message} {problem.hint or ''}".strip()}
                yield {"type": "finish", "finishReason": "error"}
            case RunCancelled():
                yield {"type": "abort", "reason": "The run was stopped."}
                yield {"type": "finish", "finishReason": "interrupted"}
            case RunFinished(status=status):
                yield {"type": "finish", "finishReason": "stop", "messageMetadata": {"status": status}}

    def _close_text(self) -> Iterator[Part]:
        if self._is_text_open:
            self._is_text_open = False
            yield {"type": "text-end", "id": self._text_id}

    @property
    def _text_id(self) -> str:
        return f"text-{self.texts}"


def user_message(run_id: str, question: str) -> dict[str, Any]:
    return {"id": f"{run_id}-question", "role": "user", "parts": [{"type": "text", "text": question}]}


def kept_message(events: Iterable[Event]) -> dict[str, Any]:
    """The message that a client makes of the run's stream."""
    mapping = UiMessage()
    message: dict[str, Any] = {"id": "", "role": "assistant", "metadata": {}, "parts": []}
    texts: dict[str, dict[str, Any]] = {}
    for part in (part for event in events for part in mapping.parts(event)):
        message["metadata"] |= part.get("messageMetadata", {})
        match part["type"]:
            case "start":
                message["id"] = part["messageId"]
            case "start-step":
                message["parts"].append({"type": "step-start"})
            case "text-start":
                texts[part["id"]] = {"type": "text", "text": "", "state": "done"}
                message["parts"].append(texts[part["id"]])
            case "text-delta":
                texts[part["id"]]["text"] += part["delta"]
            case "error":
                message["parts"].append({"type": "text", "text": part["errorText"], "state": "done"})
            case kind if kind.startswith("data-") and not part.get("transient"):
                message["parts"].append(part)
    return message
