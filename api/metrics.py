"""Figures of the running server, for Prometheus."""

from __future__ import annotations

import os
from collections.abc import Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from core.event import (
    Event,
    ReceiptReady,
    RunCancelled,
    RunFailed,
    RunFinished,
    RunStarted,
    StepFinished,
    UsageReported,
)

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)


class Metrics:
    """Of one process; with several, Prometheus' own folder (`PROMETHEUS_MULTIPROC_DIR`) brings them together."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        registry = self._registry
        self._requests = Counter(
            "tablespeak_requests", "HTTP requests.", ["method", "route", "status"], registry=registry
        )
        self._request_seconds = Histogram(
            "tablespeak_request_seconds",
            "Time to the end of a response.",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._runs = Counter("tablespeak_runs", "Runs, by how they ended.", ["status"], registry=registry)
        self._run_seconds = Histogram(
            "tablespeak_run_seconds", "Time of a whole run.", buckets=_SECONDS, registry=registry
        )
        self._going = Gauge(
            "tablespeak_runs_going", "Runs that go on now.", multiprocess_mode="livesum", registry=registry
        )
        self._decided = Counter("tablespeak_decisions", "Who decided a step.", ["assistant", "way"], registry=registry)
        self._refused = Counter("tablespeak_refusals", "Ways that would not answer.", ["way"], registry=registry)
        self._step_seconds = Histogram(
            "tablespeak_step_seconds", "Time of a stage of a run.", ["stage"], buckets=_SECONDS, registry=registry
        )
        self._tokens = Counter("tablespeak_tokens", "Tokens of language models.", ["kind"], registry=registry)
        self._started: dict[str, float] = {}
        self._lay_out_the_server(registry)

    def _lay_out_the_server(self, registry: CollectorRegistry) -> None:
        self._limited = Counter("tablespeak_requests_limited", "Requests refused by the rate limit.", registry=registry)
        self._imports = Gauge(
            "tablespeak_imports",
            "Imports that are kept, by how they ended.",
            ["status"],
            multiprocess_mode="mostrecent",
            registry=registry,
        )
        self._sandbox = Gauge(
            "tablespeak_sandbox_processes",
            "Query processes.",
            ["state"],
            multiprocess_mode="livesum",
            registry=registry,
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def limited(self) -> None:
        self._limited.inc()

    def happened(self, event: Event) -> None:
        match event.happening:
            case RunStarted():
                self._started[event.run_id] = event.ts.timestamp()
                self._going.inc()
            case StepFinished(assistant=assistant, way=way):
                self._decided.labels(assistant, way or "").inc()
            case UsageReported(usage=usage):
                self._tokens.labels("prompt").inc(usage.prompt_tokens)
                self._tokens.labels("completion").inc(usage.completion_tokens)
            case ReceiptReady(receipt=receipt):
                for refusal in receipt.refusals:
                    self._refused.labels(refusal.way).inc()
                for stage, seconds in receipt.timings.items():
                    self._step_seconds.labels(stage).observe(seconds)
            case RunFinished(status=status):
                self._ended(event, status)
            case RunFailed(problem=problem):
                self._ended(event, problem.code)
            case RunCancelled():
                self._ended(event, "cancelled")

    def _ended(self, event: Event, status: str) -> None:
        self._runs.labels(status).inc()
        started = self._started.pop(event.run_id, None)
        if started is not None:
            self._going.dec()
            self._run_seconds.observe(event.ts.timestamp() - started)

    def text(self, sandbox: Mapping[str, int], imports: Mapping[str, int]) -> bytes:
        """Counts by state, as they are now."""
        for state, count in sandbox.items():
            self._sandbox.labels(state).set(count)
        for status, count in imports.items():
            self._imports.labels(status).set(count)
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            from prometheus_client.multiprocess import MultiProcessCollector

            together = CollectorRegistry()
            MultiProcessCollector(together)  # type: ignore[no-untyped-call]
            return generate_latest(together)
        return generate_latest(self._registry)
