"""Runs as OpenTelemetry traces, where a collector is configured by OpenTelemetry's own variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.event import TERMINAL, Event, RunFailed, RunStarted, StepFinished, StepStarted

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_NANOSECONDS = 1_000_000_000


def traces_from(environment: Mapping[str, str]) -> Traces | None:
    """None where no endpoint is set; then nothing of OpenTelemetry's is loaded."""
    if not any(environment.get(name) for name in _ENDPOINTS) or environment.get("OTEL_SDK_DISABLED") == "true":
        return None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    name = environment.get("OTEL_SERVICE_NAME", "tablespeak")
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Traces(provider)


class Traces:
    """One trace a run, with a span for each step. No question, no value and no SQL is in it."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("tablespeak")
        self._runs: dict[str, Span] = {}
        self._steps: dict[tuple[str, str], Span] = {}

    def happened(self, event: Event) -> None:
        at = int(event.ts.timestamp() * _NANOSECONDS)
        match event.happening:
            case RunStarted():
                self._runs[event.run_id] = self._tracer.start_span(
                    "run", start_time=at, attributes={"tablespeak.run_id": event.run_id}
                )
            case StepStarted(step=step, assistant=assistant):
                self._steps[event.run_id, step] = self._begin_step(event.run_id, f"{assistant} {step}", at)
            case StepFinished(step=step, way=way):
                span = self._steps.pop((event.run_id, step), None)
                if span is not None:
                    span.set_attribute("tablespeak.way", way or "")
                    span.end(at)
            case happening if isinstance(happening, TERMINAL):
                self._end(event, at)

    def _begin_step(self, run_id: str, name: str, at: int) -> Span:
        from opentelemetry.trace import set_span_in_context

        run = self._runs.get(run_id)
        return self._tracer.start_span(name, context=set_span_in_context(run) if run else None, start_time=at)

    def _end(self, event: Event, at: int) -> None:
        from opentelemetry.trace import StatusCode

        for key in [key for key in self._steps if key[0] == event.run_id]:
            self._steps.pop(key).end(at)
        run = self._runs.pop(event.run_id, None)
        if run is not None:
            run.set_attribute("tablespeak.ended", event.happening.kind)
            if isinstance(event.happening, RunFailed):
                run.set_status(StatusCode.ERROR, event.happening.problem.code)
            run.end(at)

    def close(self) -> None:
        self._provider.shutdown()
