"""A run as AG-UI 1.0 events, written with the protocol's own types (which leave out what has no value)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ag_ui.core import (
    PROTOCOL_VERSION,
    ActivitySnapshotEvent,
    BaseEvent,
    CustomEvent,
    Interrupt,
    RunErrorEvent,
    RunFinishedCancelledOutcome,
    RunFinishedEvent,
    RunFinishedInterruptOutcome,
    RunFinishedSuccessOutcome,
    RunStartedEvent,
    StepFinishedEvent,
    StepStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    TokenUsage,
)

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

_ACTIVITIES = (SqlWritten, TableReady, ChartReady)
_CUSTOM = (PlanMade, StatusChanged, FactFound, ReceiptReady, SuggestionsReady, ClarificationAsked)


@dataclass(slots=True, kw_only=True)
class AgentRun:
    """Maps the events of one run, in order. `thread_id` and `run_id` are the client's own."""

    thread_id: str
    run_id: str
    _texts: int = 0
    _text: str | None = None
    _has_sentence: bool = False
    _steps: list[str] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _interrupt: Interrupt | None = None
    _usage: TokenUsage | None = None

    def events(self, event: Event) -> Iterator[BaseEvent]:
        match event.happening:
            case RunStarted():
                yield RunStartedEvent(thread_id=self.thread_id, run_id=self.run_id, protocol_version=PROTOCOL_VERSION)
            case StepStarted() | StepFinished():
                yield from self._step(event.happening)
            case TextStarted() | TextDelta() | TextEnded():
                yield from self._text_events(event)
            case UsageReported(usage=usage):
                if usage.calls:
                    total = usage.prompt_tokens + usage.completion_tokens
                    self._usage = TokenUsage(
                        input_tokens=usage.prompt_tokens, output_tokens=usage.completion_tokens, total_tokens=total
                    )
            case RunFinished() | RunFailed() | RunCancelled():
                yield from self._end(event)
            case happening if isinstance(happening, _ACTIVITIES):
                message_id = f"{event.run_id}-{happening.kind}-{event.seq}"
                yield ActivitySnapshotEvent(
                    message_id=message_id, activity_type=happening.kind.upper(), content=event_body(event), replace=True
                )
            case happening if isinstance(happening, _CUSTOM):
                if isinstance(happening, ClarificationAsked):
                    self._interrupt = _interrupt_of(event)
                yield CustomEvent(name=happening.kind, value=event_body(event))

    def _step(self, happening: StepStarted | StepFinished) -> Iterator[BaseEvent]:
        """Names of steps that are open at once differ, as the protocol asks."""
        if isinstance(happening, StepStarted):
            name = happening.title if happening.title not in self._steps else f"{happening.title} ({happening.step})"
            self._names[happening.step] = name
            self._steps.append(name)
            yield StepStartedEvent(step_name=name)
        else:
            name = self._names.pop(happening.step, "")
            if name in self._steps:
                self._steps.remove(name)
                yield StepFinishedEvent(step_name=name)

    def _text_events(self, event: Event) -> Iterator[BaseEvent]:
        if isinstance(event.happening, TextEnded):
            yield from self._close_text()
            return
        if self._text is None:
            self._texts += 1
            self._text, self._has_sentence = f"{event.run_id}-text-{self._texts}", False
            yield TextMessageStartEvent(message_id=self._text, role="assistant")
        if isinstance(event.happening, TextDelta) and event.happening.text:
            delta = f" {event.happening.text}" if self._has_sentence else event.happening.text
            self._has_sentence = True
            yield TextMessageContentEvent(message_id=self._text, delta=delta)

    def _close_text(self) -> Iterator[BaseEvent]:
        if self._text is not None:
            yield TextMessageEndEvent(message_id=self._text)
            self._text = None

    def _end(self, event: Event) -> Iterator[BaseEvent]:
        if isinstance(event.happening, RunFailed):
            problem = event.happening.problem
            yield RunErrorEvent(message=f"{problem.message} {problem.hint or ''}".strip(), code=problem.code)
            return
        yield from self._close_text()
        for name in reversed(self._steps):
            yield StepFinishedEvent(step_name=name)
        finished = RunFinishedEvent(thread_id=self.thread_id, run_id=self.run_id, outcome=self._outcome(event))
        if self._usage is not None:
            finished.usage = [self._usage]
        yield finished

    def _outcome(
        self, event: Event
    ) -> RunFinishedSuccessOutcome | RunFinishedInterruptOutcome | RunFinishedCancelledOutcome:
        if isinstance(event.happening, RunCancelled):
            return RunFinishedCancelledOutcome()
        if self._interrupt is not None:
            return RunFinishedInterruptOutcome(interrupts=[self._interrupt])
        return RunFinishedSuccessOutcome()


def _interrupt_of(event: Event) -> Interrupt:
    """Its id is that of the run that asked back; the answer is `{option}` (counted from 0) or `{text}`."""
    assert isinstance(event.happening, ClarificationAsked)
    labels = [option.label for option in event.happening.options]
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            "option": {"type": "integer", "minimum": 0, "maximum": len(labels) - 1, "description": "; ".join(labels)},
            "text": {"type": "string", "description": "The reply in words, instead of an option."},
        },
    }
    return Interrupt(
        id=event.run_id,
        reason="clarification",
        message=event.happening.question,
        response_schema=schema,
        metadata={"options": labels},
    )
